//! The faces of a few people side by side, and how many more there are.

use leptos::prelude::*;
use shared::ids::AgentId;

use crate::ui::avatar::Avatar;
use crate::workspace::Workspace;

/// More faces than these become a number.
const FACES: usize = 3;

/// The faces of these. Who they are is to be said beside them.
pub fn faces(it: Workspace, these: Vec<AgentId>) -> AnyView {
    let more = these.len().saturating_sub(FACES);
    let face = |id: AgentId| {
        let name = Signal::derive(move || it.store.name_of(id));
        view! { <Avatar id=id.0 name=name small=true /> }
    };
    view! {
        {these.into_iter().take(FACES).map(face).collect_view()}
        {(more > 0).then(|| view! { <span class="viewers-more" aria-hidden="true">{format!("+{more}")}</span> })}
    }
    .into_any()
}

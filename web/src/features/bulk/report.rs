//! How far bulk actions got, and what could not be done and why.

use leptos::prelude::*;
use shared::bulk::Bulk;
use shared::ids::BulkId;
use shared::state::Part;

use super::doing;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What is going on, and the window with what could not be done.
#[component]
pub fn Report() -> impl IntoView {
    let it: Workspace = expect_context();
    let failed = RwSignal::new(None::<BulkId>);
    let shown = RwSignal::new(false);
    super::tell(it, failed);
    let going = memo(move || {
        it.store.read(Part::Bulks, |it| {
            it.bulks().values().filter(|it| !it.finished).cloned().collect::<Vec<_>>()
        })
    });
    let bulk = memo(move || {
        let id = failed.get()?;
        it.store.read(Part::Bulks, |it| it.bulks().get(&id).cloned())
    });
    let refused = move || bulk.with(|it| it.as_ref().map_or(0, |it| it.refused));
    view! {
        <div class="bulk-report" role="status">
            {move || going.get().into_iter().map(|it| view! { <Going bulk=it /> }).collect_view()}
            <Show when=move || bulk.with(Option::is_some)>
                <p class="bulk-line" data-testid="bulk-failed">
                    <Icon kind=Kind::Alert />
                    <span>{move || format!("{} could not be changed", refused())}</span>
                    <button class="button small" data-testid="bulk-failures" on:click=move |_| shown.set(true)>"Show"</button>
                    <button class="icon-button small" aria-label="Dismiss" on:click=move |_| failed.set(None)>
                        <Icon kind=Kind::Close />
                    </button>
                </p>
            </Show>
        </div>
        <Dialog title="What could not be changed" open=shown>
            {move || bulk.get().map(failures)}
        </Dialog>
    }
}

#[component]
fn Going(bulk: Bulk) -> impl IntoView {
    let (done, total) = (bulk.done(), bulk.total);
    let words = format!("{} {done} of {total}", doing(&bulk));
    view! {
        <p class="bulk-line" data-testid="bulk-progress">
            <span>{words}</span>
            <progress max=total.to_string() value=done.to_string() aria-label=doing(&bulk)></progress>
        </p>
    }
}

part! {
    fn failures(bulk: Bulk) in tools { view! { <Failures bulk=bulk /> }.into_any() }
}

#[component]
fn Failures(bulk: Bulk) -> impl IntoView {
    let told = u32::try_from(bulk.failures.len()).unwrap_or(u32::MAX);
    let more = bulk.refused.saturating_sub(told);
    view! {
        <div class="form">
            <ul class="bulk-failures" data-testid="bulk-failure-list">
                {bulk.failures
                    .into_iter()
                    .map(|it| {
                        let name = it.name.unwrap_or_else(|| "Something that you don't see".into());
                        view! { <li><bdi>{name}</bdi><span class="quiet">{it.why}</span></li> }
                    })
                    .collect_view()}
            </ul>
            {(more > 0).then(|| view! { <p class="quiet">{format!("And {more} more.")}</p> })}
        </div>
    }
}

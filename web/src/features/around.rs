//! Who else is in a conversation and what they do there, in a row of the list and above the thread.

use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::presence::{Doing, Person};

use crate::features::faces::faces;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Who types or replies there, in words, if anybody does.
pub fn doing(it: Workspace, at: ConversationId) -> Option<String> {
    let others = it.presence.others(at);
    let replies = |it: &&Person| it.doing == Doing::Replying && (it.typing || it.holds);
    let notes = |it: &&Person| it.doing == Doing::Noting && it.typing;
    let (names, what): (Vec<_>, _) = if others.iter().any(|it| replies(&it)) {
        (others.iter().filter(replies).collect(), "replying…")
    } else {
        (others.iter().filter(notes).collect(), "writing a note…")
    };
    Some(match names.as_slice() {
        [] => return None,
        [one] => format!("{} is {what}", it.store.name_of(one.agent)),
        [one, two] => format!(
            "{} and {} are {what}",
            it.store.name_of(one.agent),
            it.store.name_of(two.agent)
        ),
        more => format!("{} people are {what}", more.len()),
    })
}

/// The faces of who is there.
#[component]
pub fn Viewers(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let there =
        memo(move || it.presence.others(id).into_iter().map(|it| it.agent).collect::<Vec<_>>());
    move || {
        let all = there.get();
        if all.is_empty() {
            return None;
        }
        let names = all.iter().map(|id| it.store.name_of(*id)).collect::<Vec<_>>().join(", ");
        let words = format!("Here too: {names}");
        Some(view! {
            <span class="viewers" data-testid="viewers" title=words.clone()>
                <span class="visually-hidden">{words.clone()}</span>
                {faces(it, all)}
            </span>
        })
    }
}

//! Changes that crossed with somebody else's: told at once, with a way to make them all the same. Who wanted what is nobody's and
//! was not the first goes on to the next who waits.

use leptos::prelude::*;
use shared::change::{Changed, span};
use shared::conversation::{Action, Status};
use shared::ids::ConversationId;
use shared::problem::Problem;

use crate::actions::{Hands, Here};
use crate::features::activity;
use crate::watch::effect;
use crate::workspace::Workspace;

/// Tells of them for as long as its owner lives.
pub fn listen(it: Workspace, hands: Hands) {
    effect(move || {
        if it.sender.changed.with(Vec::is_empty) {
            return;
        }
        let all = it.sender.changed.try_update(std::mem::take).unwrap_or_default();
        untrack(|| {
            for (of, wanted, problem) in all {
                tell(&hands.here(), of, wanted, problem);
            }
        });
    });
}

fn tell(here: &Here, of: ConversationId, wanted: Action, problem: Problem) {
    let it = here.it;
    let name = it.store.peek(|it| it.conversation(of).map(|it| it.contact.name.clone()));
    let name = name.unwrap_or_else(|| "The conversation".to_owned());
    if wanted == Action::Claim {
        return lost(here, of, &format!("{name}: {}", problem.detail));
    }
    let Some(changed) = problem.changed else { return };
    let words = format!("Not done: {}", told(it, &changed));
    let version = changed.version;
    it.toasts().offer(format!("{words} ({name})"), "Do it anyway", move || {
        it.sender.change_anyway(of, wanted.clone(), version);
    });
}

/// Who changed what, and how long ago.
fn told(it: Workspace, changed: &Changed) -> String {
    let words = changed.changes.iter().map(|change| {
        format!("{} {} ago", activity::words(it, change), span(changed.now - change.at))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Somebody else was first.
fn lost(here: &Here, of: ConversationId, words: &str) {
    if here.open.as_ref().is_none_or(|open| open.id != of) {
        return here.it.toasts().note(words);
    }
    let next = next(here, of);
    if next.is_some() {
        here.open(next);
        here.it.toasts().note(format!("{words} This is the next one."));
    } else {
        here.it.toasts().note(format!("{words} Nobody else waits in this list."));
    }
}

/// Who of the list is nobody's and has waited longest.
fn next(here: &Here, but: ConversationId) -> Option<ConversationId> {
    here.it.store.peek(|state| {
        let all = state.list(&here.view)?.ids().filter_map(|id| state.conversation(id));
        let free =
            all.filter(|it| it.id != but && it.assignee.is_none() && it.status == Status::Open);
        let first = free.min_by_key(|it| (it.waiting_since.is_none(), it.waiting_since, it.id));
        first.map(|it| it.id)
    })
}

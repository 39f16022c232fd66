//! Tells of windows that are about to close, to who answers there, or has it in one of their Spaces while nobody does.

use shared::conversation::{Conversation, Fact};
use shared::event::{Entity, Event, Fact as AnyFact};
use shared::protocol::Batch;
use shared::state::State;

use crate::clock::{self, Style};
use crate::workspace::Workspace;

/// Tells what a batch brings; to be told before it is applied.
pub fn tell(it: Workspace, batch: &Batch) {
    let known = it.store.cursor().seq;
    for event in batch.events.iter().filter(|it| it.seq > known) {
        let Some(AnyFact::Conversation(Fact::ClosesSoon { until })) = event.fact else { continue };
        let Some(name) = it.store.peek(|state| mine(state, batch, event)) else { continue };
        let at = clock::write(until, Style::Hour);
        it.toasts().note(format!("{name} waits for an answer: the 24 hours end at {at}."));
    }
}

/// Whose conversation it is, if it is mine to answer.
fn mine(state: &State, batch: &Batch, event: &Event) -> Option<String> {
    let line = event.now.iter().find_map(|it| match it {
        Entity::Activity(line) => Some(line),
        _ => None,
    })?;
    // It may have come with the same batch.
    let now = batch.events.iter().rev().flat_map(|it| &it.now).find_map(|it| match it {
        Entity::Conversation(it) if it.id == line.conversation => Some(it),
        _ => None,
    });
    let of: &Conversation = now.or_else(|| state.conversation(line.conversation))?;
    let in_space = || state.spaces().values().any(|it| it.view.matches(of, state.me(), line.at));
    let mine = of.assignee.map_or_else(in_space, |who| who == state.me());
    mine.then(|| of.contact.name.clone())
}

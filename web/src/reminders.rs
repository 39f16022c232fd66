//! Tells of windows that are about to close, to who answers there, or has it in one of their Spaces while nobody does; and
//! of customers who have waited for longer than a rule allows, of what leads are asked to look at, of what one follows, and of
//! what goes from one to another.

use leptos::prelude::GetValue;
use shared::agent::Agent;
use shared::conversation::{Conversation, Fact};
use shared::event::{Actor, Entity, Event, Fact as AnyFact};
use shared::ids::ConversationId;
use shared::message;
use shared::permission::Permission;
use shared::protocol::Batch;
use shared::state::State;

use crate::clock::{self, Style};
use crate::workspace::Workspace;

/// Tells what a batch brings; to be told before it is applied.
pub fn tell(it: Workspace, batch: &Batch) {
    let known = it.store.cursor().seq;
    for event in batch.events.iter().filter(|it| it.seq > known) {
        let words = match event.fact {
            Some(AnyFact::Conversation(Fact::ClosesSoon { until })) => {
                let Some(name) = it.store.peek(|state| mine(state, batch, event)) else { continue };
                let at = clock::write(until, Style::Hour);
                format!("{name} waits for an answer: the 24 hours end at {at}.")
            }
            Some(AnyFact::Conversation(Fact::Unanswered { minutes, leads, .. })) => {
                let told = |state: &State| {
                    let of = concerned(state, batch, event)?;
                    let mine = of.assignee == Some(state.me());
                    (leads || mine).then(|| of.contact.name.clone())
                };
                let lead = it.store.may(Permission::Organise);
                let name = it.store.peek(told).filter(|_| !leads || lead);
                let Some(name) = name else { continue };
                format!("{name} has waited for an answer for {minutes} minutes.")
            }
            Some(AnyFact::Conversation(Fact::Escalated { ref reason })) => {
                let told = |state: &State| {
                    let name = concerned(state, batch, event)?.contact.name.clone();
                    (event.by != Actor::Agent(state.me())).then_some(name)
                };
                let lead = it.store.may(Permission::Organise);
                let Some(name) = it.store.peek(told).filter(|_| lead) else { continue };
                format!("You are asked to look at {name}: {reason}")
            }
            Some(AnyFact::Conversation(ref fact)) => {
                let Some(words) = it.store.peek(|state| whose(state, batch, event, fact)) else {
                    continue;
                };
                words
            }
            Some(AnyFact::Message(message::Fact::Received { .. })) => {
                let open = it.open.get_value();
                let Some(name) = it.store.peek(|state| followed(state, event, open)) else {
                    continue;
                };
                format!("{name} wrote. You follow this conversation.")
            }
            _ => continue,
        };
        it.toasts().note(words);
    }
}

/// What becomes of what I asked a colleague for, or of what was mine and a colleague took.
fn whose(state: &State, batch: &Batch, event: &Event, fact: &Fact) -> Option<String> {
    let (me, of) = (state.me(), concerned(state, batch, event)?);
    let customer = &of.contact.name;
    let name = |who| state.agents().get(&who).map_or("A colleague", |it: &Agent| it.name.as_str());
    match *fact {
        Fact::Kept { from } if from == me => match event.by {
            Actor::Agent(by) => Some(format!("{} keeps {customer} for now.", name(by))),
            Actor::Contact(_) | Actor::System => None,
        },
        Fact::Ceded { from, to, .. } if to == me => {
            Some(format!("{customer} is yours now, from {}.", name(from)))
        }
        Fact::Ceded { from, to, silent: true } if from == me => {
            Some(format!("{customer} went to {}, who had asked for it.", name(to)))
        }
        Fact::Assigned { from: Some(from), to: Some(to) }
            if from == me && to != me && event.by == Actor::Agent(to) =>
        {
            Some(format!("{} took {customer} from you.", name(to)))
        }
        _ => None,
    }
}

/// Who wrote, if I follow that and do not answer there or look at it; once, until somebody has looked.
fn followed(state: &State, event: &Event, open: Option<ConversationId>) -> Option<String> {
    let of = event.now.iter().find_map(|it| match it {
        Entity::Conversation(it) => Some(it),
        _ => None,
    })?;
    let me = state.me();
    let told = of.followers.contains(&me) && of.assignee != Some(me) && of.unread == 1;
    (told && open != Some(of.id)).then(|| of.contact.name.clone())
}

/// Whose conversation it is, if it is mine to answer.
fn mine(state: &State, batch: &Batch, event: &Event) -> Option<String> {
    let of = concerned(state, batch, event)?;
    let in_space = || {
        let mut spaces = state.spaces().values();
        spaces.any(|it| it.view.matches(of, state.me(), event.at))
    };
    let mine = of.assignee.map_or_else(in_space, |who| who == state.me());
    mine.then(|| of.contact.name.clone())
}

/// The conversation that an event is about.
fn concerned<'c>(state: &'c State, batch: &'c Batch, event: &'c Event) -> Option<&'c Conversation> {
    let line = event.now.iter().find_map(|it| match it {
        Entity::Activity(line) => Some(line),
        _ => None,
    })?;
    // It may have come with the same batch.
    let now = batch.events.iter().rev().flat_map(|it| &it.now).find_map(|it| match it {
        Entity::Conversation(it) if it.id == line.conversation => Some(it),
        _ => None,
    });
    now.or_else(|| state.conversation(line.conversation))
}

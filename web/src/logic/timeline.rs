//! What a thread shows, in order: days, messages, the line above what is unread, and what is being sent.

use std::ops::Range;

use shared::activity::Activity;
use shared::call::Call;
use shared::held::Held;
use shared::ids::MessageId;
use shared::message::{Author, Content, Message, Place};
use shared::note::Note;
use shared::time::{Millis, Timestamp};

use crate::logic::outbox::Outgoing;

/// Messages of one author this close together are one block.
const BLOCK: Millis = Millis::minutes(5);

/// One thing in a thread. Equal items need not be drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// A day begins at this moment.
    Day(Timestamp),
    /// From here on nobody of us had looked.
    Unread,
    /// A message.
    Message {
        /// Which.
        id: MessageId,
        /// In which version.
        version: u32,
        /// Whether it continues the block above.
        follows: bool,
    },
    /// A note of a colleague.
    Note {
        /// Where it stands.
        place: Place,
        /// In which version.
        version: u32,
    },
    /// What happened to the conversation.
    Activity {
        /// Where it stands.
        place: Place,
    },
    /// A call.
    Call {
        /// Where it stands.
        place: Place,
        /// In which version.
        version: u32,
    },
    /// Several things that happened one after the other: they follow when somebody wants to see them.
    Fold {
        /// Where the first stands.
        first: Place,
        /// How many.
        count: usize,
    },
    /// A message that waits.
    Held {
        /// Which.
        id: MessageId,
        /// In which version.
        version: u32,
    },
    /// A message that is being sent, or a note that is being added.
    Outgoing {
        /// The id it will have.
        id: MessageId,
        /// Whether the latest attempt got no answer.
        troubled: bool,
    },
}

/// How a message is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As somebody's words.
    Bubble,
    /// As a line in the middle: something happened.
    Line,
}

/// How this is shown.
pub const fn shape(content: &Content) -> Shape {
    match content {
        Content::System { .. }
        | Content::Welcome
        | Content::Reaction { .. }
        | Content::Revoke { .. }
        | Content::CallPermission { .. } => Shape::Line,
        Content::Template(_)
        | Content::Interactive(_)
        | Content::Text { .. }
        | Content::Image(_)
        | Content::Video(_)
        | Content::Audio(_)
        | Content::Document(_)
        | Content::Sticker(_)
        | Content::Location(_)
        | Content::Contacts { .. }
        | Content::Button { .. }
        | Content::ButtonReply { .. }
        | Content::ListReply { .. }
        | Content::FlowReply { .. }
        | Content::Order { .. }
        | Content::Edit { .. }
        | Content::Unsupported { .. } => Shape::Bubble,
    }
}

/// A thread in order, oldest first; `told` stands between the messages. `day` tells when the day of a moment begins and ends.
pub fn timeline<'a>(
    messages: impl Iterator<Item = &'a Message>,
    told: impl IntoIterator<Item = (Place, Item)>,
    outgoing: impl Iterator<Item = Outgoing<'a>>,
    unread: Option<MessageId>,
    day: impl Fn(Timestamp) -> Range<Timestamp>,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut today = Timestamp(0)..Timestamp(0);
    let mut above: Option<&Message> = None;
    let mut told = told.into_iter().peekable();
    for message in messages {
        while let Some((place, item)) = told.next_if(|it| it.0 < message.place()) {
            put(&mut items, &mut today, place.0, item, &day);
            above = None;
        }
        if !today.contains(&message.at) {
            today = day(message.at);
            items.push(Item::Day(today.start));
            above = None;
        }
        if unread == Some(message.id) {
            items.push(Item::Unread);
            above = None;
        }
        let follows = above.is_some_and(|above| continues(above, message));
        items.push(Item::Message { id: message.id, version: message.version, follows });
        above = Some(message);
    }
    for (place, item) in told {
        put(&mut items, &mut today, place.0, item, &day);
    }
    for message in outgoing {
        if !today.contains(&message.at) {
            today = day(message.at);
            items.push(Item::Day(today.start));
        }
        items.push(Item::Outgoing { id: message.id, troubled: message.troubled });
    }
    items
}

/// Adds what waits: what can still be taken back before what is being sent, and what leaves at a time at the very end.
pub fn with_held(mut items: Vec<Item>, held: &[&Held]) -> Vec<Item> {
    let item = |it: &&Held| Item::Held { id: it.id, version: it.version };
    let (scheduled, just): (Vec<&Held>, Vec<&Held>) = held.iter().partition(|it| it.scheduled());
    let sending = items.iter().position(|it| matches!(it, Item::Outgoing { .. }));
    let at = sending.unwrap_or(items.len());
    items.splice(at..at, just.iter().map(item));
    items.extend(scheduled.iter().map(item));
    items
}

/// What stands between the messages, in order: notes that discuss none of them, and what happened.
pub fn told<'a>(
    notes: impl Iterator<Item = &'a Note>,
    activities: impl Iterator<Item = &'a Activity>,
) -> Vec<(Place, Item)> {
    let note = |it: &Note| (it.place(), Item::Note { place: it.place(), version: it.version });
    let activity = |it: &Activity| (it.place(), Item::Activity { place: it.place() });
    let notes = notes.filter(|it| it.about.is_none());
    let mut all: Vec<_> = notes.map(note).chain(activities.map(activity)).collect();
    all.sort_by_key(|it| it.0);
    all
}

/// Adds calls to what stands between the messages.
pub fn with_calls<'a>(
    mut told: Vec<(Place, Item)>,
    calls: impl Iterator<Item = &'a Call>,
) -> Vec<(Place, Item)> {
    told.extend(
        calls.map(|it| (it.place(), Item::Call { place: it.place(), version: it.version })),
    );
    told.sort_by_key(|it| it.0);
    told
}

fn put(
    items: &mut Vec<Item>,
    today: &mut Range<Timestamp>,
    at: Timestamp,
    item: Item,
    day: &impl Fn(Timestamp) -> Range<Timestamp>,
) {
    if !today.contains(&at) {
        *today = day(at);
        items.push(Item::Day(today.start));
    }
    items.push(item);
}

/// The oldest of the customer's latest `unread` messages.
pub fn first_unread<'a>(
    messages: impl DoubleEndedIterator<Item = &'a Message>,
    unread: u32,
) -> Option<MessageId> {
    let wanted = usize::try_from(unread).unwrap_or(usize::MAX);
    let theirs = messages.rev().filter(|it| it.author == Author::Contact);
    theirs.take(wanted).last().map(|it| it.id)
}

fn continues(above: &Message, below: &Message) -> bool {
    above.author == below.author
        && shape(&above.content) == Shape::Bubble
        && shape(&below.content) == Shape::Bubble
        && below.at - above.at < BLOCK
}

mod fold;

pub use fold::fold;

#[cfg(test)]
mod tests;

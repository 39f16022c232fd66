//! What threads tell of what happened to their conversations. Who sees a conversation sees all of it.

pub mod rows;

use shared::activity::Activity;
use shared::conversation::{Conversation, Fact};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::ActivityId;
use shared::message::Place;
use shared::source::{Ad, Source};

use crate::error::Result;
use crate::store::{Recording, Tx};

/// Changes a conversation, and lets its thread tell so, unless it is only that somebody looks, shall look, or follows.
pub fn change<'tx, 'c>(
    tx: &'tx mut Tx<'c>,
    it: &mut Conversation,
    fact: Fact,
    edit: impl FnOnce(&mut Conversation),
) -> Result<Recording<'tx, 'c>> {
    let told = match &fact {
        Fact::Read | Fact::MarkedUnread | Fact::Followed { .. } => false,
        // Who stops following does so for themselves.
        Fact::LetGo { who } => !matches!(tx.actor(), Actor::Agent(by) if by == *who),
        _ => true,
    };
    let activity = told.then(|| of(tx, it, fact.clone()));
    let had = it.assignee;
    let edit = |it: &mut Conversation| {
        edit(it);
        it.settle_asked(had);
    };
    let recording = tx.happened(AnyFact::Conversation(fact)).change(it, edit)?;
    match activity {
        Some(activity) => recording.create_in(it.scope(), &activity),
        None => Ok(recording),
    }
}

/// What a thread tells of an advertisement, just above the message that came through it, and what the conversation keeps.
pub fn came_through(tx: &Tx<'_>, it: &Conversation, message: Place, ad: Ad) -> (Activity, Source) {
    let (at, first) = (message.0, message.1.0);
    // The id before the message's.
    let id = ActivityId(ulid::Ulid(first.0.saturating_sub(1)));
    let told = of(tx, it, Fact::CameThrough { ad: ad.clone() });
    (Activity { id, at, ..told }, Source { ad, at })
}

/// What a thread tells of a fact, to be saved with whatever explains it.
pub fn of(tx: &Tx<'_>, it: &Conversation, fact: Fact) -> Activity {
    let id = ActivityId(tx.ulid());
    let version = it.version + 1;
    Activity { id, conversation: it.id, by: tx.actor(), fact, at: tx.now(), version }
}

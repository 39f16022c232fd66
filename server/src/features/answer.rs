//! Who answers says what they had seen. If others of us have answered since, nothing is said or kept, and they are told
//! what was said; two who answer at once are put in a row by their conversation's lock.

pub mod rows;

use shared::answer::{Meanwhile, Said, Seen, TOLD_MAX};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::{AgentId, MessageId};
use shared::message::Author;
use shared::problem::{Code, Problem};

use super::{held, message, reply};
use crate::error::Result;
use crate::store::Tx;

/// Refuses an answer of somebody who has not seen the latest. The conversation is locked.
pub fn check(tx: &mut Tx<'_>, it: &Conversation, seen: Option<&Seen>) -> Result<()> {
    let Some(seen) = seen else { return Ok(()) };
    let mut unseen = rows::since(tx.conn(), it.id, seen.version)?;
    unseen.retain(|id| !seen.own.contains(id));
    let taken = taken_over(tx, it, seen)?;
    if unseen.is_empty() && taken.is_none() {
        return Ok(());
    }
    let unseen_is_why = !unseen.is_empty();
    let latest = unseen.split_off(unseen.len().saturating_sub(TOLD_MAX));
    let said: Result<Vec<Option<Said>>> = latest.into_iter().map(|id| told(tx, it, id)).collect();
    let said = said?.into_iter().flatten().collect();
    let words = if unseen_is_why {
        "Somebody of you has answered meanwhile. Read it, and send yours again if it still fits."
    } else {
        "A colleague has taken over this reply. Send yours again if you still want to."
    };
    let meanwhile = Some(Box::new(Meanwhile { version: it.version, said, taken }));
    Err(Problem { meanwhile, ..Problem::new(Code::Answered, words) }.into())
}

/// Who has taken the reply from somebody who wrote it under an older token.
fn taken_over(tx: &mut Tx<'_>, it: &Conversation, seen: &Seen) -> Result<Option<AgentId>> {
    let Some(given) = seen.fence else { return Ok(None) };
    let latest = reply::rows::find(tx.conn(), it.id)?;
    let actor = tx.actor();
    let newer = latest.filter(|(fence, by)| *fence > given && actor != Actor::Agent(*by));
    Ok(newer.map(|(_, by)| by))
}

/// What it says, whether it has left or its author may still take it back.
fn told(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<Option<Said>> {
    if let Some(found) = message::rows::find(tx.conn(), it.id, id)? {
        let preview = found.content.preview();
        return Ok(Some(Said { message: id, by: found.author, at: found.arrived, preview }));
    }
    let found = held::rows::find(tx.conn(), it.id, id)?;
    Ok(found.map(|held| {
        let (by, preview) = (Author::Agent(held.author), held.content.preview());
        Said { message: id, by, at: held.made, preview }
    }))
}

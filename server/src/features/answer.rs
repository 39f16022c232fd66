//! Who answers says what they had seen. If others of us have answered since, nothing is said or kept, and they are told
//! what was said; two who answer at once are put in a row by their conversation's lock.

pub mod rows;

use shared::answer::{Meanwhile, Said, Seen, TOLD_MAX};
use shared::conversation::Conversation;
use shared::ids::MessageId;
use shared::message::Author;
use shared::problem::{Code, Problem};

use super::{held, message};
use crate::error::Result;
use crate::store::Tx;

/// Refuses an answer of somebody who has not seen the latest. The conversation is locked.
pub fn check(tx: &mut Tx<'_>, it: &Conversation, seen: Option<&Seen>) -> Result<()> {
    let Some(seen) = seen else { return Ok(()) };
    let mut unseen = rows::since(tx.conn(), it.id, seen.version)?;
    unseen.retain(|id| !seen.own.contains(id));
    if unseen.is_empty() {
        return Ok(());
    }
    let latest = unseen.split_off(unseen.len().saturating_sub(TOLD_MAX));
    let said: Result<Vec<Option<Said>>> = latest.into_iter().map(|id| told(tx, it, id)).collect();
    let said = said?.into_iter().flatten().collect();
    let words =
        "Somebody of you has answered meanwhile. Read it, and send yours again if it still fits.";
    let meanwhile = Some(Box::new(Meanwhile { version: it.version, said }));
    Err(Problem { meanwhile, ..Problem::new(Code::Answered, words) }.into())
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

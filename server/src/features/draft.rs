//! Drafts: kept for their author between browsers. No client but theirs ever sees them, so they are no entities and not
//! in the log, which many people's typing would fill.

pub mod rows;

use shared::draft::{DRAFT_MAX, Draft};
use shared::ids::ConversationId;
use shared::problem::{Code, Problem};

use super::conversation;
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Tx;

/// Keeps what somebody is writing in a conversation that they see, instead of what was kept before.
pub fn keep(tx: &mut Tx<'_>, viewer: &Viewer, of: ConversationId, draft: &Draft) -> Result<()> {
    let (agent, now) = (viewer.agent, tx.now());
    if draft.is_empty() {
        return rows::forget(&mut tx.bookkeeping(), agent, of);
    }
    if conversation::rows::find(tx.conn(), viewer, of)?.is_none() {
        return Err(Problem::not_found("conversation").into());
    }
    if serde_json::to_string(draft).map_or(0, |it| it.len()) > DRAFT_MAX {
        let words = "This is longer than anything that can be sent; it stays in this browser only.";
        return Err(Problem::new(Code::TooLarge, words).into());
    }
    rows::keep(&mut tx.bookkeeping(), agent, of, draft, now)
}

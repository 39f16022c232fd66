//! Messages that are handed on to another customer. Files go as they are kept here: nobody uploads them again. Whether
//! the sender sees where a message comes from is policy's to say.

use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::store::Tx;

/// Says again in this conversation what stands in another.
pub(super) fn forward(
    tx: &mut Tx<'_>,
    it: Conversation,
    id: MessageId,
    of: ConversationId,
    message: MessageId,
) -> Result<()> {
    if rows::find(tx.conn(), it.id, id)?.is_some() {
        return Ok(());
    }
    let Some(source) = rows::find(tx.conn(), of, message)? else {
        return Err(Problem::not_found("message").into());
    };
    let content = source.content.forwarded().map_err(|words| Problem::invalid("message", words))?;
    super::send::send(tx, it, id, (content, None), None)
}

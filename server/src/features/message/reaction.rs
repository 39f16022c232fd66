//! Emojis of ours on messages. They go through the queue of their conversation like everything that is said.

use shared::conversation::Conversation;
use shared::ids::MessageId;
use shared::message::Content;
use shared::message::reaction::is_emoji;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::store::Tx;

/// Puts an emoji to a message, another one, or none any more.
pub(super) fn react(
    tx: &mut Tx<'_>,
    it: Conversation,
    id: MessageId,
    target: MessageId,
    emoji: Option<String>,
) -> Result<()> {
    let Some(about) = rows::find(tx.conn(), it.id, target)? else {
        return Err(Problem::not_found("message").into());
    };
    if let Some(words) = about.unreactable(tx.now()) {
        return Err(Problem::invalid("target", words).into());
    }
    if emoji.as_deref().is_some_and(|it| !is_emoji(it)) {
        return Err(Problem::invalid("emoji", "A reaction is one emoji.").into());
    }
    let wamid = rows::wamid(tx.conn(), target)?.filter(|wamid| !wamid.starts_with("sha256:"));
    let Some(wamid) = wamid else {
        let words = "WhatsApp has not taken this message yet. React to it in a moment.";
        return Err(Problem::invalid("target", words).into());
    };
    let content = Content::Reaction { target: wamid, emoji };
    super::send::send(tx, it, id, (content, Some(target)), None)
}

//! The file of a message: fetched after the message is shown, and shown once it is on our disk. Why it could not be had is
//! told as well.

use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{ConversationId, MessageId};
use shared::message::content::Media;
use shared::message::{Author, Bytes, Content, Fact, Message};
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::conversation;
use crate::jobs::Job;
use crate::store::{Conn, Tx};

/// What is said of a file for which WhatsApp gave no id.
const NEVER: &str = "WhatsApp could not hand this file over. Ask the customer to send it again.";

/// Content of a message that has just come: its file is on its way, unless there is nothing to ask for.
pub fn as_received(mut content: Content) -> Content {
    if let Some(media) = content.media_mut()
        && media.media_id.is_none()
    {
        media.bytes = Bytes::Missing { words: NEVER.into() };
    }
    content
}

/// Promises to fetch the file of a message, if one is on its way.
pub fn fetch(tx: &mut Tx<'_>, message: &Message) {
    if is_coming(message) {
        tx.promise(Job::FetchFile { message: message.id, conversation: message.conversation });
    }
}

/// The file of a message that is still to be fetched.
pub fn wanted(
    conn: &mut Conn,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<Media>> {
    let message = rows::find(conn, conversation, id)?.filter(is_coming);
    Ok(message.and_then(|it| it.content.media().cloned()))
}

fn is_coming(message: &Message) -> bool {
    message.content.media().is_some_and(|media| media.bytes == Bytes::Coming)
}

/// It is here, or it could not be had. Only the first word counts.
pub fn note(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    id: MessageId,
    bytes: Bytes,
) -> Result<()> {
    let Some(it) = conversation::rows::lock(tx.conn(), conversation)? else { return Ok(()) };
    match rows::find(tx.conn(), conversation, id)?.filter(is_coming) {
        Some(message) => set(tx, &it, message, bytes),
        None => Ok(()),
    }
}

/// Tries again to have a file that could not be had.
pub fn fetch_again(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<()> {
    let Some(message) = rows::find(tx.conn(), it.id, id)? else {
        return Err(Problem::not_found("message").into());
    };
    let missing =
        |media: &Media| media.media_id.is_some() && matches!(media.bytes, Bytes::Missing { .. });
    if message.author == Author::Contact && message.content.media().is_some_and(missing) {
        set(tx, it, message, Bytes::Coming)?;
        tx.promise(Job::FetchFile { message: id, conversation: it.id });
    }
    Ok(())
}

fn set(tx: &mut Tx<'_>, it: &Conversation, message: Message, bytes: Bytes) -> Result<()> {
    let id = message.id;
    // A change leaves the ids and the raw form as they are.
    let mut row = rows::Stored { message, number: it.number, wamid: None, raw: None, quoted: None };
    tx.happened(AnyFact::Message(Fact::FileMoved { message: id })).change_in(
        it.scope(),
        &mut row,
        |row| {
            if let Some(media) = row.message.content.media_mut() {
                media.bytes = bytes;
            }
        },
    )?;
    Ok(())
}

//! What messages answer. An answer may overtake what it answers: then it is joined to it as soon as that is known.

use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{MessageId, NumberId};
use shared::message::{Fact, Message, Quote};
use shared::number::Number;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::conversation;
use crate::store::Tx;

/// The quote of a message that WhatsApp names, and its name when we don't know it yet.
pub(super) fn named(
    tx: &mut Tx<'_>,
    number: &Number,
    wamid: Option<String>,
) -> Result<(Option<Quote>, Option<String>)> {
    let Some(wamid) = wamid else { return Ok((None, None)) };
    Ok(match rows::by_wamid(tx.conn(), number.id, &wamid)? {
        Some(known) => (Some(quote(&known)), None),
        None => (Some(Quote { message: None, preview: None, outgoing: None }), Some(wamid)),
    })
}

/// The quote of a message that an agent answers.
pub(super) fn chosen(tx: &mut Tx<'_>, it: &Conversation, quoted: MessageId) -> Result<Quote> {
    let quoted = rows::find(tx.conn(), it.id, quoted)?;
    quoted
        .map(|it| quote(&it))
        .ok_or_else(|| Problem::invalid("reply_to", "This message is not in this chat.").into())
}

/// Joins to a message whose name at WhatsApp has just become known what came before and answers it.
pub(super) fn join(tx: &mut Tx<'_>, number: NumberId, wamid: &str) -> Result<()> {
    let waiting = rows::waiting_for(tx.conn(), number, wamid)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let Some(known) = rows::by_wamid(tx.conn(), number, wamid)? else { return Ok(()) };
    for message in waiting {
        let Some(it) = conversation::rows::lock(tx.conn(), message.conversation)? else { continue };
        let id = message.id;
        // A change leaves the ids and the raw form as they are.
        let mut row = rows::Stored { message, number, wamid: None, raw: None, quoted: None };
        let fact = Fact::Joined { message: id };
        tx.happened(AnyFact::Message(fact)).change_in(it.scope(), &mut row, |row| {
            row.message.reply_to = Some(quote(&known));
        })?;
        rows::waits_no_more(&mut tx.bookkeeping(), id)?;
    }
    Ok(())
}

fn quote(it: &Message) -> Quote {
    Quote {
        message: Some(it.id),
        preview: Some(it.content.preview()),
        outgoing: Some(it.outgoing()),
    }
}

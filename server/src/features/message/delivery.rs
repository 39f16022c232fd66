//! How far messages of ours got. WhatsApp's word only ever moves a message forward.

pub mod rows;

use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{MessageId, NumberId};
use shared::message::details::Price;
use shared::message::{Delivery, Fact, Failure, Status};
use shared::time::Timestamp;

use super::{quote, rows as messages};
use crate::error::Result;
use crate::features::{contact, conversation};
use crate::store::Tx;

/// WhatsApp's error for marketing to who wants none (Cloud API, error codes).
const OPTED_OUT: i64 = 131_050;

/// What WhatsApp says of a message of ours.
#[derive(Clone, Debug)]
pub struct Word {
    /// How far it got.
    pub status: Status,
    /// Why it failed, when it did.
    pub failure: Option<Failure>,
    /// When, by WhatsApp's time.
    pub at: Timestamp,
    /// What it says of the price.
    pub price: Option<Price>,
}

impl Word {
    /// That, and no more.
    pub const fn of(status: Status, at: Timestamp) -> Self {
        Self { status, failure: None, at, price: None }
    }
}

/// Takes WhatsApp's word for a message that we know by the id that we gave it, or by WhatsApp's. Unknown ones wait.
pub fn hear(
    tx: &mut Tx<'_>,
    number: NumberId,
    ours: Option<MessageId>,
    wamid: Option<&str>,
    word: &Word,
) -> Result<()> {
    let known = match (ours, wamid) {
        (Some(ours), _) if rows::find(tx.conn(), ours)?.is_some() => Some(ours),
        (_, Some(wamid)) => messages::id_of(tx.conn(), number, wamid)?,
        (_, None) => None,
    };
    match (known, wamid) {
        (Some(message), wamid) => {
            if let Some(wamid) = wamid {
                remember(tx, number, message, wamid)?;
            }
            advance(tx, message, word)
        }
        (None, Some(wamid)) => {
            let now = tx.now();
            rows::keep_early(&mut tx.bookkeeping(), number, wamid, word, now)
        }
        (None, None) => Ok(()),
    }
}

/// WhatsApp's id of a message of ours, and what was said of it before we knew.
pub fn remember(tx: &mut Tx<'_>, number: NumberId, message: MessageId, wamid: &str) -> Result<()> {
    if messages::id_of(tx.conn(), number, wamid)?.is_some() {
        return Ok(());
    }
    messages::set_wamid(&mut tx.bookkeeping(), message, wamid)?;
    quote::join(tx, number, wamid)?;
    for word in rows::take_early(&mut tx.bookkeeping(), number, wamid)? {
        advance(tx, message, &word)?;
    }
    Ok(())
}

/// Moves a message forward, if this is news.
pub fn advance(tx: &mut Tx<'_>, message: MessageId, word: &Word) -> Result<()> {
    let Some((it, mut delivery)) = lock(tx, message)? else { return Ok(()) };
    if delivery.status.accepts(word.status) {
        set(tx, &it, &mut delivery, word)?;
    } else {
        // What comes late or twice moves nothing, but when it was is worth knowing.
        rows::steps::put_once(&mut tx.bookkeeping(), message, word)?;
    }
    if word.failure.as_ref().is_some_and(|it| it.code == Some(OPTED_OUT)) {
        contact::block::opted_out(tx, it.contact.id, word.at)?;
    }
    Ok(())
}

/// A message of ours, for changing how far it got: its conversation is held first, by everyone.
pub fn lock(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<(Conversation, Delivery)>> {
    let Some(known) = rows::find(tx.conn(), message)? else { return Ok(None) };
    let Some(it) = conversation::rows::lock(tx.conn(), known.conversation)? else {
        return Ok(None);
    };
    Ok(rows::find(tx.conn(), message)?.map(|delivery| (it, delivery)))
}

/// Moves a message to any state: for our own sending, which may also step back to try again.
pub fn set(tx: &mut Tx<'_>, it: &Conversation, delivery: &mut Delivery, word: &Word) -> Result<()> {
    let fact = Fact::Moved { message: delivery.message, status: word.status };
    tx.happened(AnyFact::Message(fact)).change_in(it.scope(), delivery, |delivery| {
        delivery.status = word.status;
        delivery.failure.clone_from(&word.failure);
        delivery.at = word.at;
    })?;
    rows::steps::put(&mut tx.bookkeeping(), delivery.message, word)
}

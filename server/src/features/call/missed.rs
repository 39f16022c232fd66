//! What a customer is told whose call nobody took, if the number has something to say.

use shared::call::Call;
use shared::conversation::Conversation;
use shared::time::{Millis, Timestamp};

use crate::error::Result;
use crate::features::{message, number};
use crate::store::Tx;

/// What WhatsApp tells us later than this, nobody needs to hear of any more.
const FRESH: Millis = Millis::hours(1);

/// Tells them, once until somebody of us has looked at what they missed: who calls five times in a row is told once.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    it: Conversation,
    call: &Call,
    before: Option<Timestamp>,
) -> Result<()> {
    let late = tx.now() - call.at > FRESH;
    if !call.missed() || before.is_some() || late || it.contact.about.blocked.is_some() {
        return Ok(());
    }
    match number::rows::get(tx.conn(), it.number)?.on_missed {
        Some(text) => message::send::automatic(tx, it, text),
        None => Ok(()),
    }
}

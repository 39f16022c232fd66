//! What WhatsApp delivered, turned into what our features do about it. What nobody can use is kept, never dropped,
//! and never costs its neighbours.

use sha2::{Digest, Sha256};
use shared::contact::Contact;
use shared::event::Actor;
use shared::message::Author;
use shared::number::Number;
use shared::time::{Millis, Timestamp};

use crate::error::Result;
use crate::features::message::delivery::{self, Word};
use crate::features::message::{self, Received};
use crate::features::{call, contact, conversation, number, template};
use crate::store::Tx;
use crate::store::webhooks::{self, Raw};
use crate::whatsapp::webhook::{self, Message, Update, What};
use crate::whatsapp::{CallUpdate, CallWord, Identity, StatusUpdate, referral};

/// Does everything that one delivery asks for.
pub fn take_in(tx: &mut Tx<'_>, raw: &Raw) -> Result<()> {
    let updates = match webhook::parse(&raw.body) {
        Ok(updates) => updates,
        Err(error) => {
            return webhooks::set_aside(&mut tx.bookkeeping(), raw.id, &error.to_string());
        }
    };
    for update in updates {
        take_update(tx, raw, update)?;
    }
    Ok(())
}

fn take_update(tx: &mut Tx<'_>, raw: &Raw, update: Update) -> Result<()> {
    match &update.what {
        What::Other { field, .. } => {
            tracing::debug!(webhook.id = raw.id, field, "nothing to do for this field yet");
            return Ok(());
        }
        // Who somebody is has nothing to do with the number that they write to, and it may not be named. If we don't
        // have that number yet, it happens again then, to those whose messages waited too.
        What::IdentityChanged(it) => {
            tx.acts(Actor::System);
            contact::rename(tx, &identity(&it.old), &identity(&it.new))?;
            if update.phone_number_id.is_none() {
                return Ok(());
            }
        }
        What::Template(it) => {
            tx.acts(Actor::System);
            return match &update.account {
                Some(account) => template::hear(tx, &clean(account), it.clone()),
                None => Ok(()),
            };
        }
        What::Preference(it) => {
            let at = it.at.unwrap_or(raw.received_at.0);
            return contact::block::said(tx, &identity(&it.who), it.given, at);
        }
        What::Message(_) | What::Echo(_) | What::Status(_) | What::Call(_) => {}
    }
    let Some(phone_number_id) = update.phone_number_id.map(|id| clean(&id)) else {
        return webhooks::set_aside(
            &mut tx.bookkeeping(),
            raw.id,
            "it does not say which number it is for",
        );
    };
    let Some(number) = number::rows::by_phone_number_id(tx.conn(), &phone_number_id)? else {
        tracing::warn!(webhook.id = raw.id, "a delivery waits for a number that we don't have");
        return webhooks::park(&mut tx.bookkeeping(), raw.id, &phone_number_id);
    };
    if let Some(account) = &update.account {
        tx.acts(Actor::System);
        number::learn_account(tx, &number, account)?;
    }
    let received = raw.received_at.0;
    if let What::Message(it) = &update.what
        && it.message.group.is_some()
    {
        // In the sender's own thread an answer would leave the group.
        return webhooks::set_aside(
            &mut tx.bookkeeping(),
            raw.id,
            "messages of groups can't be shown yet",
        );
    }
    match update.what {
        What::Message(it) => {
            let author = match it.message.content {
                shared::message::Content::System { .. } => Author::System,
                _ => Author::Contact,
            };
            let from =
                Identity { phone: it.own_phone.or_else(|| it.from.phone.clone()), ..it.from };
            let name = it.profile_name.as_deref();
            take_message(tx, &number, &from, name, author, it.opens_window, it.message, received)
        }
        What::Echo(it) => {
            take_message(tx, &number, &it.to, None, Author::Phone, false, it.message, received)
        }
        What::Status(it) => take_status(tx, &number, *it, received),
        What::Call(it) => take_call(tx, &number, &it, received),
        What::IdentityChanged(_) | What::Template(_) | What::Preference(_) | What::Other { .. } => {
            Ok(())
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one message, from two kinds of update")]
fn take_message(
    tx: &mut Tx<'_>,
    number: &Number,
    who: &Identity,
    name: Option<&str>,
    author: Author,
    opens_window: bool,
    message: Message,
    received: Timestamp,
) -> Result<()> {
    // Without an id, the same words of the same second are the same message.
    let wamid = message.wamid.as_deref().map_or_else(|| hash(&message.raw), clean);
    if message::rows::id_of(tx.conn(), number.id, &wamid)?.is_some() {
        return Ok(());
    }
    let at = refine(message.at, received);
    let contact = person(tx, who, name)?;
    tx.acts(match author {
        Author::Contact => Actor::Contact(contact.id),
        Author::Agent(_) | Author::Phone | Author::Automatic | Author::System => Actor::System,
    });
    let it = conversation::find_or_begin(tx, number, &contact, at)?;
    let reply_to = message.reply_to.as_deref().map(clean);
    let raw = Some(clean(&message.raw));
    let ad = message.referral.as_deref().and_then(referral::ad);
    message::receive(
        tx,
        number,
        it,
        Received { wamid, author, content: message.content, reply_to, at, opens_window, ad, raw },
    )
}

fn take_status(
    tx: &mut Tx<'_>,
    number: &Number,
    it: StatusUpdate,
    received: Timestamp,
) -> Result<()> {
    tx.acts(Actor::System);
    let Some(status) = it.status else { return Ok(()) };
    let ours = it.callback_data.as_deref().and_then(|data| data.parse().ok());
    let wamid = it.wamid.as_deref().map(clean);
    let (failure, price) = (it.failure, it.price);
    let word = Word { status, failure, at: it.at.unwrap_or(received), price };
    delivery::hear(tx, number.id, ours, wamid.as_deref(), &word)
}

fn take_call(tx: &mut Tx<'_>, number: &Number, it: &CallUpdate, received: Timestamp) -> Result<()> {
    let (wacid, at) = (clean(&it.wacid), it.at.unwrap_or(received));
    let known = !identity(&it.who).is_empty();
    let contact = known.then(|| person(tx, &it.who, it.profile_name.as_deref())).transpose()?;
    let word = match &it.what {
        CallWord::Offer(sdp) => {
            let Some(contact) = contact else { return Ok(()) };
            tx.acts(Actor::Contact(contact.id));
            return call::offered(tx, number, &contact, (&wacid, sdp.as_deref()), at);
        }
        CallWord::Answer(sdp) => call::Word::Connected(sdp.clone()),
        CallWord::Ringing => call::Word::Rings,
        CallWord::Accepted => call::Word::Accepted,
        CallWord::Rejected => call::Word::Rejected,
        CallWord::Terminated(why) => call::Word::Terminated(why.clone()),
    };
    tx.acts(contact.as_ref().map_or(Actor::System, |it| Actor::Contact(it.id)));
    let ours = it.callback_data.as_deref().and_then(|data| data.parse().ok());
    call::hear(tx, number, contact.as_ref(), call::Said { wacid, ours, at, word })
}

fn person(tx: &mut Tx<'_>, who: &Identity, name: Option<&str>) -> Result<Contact> {
    let name = name.map(clean).filter(|name| !name.trim().is_empty());
    contact::resolve(tx, &identity(who), name.as_deref())
}

fn identity(it: &Identity) -> Identity {
    let clean = |text: &Option<String>| text.as_deref().map(clean);
    Identity {
        bsuid: clean(&it.bsuid),
        parent: clean(&it.parent),
        phone: clean(&it.phone),
        username: clean(&it.username),
    }
}

/// WhatsApp tells whole seconds. Within its second a message stands where it reached us, so that a quick answer does
/// not jump above what it answers; one that came later stands at the second's end.
fn refine(said: Option<Timestamp>, received: Timestamp) -> Timestamp {
    said.map_or(received, |said| received.clamp(said, said + Millis(999)))
}

/// Without NUL, which PostgreSQL's texts can't hold.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn hash(text: &str) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(text)))
}

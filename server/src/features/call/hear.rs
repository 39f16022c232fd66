//! What WhatsApp says of calls: twice, late, and in any order.

use shared::call::{Call, Direction, End, Fact, Stage};
use shared::contact::Contact;
use shared::conversation::{Conversation, Status, WINDOW};
use shared::event::Fact as AnyFact;
use shared::ids::CallId;
use shared::number::Number;
use shared::time::{Millis, Timestamp};

use super::machine::Event;
use super::{happen, ring, rows};
use crate::error::Result;
use crate::features::conversation;
use crate::jobs::Job;
use crate::store::Tx;

/// An offer that is older than this does not ring any more: WhatsApp gives a business 30 to 60 s.
const LATE: Millis = Millis::seconds(60);

/// What WhatsApp says of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// WhatsApp's id of it.
    pub wacid: String,
    /// Ours, where WhatsApp repeats it.
    pub ours: Option<CallId>,
    /// When that was, by WhatsApp's time.
    pub at: Timestamp,
    /// What.
    pub word: Word,
}

/// What WhatsApp says of a call that it knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// How to send sound to the customer (SDP).
    Connected(String),
    /// It rings there.
    Rings,
    /// The customer answered.
    Accepted,
    /// The customer said no.
    Rejected,
    /// It is over; with a reason if it could not be.
    Terminated(Option<String>),
}

/// A customer calls. Once over, it stays so; too late, it was missed.
pub fn offered(
    tx: &mut Tx<'_>,
    number: &Number,
    contact: &Contact,
    (wacid, sdp): (&str, Option<&str>),
    at: Timestamp,
) -> Result<()> {
    if rows::by_wacid(tx.conn(), number.id, wacid)?.is_some() {
        return Ok(());
    }
    let it = conversation::find_or_begin(tx, number, contact, at)?;
    let now = tx.now();
    let blocked = contact.about.blocked.is_some();
    let stage = match sdp {
        Some(_) if now - at < LATE && it.call.is_none() && !blocked => {
            Stage::Ringing(ring::first(tx.conn(), &it, now)?)
        }
        Some(_) => Stage::Ended { at: now, how: End::Missed },
        None => {
            Stage::Ended { at: now, how: End::Failed { why: "WhatsApp sent no offer.".into() } }
        }
    };
    create(tx, number, it, (wacid, sdp), (at, stage))
}

/// Something about a call that is known, or that it is over before we heard that it began.
pub fn hear(tx: &mut Tx<'_>, number: &Number, contact: Option<&Contact>, it: Said) -> Result<()> {
    let known = match rows::by_wacid(tx.conn(), number.id, &it.wacid)? {
        Some(call) => Some(call),
        None => ours(tx, number, contact, &it)?,
    };
    let Some(call) = known else {
        return match (it.word, contact) {
            (Word::Terminated(_), Some(contact)) => {
                let conversation = conversation::find_or_begin(tx, number, contact, it.at)?;
                let stage = Stage::Ended { at: tx.now(), how: End::Missed };
                create(tx, number, conversation, (&it.wacid, None), (it.at, stage))
            }
            _ => Ok(()),
        };
    };
    let Some((conversation, call)) = super::both(tx, call.id)? else { return Ok(()) };
    let (event, fact) = match it.word {
        Word::Connected(sdp) => {
            let fresh = rows::line(tx.conn(), call.id)?.is_some_and(|line| line.sdp.is_none());
            if call.live() && fresh && call.direction == Direction::Outgoing {
                rows::answer(&mut tx.bookkeeping(), call.id, &sdp)?;
                let next = call.clone();
                super::save(tx, conversation, call, next, Fact::Connected)?;
            }
            return Ok(());
        }
        Word::Rings => (Event::RingsThere, Fact::RingsThere),
        Word::Accepted => (Event::Accepted, Fact::Answered),
        Word::Rejected => (Event::Rejected, Fact::Ended),
        Word::Terminated(why) => (Event::Terminated(why), Fact::Ended),
    };
    happen(tx, conversation, call, event, fact)?;
    Ok(())
}

/// A call of ours whose id at WhatsApp we have not heard yet: its answer to us was slower than its webhooks.
fn ours(
    tx: &mut Tx<'_>,
    number: &Number,
    contact: Option<&Contact>,
    it: &Said,
) -> Result<Option<Call>> {
    let here =
        contact.map(|contact| conversation::rows::of_contact(tx.conn(), number.id, contact.id));
    let here = here.transpose()?.flatten().and_then(|it| it.call).map(|call| call.id);
    let Some(id) = it.ours.or(here) else { return Ok(None) };
    let found = rows::find(tx.conn(), id)?.filter(|it| it.direction == Direction::Outgoing);
    let Some(call) = found else { return Ok(None) };
    let first = rows::name(&mut tx.bookkeeping(), id, &it.wacid)?;
    Ok(first.then_some(call))
}

fn create(
    tx: &mut Tx<'_>,
    number: &Number,
    mut it: Conversation,
    (wacid, sdp): (&str, Option<&str>),
    (at, stage): (Timestamp, Stage),
) -> Result<()> {
    let id = CallId(tx.ulid());
    let at = it.below(at);
    let call = Call::begin(id, it.id, Direction::Incoming, at, stage);
    let due = call.ring().map(|ring| ring::due(ring, tx.now()));
    let stored = rows::Stored {
        call: call.clone(),
        number: number.id,
        wacid: Some(wacid.to_owned()),
        run: None,
        sdp: sdp.map(str::to_owned),
    };
    conversation::delete::come_back(tx, &mut it)?;
    if it.status != Status::Open {
        let same = it.id;
        conversation::reopen(tx, it)?;
        let Some(again) = conversation::rows::lock(tx.conn(), same)? else { return Ok(()) };
        it = again;
    }
    let (live, now, before) = (call.live(), tx.now(), it.missed_call);
    let until = Timestamp::from_seconds(at.seconds()) + WINDOW;
    let fact = if live { Fact::Offered } else { Fact::Ended };
    tx.happened(AnyFact::Call(id, fact)).create_in(it.scope(), &stored)?.change(&mut it, |it| {
        it.active_at = it.active_at.max(at);
        // A call opens the window as a message does (Cloud API, user-initiated calls).
        it.window_until = Some(it.window_until.map_or(until, |known| known.max(until)));
        if live {
            it.call = Some(Box::new(call.clone()));
        } else {
            it.missed_call = Some(now);
        }
    })?;
    if let Some(due) = due {
        tx.promise(Job::SetUpCall { call: id });
        tx.promise_at(Job::RingOn { call: id, conversation: it.id }, due);
    }
    super::missed::tell(tx, it, &call, before)
}

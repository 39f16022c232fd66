//! Recordings of calls: whether there is one, who has listened, and when it goes. Making it is the sound's business.

pub mod rows;

use shared::call::{Call, Fact, HEARD_MAX, Heard, Recorded, Stage};
use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, CallId, NumberId};
use shared::message::File;
use shared::message::file::Hash;
use shared::problem::Problem;
use shared::time::{Millis, Timestamp};

use super::{both, save};
use crate::error::Result;
use crate::features::number;
use crate::jobs::Job;
use crate::store::{Conn, Tx};

/// Who has a recording ends it within this time, and says so; who does not is not there any more.
const PATIENCE: Millis = Millis::minutes(1);

/// What becomes of a call that is answered for the first time.
pub(super) fn of_answered(conn: &mut Conn, number: NumberId) -> Result<Option<Recorded>> {
    let recorded = number::rows::get(conn, number)?.recording.is_some();
    Ok(recorded.then_some(Recorded::Now))
}

/// A call is over: what was recorded of it is kept, also if who recorded it has crashed.
pub(super) fn over(tx: &mut Tx<'_>, call: &Call) {
    if call.recorded == Some(Recorded::Now) {
        let due = tx.now() + PATIENCE;
        tx.promise_at(Job::KeepRecording { call: call.id }, due);
    }
}

/// It could not be recorded.
pub fn failed(tx: &mut Tx<'_>, id: CallId) -> Result<()> {
    let Some((it, call)) = both(tx, id)? else { return Ok(()) };
    if call.recorded != Some(Recorded::Now) {
        return Ok(());
    }
    if call.live() {
        let next = Call { recorded: None, ..call.clone() };
        save(tx, it, call, next, Fact::Unrecorded)?;
        return Ok(());
    }
    change(tx, &it, call, None, Fact::Unrecorded)
}

/// What was recorded of a call is a file. Says whether somebody may have it; otherwise the file is not needed.
pub fn keep(tx: &mut Tx<'_>, id: CallId, file: &File, lasts: Millis) -> Result<bool> {
    let Some((it, call)) = both(tx, id)? else { return Ok(false) };
    let Stage::Ended { at, .. } = call.stage else { return Ok(false) };
    if call.recorded != Some(Recorded::Now) {
        return Ok(rows::hash(tx.conn(), id)? == Some(file.hash));
    }
    let setting = number::rows::get(tx.conn(), it.number)?.recording;
    let days = setting.and_then(|it| it.days);
    let until = days.map(|days| at + Millis::days(i64::from(days)));
    rows::insert(&mut tx.bookkeeping(), id, it.id, file.hash)?;
    change(tx, &it, call, Some(Recorded::Kept { lasts, until }), Fact::Kept)?;
    if let Some(until) = until {
        tx.promise_at(Job::ForgetRecording { call: id }, until);
    }
    Ok(true)
}

/// Deletes a recording when its time has come. Says how long it still has, for who came too early.
pub fn forget_when_due(tx: &mut Tx<'_>, id: CallId) -> Result<Option<Millis>> {
    let Some((it, call)) = both(tx, id)? else { return Ok(None) };
    let Some(Recorded::Kept { until: Some(until), .. }) = call.recorded else { return Ok(None) };
    let now = tx.now();
    if until > now {
        return Ok(Some(until - now));
    }
    let hash = rows::hash(tx.conn(), id)?;
    rows::delete(&mut tx.bookkeeping(), id)?;
    change(tx, &it, call, Some(Recorded::Deleted), Fact::Forgotten)?;
    if let Some(hash) = hash {
        tx.promise(Job::DropFile { hash });
    }
    Ok(None)
}

/// Somebody who may wants to listen, which is noted. The file, when the call was, and who has listened before.
pub fn hear(
    tx: &mut Tx<'_>,
    it: &Conversation,
    id: CallId,
    me: AgentId,
) -> Result<(Hash, Timestamp, Vec<Heard>)> {
    let call = super::of(tx, it, id)?;
    let Some(hash) = rows::hash(tx.conn(), id)? else {
        return Err(Problem::not_found("recording").into());
    };
    let heard = rows::heard(tx.conn(), id, HEARD_MAX)?;
    let (note, now) = (tx.ulid(), tx.now());
    rows::note(&mut tx.bookkeeping(), note, (id, it.id), Heard { agent: me, at: now })?;
    Ok((hash, call.at, heard))
}

/// Of a call that is over, its conversation tells nothing.
fn change(
    tx: &mut Tx<'_>,
    it: &Conversation,
    mut call: Call,
    recorded: Option<Recorded>,
    fact: Fact,
) -> Result<()> {
    let id = call.id;
    tx.happened(AnyFact::Call(id, fact))
        .change_in(it.scope(), &mut call, |call| call.recorded = recorded)?;
    Ok(())
}

//! Reminds of who waits for an answer before the window closes: once for each time that it closes, and only while we may
//! still write.

use shared::conversation::{Conversation, Fact, REMINDED, Status};
use shared::event::Fact as AnyFact;
use shared::ids::ConversationId;
use shared::reads::Floor;
use shared::time::{Millis, Timestamp};

use super::rows;
use crate::error::Result;
use crate::features::activity;
use crate::jobs::Job;
use crate::store::Tx;

/// So many of the latest lines of a thread may tell of a reminder already.
const LATEST: usize = 100;
/// The clocks of nodes are at most so far apart.
const CLOCKS: Millis = Millis::minutes(1);

/// Promises to remind, now that the window closes at another time than before. What was promised for a time to come
/// looks by itself for how long it takes then.
pub fn promise(tx: &mut Tx<'_>, it: &Conversation, before: Option<Timestamp>) {
    let Some(until) = it.window_until.filter(|until| *until > tx.now()) else { return };
    if before.is_none_or(|before| before - REMINDED <= tx.now() + CLOCKS) {
        tx.promise_at(Job::Remind { conversation: it.id }, until - REMINDED);
    }
}

/// Reminds when it is time, if nobody has answered. Says how long that still takes, for who came too early.
pub fn when_due(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Millis>> {
    let Some(it) = rows::lock(tx.conn(), id)? else { return Ok(None) };
    let (Some(until), now) = (it.window_until, tx.now()) else { return Ok(None) };
    if until - REMINDED > now {
        return Ok(Some(until - REMINDED - now));
    }
    let waits = it.waiting_since.is_some() && it.status == Status::Open && it.deleted.is_none();
    if !waits || now >= until || told(tx, id, until)? {
        return Ok(None);
    }
    let fact = Fact::ClosesSoon { until };
    let line = activity::of(tx, &it, fact.clone());
    tx.happened(AnyFact::Conversation(fact)).create_in(it.scope(), &line)?;
    Ok(None)
}

fn told(tx: &mut Tx<'_>, id: ConversationId, until: Timestamp) -> Result<bool> {
    let lines = activity::rows::page(tx.conn(), id, (Floor::End, None), LATEST)?;
    Ok(lines.iter().any(|it| it.fact == Fact::ClosesSoon { until }))
}

//! Conversations that are put off: they leave the open ones, and come back at their time or when the customer writes.
//! Each comes back once, whoever brings it back first.

use shared::conversation::{Conversation, Fact, SNOOZE_MAX, Snooze, Status};
use shared::ids::ConversationId;
use shared::problem::Problem;
use shared::time::Millis;

use super::rows;
use crate::error::Result;
use crate::features::activity;
use crate::jobs::Job;
use crate::store::Tx;

/// Puts it off; once more, the latest time counts.
pub(super) fn snooze(tx: &mut Tx<'_>, mut it: Conversation, until: Snooze) -> Result<()> {
    if let Snooze::Until(at) = until {
        check_time(at - tx.now())?;
    }
    if it.snoozed == Some(until) {
        return Ok(());
    }
    let id = it.id;
    activity::change(tx, &mut it, Fact::Snoozed { until }, |it| {
        it.status = Status::Snoozed;
        it.snoozed = Some(until);
    })?;
    if let Snooze::Until(at) = until {
        tx.promise_at(Job::Wake { conversation: id }, at);
    }
    Ok(())
}

fn check_time(ahead: Millis) -> Result<()> {
    let words = if ahead <= Millis(0) {
        "This time is over. Choose one that is still to come."
    } else if ahead > SNOOZE_MAX {
        "This is more than a year ahead. Choose an earlier time."
    } else {
        return Ok(());
    };
    Err(Problem::invalid("until", words).into())
}

/// Brings it back when its time has come. Says how long that still takes, for who came too early.
pub fn wake_when_due(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Millis>> {
    let Some(mut it) = rows::lock(tx.conn(), id)? else { return Ok(None) };
    let Some(Snooze::Until(at)) = it.snoozed else { return Ok(None) };
    let now = tx.now();
    if at > now {
        return Ok(Some(at - now));
    }
    activity::change(tx, &mut it, Fact::Woke, |it| {
        it.status = Status::Open;
        it.snoozed = None;
        // Whoever put it off wanted to see it now: above the others, and not as if it had been seen.
        it.active_at = it.active_at.max(now);
        it.unread = it.unread.max(1);
    })?;
    Ok(None)
}

/// The customer writes: what was put off is put off no longer.
pub fn wake(tx: &mut Tx<'_>, it: &mut Conversation) -> Result<()> {
    if it.status != Status::Snoozed {
        return Ok(());
    }
    activity::change(tx, it, Fact::Woke, |it| {
        it.status = Status::Open;
        it.snoozed = None;
    })?;
    Ok(())
}

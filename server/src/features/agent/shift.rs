//! When people work. Their hours are said by themselves or by who organises; a promised job does what follows when they begin or
//! end: once, whichever server does it, and also after none was there.

use shared::agent::{Agent, Fact};
use shared::allocation::Hours;
use shared::availability::{Availability, Why};
use shared::event::Fact as AnyFact;
use shared::ids::AgentId;
use shared::problem::Problem;
use shared::shift::{Shift, Turn};
use shared::time::Timestamp;

use super::rows;
use crate::error::Result;
use crate::features::allocation::{check, zone};
use crate::features::attendance;
use crate::jobs::Job;
use crate::store::Tx;

/// Somebody says when somebody works. Who goes on past the end goes on.
pub(super) fn set(tx: &mut Tx<'_>, id: AgentId, hours: Option<Hours>) -> Result<()> {
    let agent = rows::lock(tx.conn(), id)?.ok_or_else(|| Problem::not_found("colleague"))?;
    let hours = hours.map(check::working).transpose()?;
    let before = agent.shift.as_ref();
    if before.map(|it| &it.hours) == hours.as_ref() {
        return Ok(());
    }
    let (now, turn) = (tx.now(), before.map(|it| it.turn));
    let longer = turn.filter(|it| matches!(it, Turn::Longer { .. }));
    let next = hours.map(|hours| {
        let mut next = as_of(hours, now);
        if next.turn == Turn::Over {
            next.turn = longer.unwrap_or(next.turn);
        }
        next.since = before.filter(|it| it.turn == next.turn).map_or(now, |it| it.since);
        next
    });
    becomes(tx, agent, next, Fact::HoursSet)
}

/// Their hours begin or end, if it is the time.
pub fn turn(tx: &mut Tx<'_>, id: AgentId) -> Result<()> {
    let Some(agent) = rows::lock(tx.conn(), id)? else { return Ok(()) };
    let Some(shift) = &agent.shift else { return Ok(()) };
    let Some(until) = shift.until else { return Ok(()) };
    let now = tx.now();
    if until > now {
        // Other hours were said after this job was claimed.
        tx.promise_at(Job::Shift { agent: id }, until);
        return Ok(());
    }
    let next = as_of(shift.hours.clone(), now);
    let fact = if next.turn == Turn::On { Fact::ShiftBegan } else { Fact::ShiftEnded };
    becomes(tx, agent, Some(next), fact)
}

/// They take something by hand although their hours are over: what they have stays theirs until they end the next time.
pub fn takes(tx: &mut Tx<'_>, id: AgentId) -> Result<()> {
    let over = |it: &Agent| it.shift.as_ref().is_some_and(|it| it.turn == Turn::Over);
    if !rows::find(tx.conn(), id)?.is_some_and(|it| over(&it)) {
        return Ok(());
    }
    let Some(mut agent) = rows::lock(tx.conn(), id)?.filter(over) else { return Ok(()) };
    let fact = AnyFact::Agent(Fact::Stays);
    tx.happened(fact).change(&mut agent, |it| turns(it, Turn::Longer { takes: false }))?;
    Ok(())
}

/// Something else holds of hours that they have.
pub(super) const fn turns(agent: &mut Agent, turn: Turn) {
    if let Some(shift) = &mut agent.shift {
        shift.turn = turn;
    }
}

/// What holds of these hours.
fn as_of(hours: Hours, now: Timestamp) -> Shift {
    let turn = if zone::open(&hours, now) { Turn::On } else { Turn::Over };
    let until = zone::turns(&hours, now);
    Shift { hours, turn, since: now, until }
}

fn becomes(tx: &mut Tx<'_>, mut agent: Agent, next: Option<Shift>, fact: Fact) -> Result<()> {
    let (id, now) = (agent.id, tx.now());
    let rests = next.as_ref().is_some_and(Shift::rests);
    let to = match &agent.availability {
        Availability::Offline => Availability::Offline,
        // Whatever they chose for these hours is over with them.
        _ if rests && !agent.rests() => Availability::OVER,
        Availability::Away { why: Why::Shift | Why::AfterWork } if agent.rests() && !rests => {
            Availability::Offline.hearing(attendance::of(tx.conn(), id)?)
        }
        same => same.clone(),
    };
    if let Some(until) = next.as_ref().and_then(|it| it.until) {
        tx.promise_at(Job::Shift { agent: id }, until);
    }
    tx.happened(AnyFact::Agent(fact)).change(&mut agent, |agent| {
        agent.shift = next;
        if agent.availability != to {
            (agent.availability, agent.available_since) = (to, now);
        }
    })?;
    Ok(())
}

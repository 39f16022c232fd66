//! Whether people can be given work: what they choose, and what is heard of their tabs. What they chose is theirs to end, or
//! ends with their hours.

use shared::agent::{Agent, Fact};
use shared::availability::{Availability, Heard, WHY_MAX, Why};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::AgentId;
use shared::problem::Problem;

use shared::shift::Turn;

use super::{rows, shift};
use crate::error::Result;
use crate::features::session;
use crate::store::Tx;

/// Somebody says it, of themselves or of another.
pub(super) fn choose(tx: &mut Tx<'_>, id: AgentId, to: Availability) -> Result<()> {
    let agent = rows::lock(tx.conn(), id)?.filter(|agent| agent.active);
    let agent = agent.ok_or_else(|| Problem::not_found("colleague"))?;
    let own = tx.actor() == Actor::Agent(id);
    let words = match &to {
        Availability::Online if !own && agent.availability == Availability::Offline => {
            Some("They have no tab open. They are online as soon as they have.")
        }
        Availability::Offline => Some("Offline is who is logged out. Choose to be away."),
        Availability::Away { why: Why::Idle } => {
            Some("Idle is who touches nothing for a while. Choose another reason.")
        }
        Availability::Away { why: Why::Shift } => {
            Some("A shift is over when somebody's hours say so. Choose another reason.")
        }
        Availability::Away { why: Why::Other(words) } if !sound(words) => {
            Some("Give a reason in at most 40 characters.")
        }
        Availability::Online | Availability::Away { .. } => None,
    };
    if let Some(words) = words {
        return Err(Problem::invalid("to", words).into());
    }
    // Who says so after their hours works on until these end the next time.
    let longer = to == Availability::Online && agent.rests();
    set(tx, agent, trimmed(to), longer.then_some(Turn::Longer { takes: true }))
}

/// What is heard of their tabs. Whoever has no session is heard no more, whatever tabs there still are.
pub fn hear(tx: &mut Tx<'_>, id: AgentId, heard: Heard) -> Result<()> {
    let Some(agent) = rows::lock(tx.conn(), id)?.filter(|agent| agent.active) else {
        return Ok(());
    };
    let to = agent.hearing(heard);
    let comes = agent.availability == Availability::Offline && to != Availability::Offline;
    if comes && session::rows::live_of(tx.conn(), id)?.is_empty() {
        return Ok(());
    }
    set(tx, agent, to, None)
}

/// Their last session has ended, so also what they chose.
pub fn leave(tx: &mut Tx<'_>, id: AgentId) -> Result<()> {
    match rows::lock(tx.conn(), id)? {
        Some(agent) if session::rows::live_of(tx.conn(), id)?.is_empty() => {
            let longer = agent.shift.as_ref().is_some_and(|it| it.turn != Turn::On);
            set(tx, agent, Availability::Offline, longer.then_some(Turn::Over))
        }
        Some(_) | None => Ok(()),
    }
}

/// They are in a call from now on, or no more.
pub fn calls(tx: &mut Tx<'_>, id: AgentId, on: bool) -> Result<()> {
    let Some(mut agent) = rows::lock(tx.conn(), id)? else { return Ok(()) };
    if agent.in_call.is_some() != on {
        let since = on.then(|| tx.now());
        let fact = AnyFact::Agent(Fact::InCall { on });
        tx.happened(fact).change(&mut agent, |agent| agent.in_call = since)?;
    }
    Ok(())
}

fn set(tx: &mut Tx<'_>, mut agent: Agent, to: Availability, turn: Option<Turn>) -> Result<()> {
    let turn = turn.filter(|turn| agent.shift.as_ref().is_some_and(|it| it.turn != *turn));
    if agent.availability == to && turn.is_none() {
        return Ok(());
    }
    let (from, now) = (agent.availability.clone(), tx.now());
    let fact = Fact::AvailabilityChanged { from, to: to.clone() };
    tx.happened(AnyFact::Agent(fact)).change(&mut agent, |agent| {
        if agent.availability != to {
            (agent.availability, agent.available_since) = (to, now);
        }
        if let Some(turn) = turn {
            shift::turns(agent, turn);
        }
    })?;
    Ok(())
}

fn sound(words: &str) -> bool {
    let length = words.trim().chars().count();
    (1..=WHY_MAX).contains(&length) && !words.chars().any(char::is_control)
}

fn trimmed(to: Availability) -> Availability {
    match to {
        Availability::Away { why: Why::Other(words) } => {
            Availability::Away { why: Why::Other(words.trim().to_owned()) }
        }
        other => other,
    }
}

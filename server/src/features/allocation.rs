//! Automatic allocation: who is given what waits, by which rule. Deciding is in `decide`, doing it in `drain`; here rules
//! are set up, and what conversations go through is kept for them.

pub mod asks;
pub mod check;
pub mod decide;
pub mod drain;
mod episode;
pub mod ladder;
mod matter;
pub mod rows;
pub mod steps;
pub mod trial;
pub mod zone;

use shared::allocation::{Action, Allocation, Fact, RULES_MAX, Rule, Terms};
use shared::event::Fact as AnyFact;
use shared::ids::RuleId;
use shared::problem::Problem;
use shared::time::Millis;

use super::{agent, number, team};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;

pub use episode::{begins, gave_back, moved};
pub use matter::matters;

/// What counts for a fair share: what somebody was given in this time.
pub const LATELY: Millis = Millis::hours(1);
/// How long a transaction of before the first rule may still take.
const SETTLED: Millis = Millis::seconds(5);
/// How long it is known who was given something last.
pub const KEPT: Millis = Millis::days(2);

/// Does what a command asks.
pub fn handle(tx: &mut Tx<'_>, action: Action) -> Result<()> {
    let mut set = rows::lock(tx.conn())?;
    let mut next = set.clone();
    let fact = match action {
        Action::Add { id, terms } => {
            if set.active().count() >= RULES_MAX {
                let words =
                    format!("There are {RULES_MAX} rules already. Archive one of them first.");
                return Err(Problem::invalid("name", words).into());
            }
            if set.terms(id).is_some() {
                return Ok(());
            }
            let rule = Rule { id, terms: check::sound(*terms)?, archived: false };
            next.rules.insert(set.active().count(), rule);
            sensible(tx, &next, id)?;
            Fact::Ruled(id)
        }
        Action::Change { id, terms } => {
            *terms_of(&mut next, id)? = check::sound(*terms)?;
            sensible(tx, &next, id)?;
            Fact::Ruled(id)
        }
        Action::Move { id, to } => {
            let last = set.active().count().saturating_sub(1);
            let rule = take(&mut next, id)?;
            next.rules.insert(usize::try_from(to).unwrap_or(last).min(last), rule);
            Fact::Ruled(id)
        }
        Action::Archive { id } => {
            let rule = take(&mut next, id)?;
            next.rules.push(Rule { archived: true, ..rule });
            Fact::Ruled(id)
        }
        Action::Restore { id } => {
            let rule = take(&mut next, id)?;
            let place = next.active().count();
            next.rules.insert(place, Rule { archived: false, ..rule });
            sensible(tx, &next, id)?;
            Fact::Ruled(id)
        }
        Action::SetCapacity { capacity, in_call } => {
            next.capacity = check::capacity(capacity, "capacity")?;
            next.in_call = in_call.map(|it| check::capacity(it, "in_call")).transpose()?;
            Fact::CapacitySet
        }
        Action::SetNumbers { most } => {
            let known = number::rows::all(tx.conn())?;
            next.numbers = check::of_numbers(most, &known)?;
            Fact::NumbersSet
        }
        Action::SetWork { agent, work } => {
            if agent::rows::find(tx.conn(), agent)?.is_none() {
                return Err(Problem::not_found("colleague").into());
            }
            next.people.insert(agent, check::work(work)?);
            Fact::WorkSet(agent)
        }
    };
    if next != set {
        if next.on() && !set.on() {
            // What was begun before this commits has not seen that there are rules, and has promised nothing.
            let soon = tx.now() + SETTLED;
            tx.promise_at(Job::AllocateLater, soon);
        }
        tx.happened(AnyFact::Allocation(fact)).change(&mut set, |it| *it = next)?;
    }
    Ok(())
}

fn terms_of(set: &mut Allocation, id: RuleId) -> Result<&mut Terms> {
    if id == RuleId::FALLBACK {
        return Ok(&mut set.fallback);
    }
    let rule = set.rules.iter_mut().find(|it| it.id == id);
    Ok(&mut rule.ok_or_else(|| Problem::not_found("rule"))?.terms)
}

/// Takes a rule out of the others. The fallback stays where it is.
fn take(set: &mut Allocation, id: RuleId) -> Result<Rule> {
    if id == RuleId::FALLBACK {
        let words = "This one takes what no other rule takes: it is always there, and always last.";
        return Err(Problem::forbidden(words).into());
    }
    let place = set.rules.iter().position(|it| it.id == id);
    Ok(set.rules.remove(place.ok_or_else(|| Problem::not_found("rule"))?))
}

/// Refuses a rule by which somebody could wait for ever.
fn sensible(tx: &mut Tx<'_>, set: &Allocation, id: RuleId) -> Result<()> {
    let (agents, teams) = (agent::rows::all(tx.conn())?, team::rows::all(tx.conn())?);
    let wrongs = shared::allocation::check::check(set, agents.iter(), teams.iter());
    match wrongs.into_iter().find(|it| it.rule == id && it.grave) {
        Some(wrong) => Err(Problem::invalid(wrong.field, wrong.words).into()),
        None => Ok(()),
    }
}

/// Whether somebody is given conversations at all now.
pub fn takes_work(agent: &shared::agent::Agent) -> bool {
    agent.active && agent.availability.takes_work()
}

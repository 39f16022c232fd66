//! What follows a call: whoever talked last has a while in which nothing rings at theirs, to write down what came of it. They
//! end it, it ends by itself, or by their next call.

use shared::agent::{Agent, Fact as OfAgent};
use shared::call::{After, Call, Fact, WRAP_UP, WRAPS_MAX, WrapUp};
use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, CallId, NoteId, OutcomeId};
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use super::{both, rows, settings};
use crate::error::Result;
use crate::features::{agent, note};
use crate::jobs::Job;
use crate::store::Tx;

/// A call is over that was `before`. Says what follows it, unless whoever talked last is in another one by now.
pub(super) fn begin(tx: &mut Tx<'_>, before: &Call, over: &Call) -> Result<Option<After>> {
    let last = before.with().or_else(|| over.talked.last().copied());
    let Some(by) = over.answered.and(last) else { return Ok(None) };
    let lasts = settings::rows::find(tx.conn())?.wrap_up;
    if lasts == 0 {
        return Ok(None);
    }
    let Some(who) = agent::rows::lock(tx.conn(), by)? else { return Ok(None) };
    let elsewhere = who.in_call.is_some() && before.with() != Some(by);
    if elsewhere || who.wrap_up.is_some() || !who.active {
        return Ok(None);
    }
    let since = tx.now();
    let until = since + Millis::seconds(i64::from(lasts));
    let of = Some((over.conversation, over.id));
    set(tx, who, Some(WrapUp { of, since, until }))?;
    lasts_until(tx, over.id, by, until)?;
    Ok(Some(After { by, done: None, outcome: None, note: None }))
}

/// They say what came of it, and that they are ready. Who says so too late has still said what came of it.
pub(super) fn done(
    tx: &mut Tx<'_>,
    it: &Conversation,
    call: Call,
    me: AgentId,
    (outcome, note): (Option<OutcomeId>, Option<NoteId>),
) -> Result<()> {
    let Some(after) = call.after.filter(|after| after.by == me) else { return Err(not_mine()) };
    if let Some(id) = outcome.filter(|_| outcome != after.outcome) {
        let set = settings::rows::find(tx.conn())?;
        if !set.offered().any(|it| it.id == id) {
            let words = "This outcome is not offered any more. Choose another one.";
            return Err(Problem::invalid("outcome", words).into());
        }
    }
    let note = match note {
        Some(id) => {
            let found = note::rows::find(tx.conn(), id)?;
            found.filter(|note| note.conversation == it.id && note.author == me).map(|_| id)
        }
        None => None,
    };
    let due = rows::wrap_until(tx.conn(), call.id)?;
    let now = tx.now();
    let done = after.done.unwrap_or_else(|| due.map_or(now, |due| due.min(now)));
    let (outcome, note) = (outcome.or(after.outcome), note.or(after.note));
    end(tx, it, call, After { by: me, done: Some(done), outcome, note })
}

/// They need longer.
pub(super) fn more(tx: &mut Tx<'_>, call: &Call, me: AgentId) -> Result<()> {
    let who = agent::rows::lock(tx.conn(), me)?;
    let Some((who, now)) = who.and_then(|who| Some((who.clone(), of(&who, call.id)?))) else {
        return Err(not_mine());
    };
    let lasts = match settings::rows::find(tx.conn())?.wrap_up {
        0 => WRAP_UP,
        lasts => lasts,
    };
    let most = now.since + WRAPS_MAX;
    let until = (now.until + Millis::seconds(i64::from(lasts))).min(most);
    if until <= now.until {
        let words = "It can't be any longer. You can be away instead.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    set(tx, who, Some(WrapUp { until, ..now }))?;
    lasts_until(tx, call.id, me, until)
}

/// They are in another call from now on: what they had to do ends, and the call that it was about hears of it soon. Two
/// conversations are not held at once.
pub(super) fn leave(tx: &mut Tx<'_>, who: AgentId) -> Result<()> {
    let Some(agent) = agent::rows::lock(tx.conn(), who)? else { return Ok(()) };
    let Some((_, call)) = agent.wrap_up.and_then(|it| it.of) else { return Ok(()) };
    set(tx, agent, None)?;
    let now = tx.now();
    lasts_until(tx, call, who, now)
}

/// Ends it when its time has come. Says how long it still has, for who came too early.
pub fn end_when_due(tx: &mut Tx<'_>, id: CallId, who: AgentId) -> Result<Option<Millis>> {
    let Some((it, call)) = both(tx, id)? else {
        free(tx, id, who)?;
        return Ok(None);
    };
    let Some(after) = call.after.filter(|after| after.done.is_none()) else { return Ok(None) };
    let now = tx.now();
    let due = rows::wrap_until(tx.conn(), id)?.unwrap_or(now);
    if due > now {
        return Ok(Some(due - now));
    }
    end(tx, &it, call, After { done: Some(due), ..after })?;
    Ok(None)
}

fn end(tx: &mut Tx<'_>, it: &Conversation, mut call: Call, after: After) -> Result<()> {
    let id = call.id;
    if call.after != Some(after) {
        tx.happened(AnyFact::Call(id, Fact::WrappedUp)).change_in(
            it.scope(),
            &mut call,
            |call| call.after = Some(after),
        )?;
    }
    free(tx, id, after.by)
}

/// What they had to do after this call is done.
fn free(tx: &mut Tx<'_>, id: CallId, who: AgentId) -> Result<()> {
    match agent::rows::lock(tx.conn(), who)? {
        Some(who) if of(&who, id).is_some() => set(tx, who, None),
        Some(_) | None => Ok(()),
    }
}

/// What they have to do after this call.
fn of(who: &Agent, call: CallId) -> Option<WrapUp> {
    who.wrap_up.filter(|it| it.of.is_some_and(|(_, of)| of == call))
}

fn set(tx: &mut Tx<'_>, mut who: Agent, to: Option<WrapUp>) -> Result<()> {
    let fact = AnyFact::Agent(OfAgent::WrapsUp { on: to.is_some() });
    tx.happened(fact).change(&mut who, |who| who.wrap_up = to)?;
    Ok(())
}

fn lasts_until(tx: &mut Tx<'_>, call: CallId, agent: AgentId, until: Timestamp) -> Result<()> {
    rows::set_wrap_until(&mut tx.bookkeeping(), call, until)?;
    tx.promise_at(Job::WrapUp { call, agent }, until);
    Ok(())
}

fn not_mine() -> crate::error::Error {
    Problem::new(Code::Conflict, "You have nothing to do after this call any more.").into()
}

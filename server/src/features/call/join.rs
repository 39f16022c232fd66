//! A tab wants to talk: it answers what rings, goes on with what is its own, or calls.

use shared::call::{Call, Direction, Fact, Stage};
use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, CallId};
use shared::problem::{Code, Problem};

use super::machine::Event;
use super::{RINGS_THERE, company, happen, name, rows, save, take, wrap_up};
use crate::error::Result;
use crate::features::{agent, contact, conversation};
use crate::jobs::Job;
use crate::store::Tx;

/// What a tab that wants to talk has to do with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It rang, and is answered by it.
    Answers,
    /// It was talking already, elsewhere perhaps.
    Moves,
    /// It calls.
    Dials,
}

/// A tab of `me` wants to talk in a call, which has its sound at `run` if this begins it.
pub fn join(
    tx: &mut Tx<'_>,
    it: Conversation,
    id: CallId,
    me: AgentId,
    dial: Option<&str>,
) -> Result<Way> {
    not_in_another(tx, me, id)?;
    let Some(call) = rows::find(tx.conn(), id)? else {
        let Some(run) = dial else { return Err(Problem::not_found("call").into()) };
        begin(tx, it, id, me, run)?;
        return Ok(Way::Dials);
    };
    if call.conversation != it.id {
        return Err(Problem::not_found("call").into());
    }
    if call.has(me) {
        // Another tab of mine, or this one after it was loaded again.
        let next = call.clone();
        save(tx, it, call, next, Fact::Moved)?;
        return Ok(Way::Moves);
    }
    let (other, live) = (call.with(), call.live());
    let fact = company::answering(&call, me);
    if happen(tx, it, call, Event::Answer(me), fact)?.is_some() {
        return Ok(Way::Answers);
    }
    let words = match other {
        Some(who) => format!("{} has answered.", name(tx, who)?),
        None if live => "It does not ring at yours any more.".to_owned(),
        None => "This call is over.".to_owned(),
    };
    Err(Problem::new(Code::Taken, words).into())
}

/// One of us calls.
fn begin(tx: &mut Tx<'_>, mut it: Conversation, id: CallId, me: AgentId, run: &str) -> Result<()> {
    contact::guard::check(&it)?;
    if it.call.is_some() {
        let words = "There is a call with this customer already.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    it = take(tx, it, me)?;
    let at = it.below(tx.now());
    let call = Call::begin(id, it.id, Direction::Outgoing, at, Stage::Dialing { by: me });
    let run = Some(run.to_owned());
    let stored =
        rows::Stored { call: call.clone(), number: it.number, wacid: None, run, sdp: None };
    let scope = it.scope();
    tx.happened(AnyFact::Call(id, Fact::Dialed)).create_in(scope, &stored)?.change(
        &mut it,
        |it| {
            it.call = Some(Box::new(call));
            it.missed_call = None;
        },
    )?;
    agent::availability::calls(tx, me, true)?;
    wrap_up::leave(tx, me)?;
    let due = tx.now() + RINGS_THERE;
    tx.promise_at(Job::RingOn { call: id, conversation: it.id }, due);
    Ok(())
}

/// Refuses who is in another call.
pub(super) fn not_in_another(tx: &mut Tx<'_>, me: AgentId, but: CallId) -> Result<()> {
    let Some(other) = busy(tx, me, but)? else { return Ok(()) };
    let words = format!("You are in another call, with {other}. Hang up there first.");
    Err(Problem::new(Code::Conflict, words).into())
}

/// With whom somebody talks in another call.
fn busy(tx: &mut Tx<'_>, me: AgentId, but: CallId) -> Result<Option<String>> {
    let live = rows::live(tx.conn())?;
    let other = live.into_iter().find(|(call, _)| call.id != but && call.busy().contains(&me));
    let Some((call, _)) = other else { return Ok(None) };
    let found = conversation::rows::lock(tx.conn(), call.conversation)?;
    Ok(Some(found.map_or_else(|| "a customer".to_owned(), |it| it.contact.name)))
}

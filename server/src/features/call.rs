//! Calls: who may do what with one, and what that makes of it. The sound follows what is decided here; nothing here makes any.

mod company;
mod hear;
mod join;
pub mod listen;
mod machine;
mod missed;
pub mod recording;
mod ring;
pub mod rows;
pub mod settings;
pub mod wrap_up;

use shared::call::{Action, Call, DIGITS_MAX, Fact, Stage};
use shared::conversation::{Conversation, Fact as About};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, CallId};
use shared::problem::{Code, Problem};
use shared::time::Millis;

pub use hear::{Said, Word, hear, offered};
pub use join::{Way, join};
use machine::Event;

use super::{activity, agent, conversation};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;

/// How long it may ring at a customer's.
const RINGS_THERE: Millis = Millis::seconds(60);

/// Does what a command asks about a call.
pub fn handle(tx: &mut Tx<'_>, it: Conversation, action: Action) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can be in a call.").into());
    };
    let call = of(tx, &it, action.call())?;
    match action {
        Action::Decline { .. } => {
            happen(tx, it, call, Event::Decline(me), Fact::Declined)?;
        }
        Action::HangUp { .. } => {
            let fact = company::hung_up(&call, me, tx.now());
            if call.live() && happen(tx, it, call, Event::HangUp(me), fact)?.is_none() {
                return Err(not_in_it().into());
            }
        }
        Action::Hold { on, .. } => {
            if call.with() != Some(me) {
                return Err(not_in_it().into());
            }
            happen(tx, it, call, Event::Hold(me, on), Fact::Held { on })?;
        }
        Action::Hand { to, .. } => {
            let now = tx.now();
            let agents = ring::handed(tx.conn(), &it, (me, to))?;
            if agents.is_empty() {
                let words = "Nobody there can take it now: they are not online, in another call or busy after one, or don't see this conversation.";
                return Err(Problem::new(Code::Conflict, words).into());
            }
            let event = Event::Hand(me, ring::at(agents, now));
            if happen(tx, it, call, event, Fact::Handed { to })?.is_none() {
                return Err(not_in_it().into());
            }
        }
        Action::Ask { .. }
        | Action::Together { .. }
        | Action::Back { .. }
        | Action::Pass { .. } => company::handle(tx, it, call, (me, &action))?,
        Action::BeHeard { mode, .. } => listen::heard(tx, it, call, me, mode)?,
        Action::Leave { .. } => listen::leave(tx, it, call, me)?,
        Action::WrapUp { outcome, note, .. } => {
            wrap_up::done(tx, &it, call, me, (outcome, note))?;
        }
        Action::MoreTime { .. } => wrap_up::more(tx, &call, me)?,
        Action::Dial { digits, .. } => {
            let fine = digits.len() <= DIGITS_MAX
                && !digits.is_empty()
                && digits.bytes().all(|it| it.is_ascii_digit() || it == b'*' || it == b'#');
            if !fine {
                let words = format!("Dial up to {DIGITS_MAX} of 0 to 9, * and #.");
                return Err(Problem::invalid("digits", words).into());
            }
            if !matches!(call.stage, Stage::Talking { with, .. } if with == me) {
                return Err(not_in_it().into());
            }
            let next = call.clone();
            save(tx, it, call, next, Fact::Dialled { digits })?;
        }
    }
    Ok(())
}

/// Something happens to a call, by its id alone: jobs and the sound know no more.
pub fn told(tx: &mut Tx<'_>, id: CallId, what: Told) -> Result<()> {
    let Some((it, call)) = both(tx, id)? else { return Ok(()) };
    let event = match what {
        Told::Lost(who) => return company::lost(tx, it, call, who),
        Told::Failed(why) => Event::Fail(why),
        Told::Gone => Event::Terminated(None),
    };
    if happen(tx, it, call, event, Fact::Ended)?.is_some() {
        tx.promise(Job::EndCall { call: id });
    }
    Ok(())
}

/// What the sound tells of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing has come from the tab of whoever talks for a while.
    Lost(AgentId),
    /// Nothing has come from WhatsApp for a while, or the process that had the sound is gone.
    Gone,
    /// It can't be, and why.
    Failed(String),
}

/// Looks where a call rings next. Says when to look again.
pub fn ring_on(tx: &mut Tx<'_>, id: CallId) -> Result<Option<Millis>> {
    let Some((it, call)) = both(tx, id)? else { return Ok(None) };
    let now = tx.now();
    if let Some(due) = machine::due(&call) {
        return company::look(tx, it, call, due);
    }
    let Some(ring) = call.ring().cloned() else {
        let rings_there = matches!(call.stage, Stage::Dialing { .. } | Stage::RingsThere { .. });
        let left = call.at + RINGS_THERE - now;
        if rings_there && left.0 <= 0 {
            happen(tx, it, call, Event::Expire, Fact::Ended)?;
        } else if rings_there {
            return Ok(Some(left));
        }
        return Ok(None);
    };
    let due = ring::due(&ring, now);
    let everyone = ring.round == shared::call::Round::Everyone;
    if due > now && !everyone {
        return Ok(Some(due - now));
    }
    match ring::next(tx.conn(), &it, &call, now)? {
        None => {
            happen(tx, it, call, Event::Expire, Fact::Ended)?;
            Ok(None)
        }
        Some(next) => {
            let wait = ring::due(&next, now) - now;
            if next != ring {
                happen(tx, it, call, Event::Ring(next), Fact::Rings)?;
            }
            Ok(Some(wait.max(Millis(1))))
        }
    }
}

/// Calls whose sound was at a run that is not there any more are over.
pub fn end_lost(tx: &mut Tx<'_>, runs: &[String]) -> Result<()> {
    for (call, run) in rows::live(tx.conn())? {
        if run.is_some_and(|run| !runs.contains(&run)) {
            told(tx, call.id, Told::Gone)?;
        }
    }
    Ok(())
}

/// Lets an event happen, if it fits, and saves what it makes of the call.
fn happen(
    tx: &mut Tx<'_>,
    it: Conversation,
    call: Call,
    event: Event,
    fact: Fact,
) -> Result<Option<Call>> {
    let now = tx.now();
    let by_us = !matches!(event, Event::Terminated(_) | Event::Rejected);
    let answers = if let Event::Answer(who) = event { Some(who) } else { None };
    let Some(mut next) = machine::after(&call, event, now) else { return Ok(None) };
    if call.answered.is_none() && next.answered.is_some() {
        next.recorded = recording::of_answered(tx.conn(), it.number)?;
    }
    if !next.live() {
        next.after = wrap_up::begin(tx, &call, &next)?;
    }
    let it = match answers.filter(|who| next.with() == Some(*who)) {
        Some(who) => take(tx, it, who)?,
        None => it,
    };
    let (id, live) = (call.id, next.live());
    let ring = next.ring().map(|ring| ring::due(ring, now)).or_else(|| machine::due(&next));
    let conversation = it.id;
    let next = save(tx, it, call, next, fact)?;
    if let Some(due) = ring {
        tx.promise_at(Job::RingOn { call: id, conversation }, due);
    }
    if !live {
        recording::over(tx, &next);
    }
    if !live && by_us {
        tx.promise(Job::EndCall { call: id });
    }
    Ok(Some(next))
}

fn save(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    mut call: Call,
    next: Call,
    fact: Fact,
) -> Result<Call> {
    let scope = it.scope();
    let shown = Call { version: call.version + 1, ..next.clone() };
    let (missed, talks, now) = (shown.missed(), shown.with().is_some(), tx.now());
    let before = it.missed_call;
    let moves = company::moves(&call, &shown);
    tx.happened(AnyFact::Call(call.id, fact))
        .change_in(scope, &mut call, |call| *call = next)?
        .change(&mut it, |it| {
            it.missed_call = if missed { Some(now) } else { it.missed_call.filter(|_| !talks) };
            it.call = shown.live().then(|| Box::new(shown));
        })?;
    for (who, on) in moves {
        agent::availability::calls(tx, who, on)?;
        if on {
            wrap_up::leave(tx, who)?;
        }
    }
    missed::tell(tx, it, &call, before)?;
    Ok(call)
}

/// Whoever talks to a customer whom nobody answers, answers them from then on.
fn take(tx: &mut Tx<'_>, mut it: Conversation, who: AgentId) -> Result<Conversation> {
    if it.assignee.is_none() {
        let fact = About::Assigned { from: None, to: Some(who) };
        activity::change(tx, &mut it, fact, |it| {
            (it.assignee, it.escalated) = (Some(who), None);
        })?;
    }
    Ok(it)
}

/// A call of this conversation.
fn of(tx: &mut Tx<'_>, it: &Conversation, id: CallId) -> Result<Call> {
    let found = rows::find(tx.conn(), id)?.filter(|call| call.conversation == it.id);
    found.ok_or_else(|| Problem::not_found("call").into())
}

/// A call and its conversation, whose row is held from here on.
fn both(tx: &mut Tx<'_>, id: CallId) -> Result<Option<(Conversation, Call)>> {
    let Some(known) = rows::find(tx.conn(), id)? else { return Ok(None) };
    let Some(it) = conversation::rows::lock(tx.conn(), known.conversation)? else {
        return Ok(None);
    };
    Ok(rows::find(tx.conn(), id)?.map(|call| (it, call)))
}

fn name(tx: &mut Tx<'_>, who: AgentId) -> Result<String> {
    let found = agent::rows::find(tx.conn(), who)?;
    Ok(found.map_or_else(|| "A colleague".to_owned(), |it| it.name))
}

fn not_in_it() -> Problem {
    Problem::new(Code::Conflict, "You are not in this call any more.")
}

//! A colleague is asked in a call, talks with whoever has it and with the customer, and may take it over.

use shared::call::{Action, COMPANY_MAX, Call, Fact, Seat, Stage};
use shared::conversation::Conversation;
use shared::ids::AgentId;
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use super::machine::{self, Event};
use super::{happen, name, not_in_it, ring};
use crate::error::Result;
use crate::store::Tx;

/// Does what somebody asks about colleagues in a call.
pub(super) fn handle(
    tx: &mut Tx<'_>,
    it: Conversation,
    call: Call,
    (me, action): (AgentId, &Action),
) -> Result<()> {
    let (event, fact) = match *action {
        Action::Ask { who, .. } => {
            check(tx, &it, &call, (me, who))?;
            (Event::Ask(me, who), Fact::Asked { who })
        }
        Action::Together { .. } => (Event::Together(me), Fact::Together),
        Action::Back { .. } => (Event::Back(me), Fact::Back),
        Action::Pass { to, .. } => (Event::Pass(me, to), Fact::Passed { to }),
        Action::Decline { .. }
        | Action::HangUp { .. }
        | Action::Hold { .. }
        | Action::Hand { .. }
        | Action::BeHeard { .. }
        | Action::Leave { .. }
        | Action::WrapUp { .. }
        | Action::MoreTime { .. }
        | Action::Dial { .. } => return Ok(()),
    };
    let has_it = call.with() == Some(me);
    if happen(tx, it, call, event, fact)?.is_none() {
        let words = "Your colleague is not there any more.";
        let gone = Problem::new(Code::Conflict, words);
        return Err(if has_it { gone } else { not_in_it() }.into());
    }
    Ok(())
}

/// Refuses whom one can't ask now, and says why.
fn check(
    tx: &mut Tx<'_>,
    it: &Conversation,
    call: &Call,
    (me, who): (AgentId, AgentId),
) -> Result<()> {
    let has_it = matches!(call.stage, Stage::Talking { with, .. } if with == me);
    if !has_it {
        return Err(not_in_it().into());
    }
    let them = name(tx, who)?;
    let rings = call.company().find(|it| matches!(it.now, Seat::Rings { .. })).map(|it| it.agent);
    let why = if who == me {
        Some("You are in this call yourself.".to_owned())
    } else if call.company().any(|it| it.agent == who && Some(it.agent) != rings) {
        Some(format!("{them} is in this call already."))
    } else if let Some(asked) = rings {
        Some(format!("{} is being asked. One at a time can be.", name(tx, asked)?))
    } else if call.company().count() + 1 >= COMPANY_MAX {
        let most = COMPANY_MAX + 1;
        Some(format!("{most} are in this call with the customer; more is not possible."))
    } else {
        ring::askable(tx.conn(), it, who)?.map(|why| format!("{them} {why}"))
    };
    match why {
        Some(words) => Err(Problem::new(Code::Conflict, words).into()),
        None => Ok(()),
    }
}

/// Looks whose time is over: to answer when asked, or to come back. Says when to look again.
pub(super) fn look(
    tx: &mut Tx<'_>,
    it: Conversation,
    call: Call,
    due: Timestamp,
) -> Result<Option<Millis>> {
    let now = tx.now();
    if due > now {
        return Ok(Some(due - now));
    }
    let Some(next) = machine::after(&call, Event::Due, now) else { return Ok(None) };
    let fact = went_on(&call, &next);
    happen(tx, it, call, Event::Due, fact)?;
    Ok(None)
}

/// The tab of somebody who is there is gone.
pub(super) fn lost(tx: &mut Tx<'_>, it: Conversation, call: Call, who: AgentId) -> Result<()> {
    let now = tx.now();
    let event =
        if call.with() == Some(who) { Event::Lose(ring::lost(who, now)) } else { Event::Miss(who) };
    happen(tx, it, call, event, Fact::Lost)?;
    Ok(())
}

/// What it means for a call that somebody hangs up: with colleagues in it, it goes on.
pub(super) fn hung_up(call: &Call, me: AgentId, now: Timestamp) -> Fact {
    match machine::after(call, Event::HangUp(me), now).filter(Call::live) {
        Some(next) => went_on(call, &next),
        None => Fact::Ended,
    }
}

/// What it means for a call that it goes on without somebody.
fn went_on(call: &Call, next: &Call) -> Fact {
    match next.with() {
        same if same == call.with() => Fact::Parted,
        Some(to) => Fact::Passed { to },
        None => Fact::Lost,
    }
}

/// What it means for a call that somebody answers.
pub(super) fn answering(call: &Call, me: AgentId) -> Fact {
    match call.seat(me) {
        Some(_) => Fact::Advises,
        None => Fact::Answered,
    }
}

/// Who came into a call, or left it, from one picture of it to the next.
pub(super) fn moves(before: &Call, after: &Call) -> Vec<(AgentId, bool)> {
    let (had, has) = (before.busy(), after.busy());
    let left = had.iter().filter(|who| !has.contains(who)).map(|who| (*who, false));
    left.chain(has.iter().filter(|who| !had.contains(who)).map(|who| (*who, true))).collect()
}

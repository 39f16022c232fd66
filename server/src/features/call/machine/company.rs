//! What becomes of a call in which colleagues are asked, and talk together. Whoever has it may let the customer hear music
//! meanwhile; nobody of us is ever heard by the customer who did not answer.

use shared::call::{Asked, COMPANY_MAX, Call, GRACE, Parting, RINGS_ASKED, Ring, Round, Seat};
use shared::call::{Stage, Wait};
use shared::ids::AgentId;
use shared::time::Timestamp;

use super::Event;

/// The call by it, if colleagues have to do with it and anything changes.
pub(super) fn step(call: &Call, event: &Event, now: Timestamp) -> Option<Call> {
    let Stage::Talking { with, held, away, .. } = call.stage else { return None };
    let mut it = call.clone();
    match *event {
        Event::Ask(me, who) if me == with && away.is_none() && may_ask(call, who) => {
            it.asked.retain(|it| it.agent != who);
            it.asked.push(Asked { agent: who, now: Seat::Rings { until: now + RINGS_ASKED } });
            hold(&mut it, held.or(Some(now)));
        }
        Event::Answer(who) if who == with && away.is_some() => be_away(&mut it, None),
        Event::Answer(who) => match call.seat(who)? {
            Seat::Rings { .. } | Seat::Gone { .. } => seat(&mut it, who, Seat::Here { since: now }),
            Seat::Here { .. } | Seat::Over(_) => return None,
        },
        Event::Decline(who) | Event::HangUp(who)
            if matches!(call.seat(who), Some(Seat::Rings { .. })) =>
        {
            seat(&mut it, who, Seat::Over(Parting::Declined));
        }
        Event::Together(me) if me == with && call.consults() => hold(&mut it, None),
        Event::Back(me) if me == with => {
            let last = *call.company().last()?;
            let rings = matches!(last.now, Seat::Rings { .. });
            if held.is_none() && !rings {
                return None;
            }
            let why = if rings { Parting::Cancelled } else { Parting::Left };
            seat(&mut it, last.agent, Seat::Over(why));
            hold(&mut it, None);
        }
        Event::Pass(me, to) if me == with && to != me && call.helpers().any(|it| it == to) => {
            pass(&mut it, to, now);
        }
        Event::HangUp(who) if who == with => pass(&mut it, call.helpers().next()?, now),
        Event::HangUp(who) if call.seat(who).is_some() => {
            seat(&mut it, who, Seat::Over(Parting::Left));
        }
        Event::Lose(_) if away.is_none() && call.company().next().is_some() => {
            be_away(&mut it, Some(now + GRACE));
        }
        Event::Miss(who) if call.helpers().any(|it| it == who) => {
            seat(&mut it, who, Seat::Gone { until: now + GRACE });
        }
        Event::Due => expire(&mut it, now),
        _ => return None,
    }
    settle(&mut it, now);
    (it != *call).then_some(it)
}

/// When to look again at those who ring or are gone.
pub(in crate::features::call) fn due(call: &Call) -> Option<Timestamp> {
    let Stage::Talking { away, .. } = call.stage else { return None };
    call.company().filter_map(Asked::until).chain(away).min()
}

/// Nobody is in it any more who was asked, or may still come.
pub(super) fn dissolve(call: &mut Call) {
    for it in &mut call.asked {
        it.now = match it.now {
            Seat::Rings { .. } => Seat::Over(Parting::Cancelled),
            Seat::Gone { .. } => Seat::Over(Parting::Lost),
            Seat::Here { .. } => Seat::Over(Parting::Left),
            over @ Seat::Over(_) => over,
        };
    }
}

/// One at a time is asked, who is not in it already, as long as there is room.
fn may_ask(call: &Call, who: AgentId) -> bool {
    call.with() != Some(who)
        && call.seat(who).is_none()
        && call.company().count() + 1 < COMPANY_MAX
        && !call.company().any(|it| matches!(it.now, Seat::Rings { .. }))
}

fn seat(call: &mut Call, who: AgentId, now: Seat) {
    if let Some(it) = call.asked.iter_mut().find(|it| it.agent == who) {
        it.now = now;
    }
}

fn hold(call: &mut Call, since: Option<Timestamp>) {
    if let Stage::Talking { held, .. } = &mut call.stage {
        *held = since;
    }
}

fn be_away(call: &mut Call, until: Option<Timestamp>) {
    if let Stage::Talking { away, .. } = &mut call.stage {
        *away = until;
    }
}

/// Somebody who is there has it from now on, and the customer hears them.
fn pass(call: &mut Call, to: AgentId, now: Timestamp) {
    seat(call, to, Seat::Over(Parting::TookOver));
    call.stage = Stage::Talking { with: to, since: now, held: None, away: None };
}

/// Whose time is over comes no more; if it is who had the call, somebody who is there has it.
fn expire(call: &mut Call, now: Timestamp) {
    for it in &mut call.asked {
        it.now = match it.now {
            Seat::Rings { until } if until <= now => Seat::Over(Parting::Unanswered),
            Seat::Gone { until } if until <= now => Seat::Over(Parting::Lost),
            same => same,
        };
    }
    if let Stage::Talking { with, away: Some(until), .. } = call.stage
        && until <= now
    {
        let next = call.helpers().next();
        match next {
            Some(to) => pass(call, to, now),
            None => wait(call, with, until, now),
        }
    }
}

/// Who has it is gone, and nobody else is there: the customer waits.
fn settle(call: &mut Call, now: Timestamp) {
    if let Stage::Talking { with, away: Some(until), .. } = call.stage
        && call.company().next().is_none()
    {
        wait(call, with, until, now);
    }
}

fn wait(call: &mut Call, from: AgentId, until: Timestamp, now: Timestamp) {
    let ring = Ring { agents: vec![from], declined: vec![], round: Round::One, until };
    call.stage = Stage::Waiting { from, why: Wait::Lost, ring, since: now };
}

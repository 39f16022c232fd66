//! What becomes of a call when something happens to it. Webhooks come twice, late and in any order, and people press buttons
//! of pictures that are a moment old: whatever does not fit changes nothing.

mod company;

use shared::call::{Call, Direction, End, Ring, Stage, Wait};
use shared::ids::AgentId;
use shared::time::Timestamp;

pub(super) use company::due;

/// Something that happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// WhatsApp: it rings at the customer's.
    RingsThere,
    /// WhatsApp: the customer answered.
    Accepted,
    /// WhatsApp: the customer said no.
    Rejected,
    /// WhatsApp: it is over; with a reason if it could not be.
    Terminated(Option<String>),
    /// One of us answers, or goes on with it.
    Answer(AgentId),
    /// One of us wants to hear no more of it.
    Decline(AgentId),
    /// One of us ends it.
    HangUp(AgentId),
    /// Music for the customer, or no more.
    Hold(AgentId, bool),
    /// Somebody else shall go on with it.
    Hand(AgentId, Ring),
    /// Whoever has it asks a colleague.
    Ask(AgentId, AgentId),
    /// Whoever has it lets the customer hear all who are there.
    Together(AgentId),
    /// Whoever has it goes back to the customer, without whom they asked last.
    Back(AgentId),
    /// Whoever has it leaves it to a colleague who is there.
    Pass(AgentId, AgentId),
    /// The tab of whoever has it is gone.
    Lose(Ring),
    /// The tab of a colleague who was there is gone.
    Miss(AgentId),
    /// Somebody's time may be over: to answer when asked, or to come back.
    Due,
    /// It rings elsewhere.
    Ring(Ring),
    /// Nobody came, for as long as it may ring.
    Expire,
    /// It can't be.
    Fail(String),
}

/// The call by it; nothing if nothing changes.
pub(super) fn after(call: &Call, event: Event, now: Timestamp) -> Option<Call> {
    let next = match company::step(call, &event, now) {
        Some(next) => next,
        None => Call { stage: step(call, event, now)?, ..call.clone() },
    };
    Some(noted(call, next, now))
}

/// How far it gets by it, where no colleague has to do with it; nothing if nothing changes.
fn step(call: &Call, event: Event, now: Timestamp) -> Option<Stage> {
    let end = |how| Some(Stage::Ended { at: now, how });
    let talking = |with| Stage::Talking { with, since: now, held: None, away: None };
    let answered = call.answered.is_some();
    match (&call.stage, event) {
        (Stage::Ended { .. }, _) => None,

        (Stage::Dialing { by }, Event::RingsThere) => Some(Stage::RingsThere { by: *by }),
        (Stage::Dialing { by } | Stage::RingsThere { by }, Event::Accepted) => Some(talking(*by)),
        (Stage::Dialing { .. } | Stage::RingsThere { .. }, Event::Rejected) => end(End::Declined),
        (Stage::Dialing { by } | Stage::RingsThere { by }, Event::HangUp(who)) if *by == who => {
            end(End::Cancelled)
        }
        (Stage::Dialing { .. } | Stage::RingsThere { .. }, Event::Lose(_)) => end(End::Cancelled),

        (_, Event::Terminated(Some(why))) if !answered => end(End::Failed { why }),
        (_, Event::Terminated(_)) if answered => end(End::HungUp),
        (_, Event::Terminated(_)) if call.direction == Direction::Incoming => end(End::Missed),
        (_, Event::Terminated(_))
        | (Stage::Dialing { .. } | Stage::RingsThere { .. }, Event::Expire) => end(End::Unanswered),
        (_, Event::Fail(why)) => end(End::Failed { why }),

        (Stage::Ringing(_), Event::Answer(who)) => Some(talking(who)),
        (Stage::Waiting { from, ring, .. }, Event::Answer(who))
            if *from == who || ring.agents.contains(&who) =>
        {
            Some(talking(who))
        }
        (Stage::Ringing(ring), Event::Decline(who)) => Some(Stage::Ringing(without(ring, who)?)),
        (Stage::Waiting { from, why, ring, since }, Event::Decline(who)) => {
            let (from, why, since) = (*from, *why, *since);
            Some(Stage::Waiting { from, why, ring: without(ring, who)?, since })
        }
        (Stage::Ringing(_), Event::Ring(ring)) => Some(Stage::Ringing(ring)),
        (Stage::Waiting { from, why, since, .. }, Event::Ring(ring)) => {
            Some(Stage::Waiting { from: *from, why: *why, ring, since: *since })
        }
        (Stage::Ringing(ring), Event::Expire) => {
            end(if ring.declined.is_empty() { End::Missed } else { End::Refused })
        }
        (Stage::Waiting { .. }, Event::Expire) => end(End::Lost),
        // Who sees a customer wait for nobody may end it.
        (Stage::Ringing(_), Event::HangUp(_)) => end(End::Refused),
        (Stage::Waiting { .. }, Event::HangUp(_)) => end(End::HungUp),

        (Stage::Talking { with, .. }, Event::HangUp(who)) if *with == who => end(End::HungUp),
        (Stage::Talking { with, since, held, away }, Event::Hold(who, on)) if *with == who => {
            let held_now = on.then_some(now);
            (held.is_some() != on).then_some(Stage::Talking {
                with: *with,
                since: *since,
                held: held_now,
                away: *away,
            })
        }
        // Not while colleagues are there or asked: who of them should have it?
        (Stage::Talking { with, .. }, Event::Hand(who, ring))
            if *with == who && call.company().next().is_none() =>
        {
            Some(Stage::Waiting { from: who, why: Wait::Handed, ring, since: now })
        }
        (Stage::Talking { with, away: None, .. }, Event::Lose(ring)) => {
            Some(Stage::Waiting { from: *with, why: Wait::Lost, ring, since: now })
        }
        (
            Stage::Dialing { .. }
            | Stage::RingsThere { .. }
            | Stage::Ringing(_)
            | Stage::Waiting { .. }
            | Stage::Talking { .. },
            _,
        ) => None,
    }
}

/// The call, and who has talked with the customer by now.
fn noted(before: &Call, mut it: Call, now: Timestamp) -> Call {
    let Stage::Talking { with, held, .. } = it.stage else {
        company::dissolve(&mut it);
        return it;
    };
    it.answered = it.answered.or(Some(now));
    let goes_on = before.with() == Some(with) || before.helpers().any(|it| it == with);
    let comes = !goes_on || !it.talked.contains(&with);
    if comes && it.talked.last() != Some(&with) {
        it.talked.push(with);
    }
    if held.is_none() {
        let joined: Vec<AgentId> = it.helpers().filter(|who| !it.talked.contains(who)).collect();
        it.talked.extend(joined);
    }
    it
}

fn without(ring: &Ring, who: AgentId) -> Option<Ring> {
    let mut ring = ring.clone();
    let at = ring.agents.iter().position(|it| *it == who)?;
    ring.agents.remove(at);
    ring.declined.push(who);
    Some(ring)
}

#[cfg(test)]
mod tests;

//! What becomes of a call when something happens to it. Webhooks come twice, late and in any order, and people press buttons
//! of pictures that are a moment old: whatever does not fit changes nothing.

use shared::call::{Call, Direction, End, Ring, Stage, Wait};
use shared::ids::AgentId;
use shared::time::Timestamp;

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
    /// The tab in which somebody talked is gone.
    Lose(Ring),
    /// It rings elsewhere.
    Ring(Ring),
    /// Nobody came, for as long as it may ring.
    Expire,
    /// It can't be.
    Fail(String),
}

/// How far it gets by it; nothing if nothing changes.
pub(super) fn step(call: &Call, event: Event, now: Timestamp) -> Option<Stage> {
    let end = |how| Some(Stage::Ended { at: now, how });
    let talking = |with| Stage::Talking { with, since: now, held: None };
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
        (Stage::Talking { with, since, held }, Event::Hold(who, on)) if *with == who => (held
            .is_some()
            != on)
            .then(|| Stage::Talking { with: *with, since: *since, held: on.then_some(now) }),
        (Stage::Talking { with, .. }, Event::Hand(who, ring)) if *with == who => {
            Some(Stage::Waiting { from: who, why: Wait::Handed, ring, since: now })
        }
        (Stage::Talking { with, .. }, Event::Lose(ring)) => {
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

/// The call with its next stage.
pub(super) fn next(call: &Call, stage: Stage, now: Timestamp) -> Call {
    let mut it = Call { stage, ..call.clone() };
    if let Stage::Talking { with, .. } = it.stage {
        it.answered = it.answered.or(Some(now));
        if it.talked.last() != Some(&with) {
            it.talked.push(with);
        }
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

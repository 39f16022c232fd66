//! Calls through WhatsApp: the story of each, which its bubble in the thread tells and the sound follows.
//!
//! A customer has at most one call with a number of ours at a time (error 138003 of the Cloud API), so a call that is not
//! over is part of its conversation, too: who sees the one sees the other.

mod action;
mod after;
mod company;
mod join;
mod listening;
mod permission;
mod recording;

use serde::{Deserialize, Serialize};

pub use action::{Action, Fact, To};
pub use after::{
    After, CallSettings, OUTCOMES_MAX, Outcome, Setting, WRAP_UP, WRAP_UP_MAX, WRAPS_MAX, WrapUp,
};
pub use company::{Asked, COMPANY_MAX, Parting, RINGS_ASKED, Seat};
pub use join::{CALLS, Join, Joined};
pub use listening::{LISTENERS_MAX, LISTENING, Listen, Listener, Mode};
pub use permission::{CALLING, Calling, Consent, Quota};
pub use recording::{HEARD_MAX, Heard, Playable, RECORDING, Recorded};

use crate::ids::{AgentId, CallId, ConversationId};
use crate::message::Place;
use crate::time::{Millis, Timestamp};
use crate::words::words;

/// How long it rings at the one who answers this customer, before it rings at others.
pub const RINGS_ASSIGNEE: Millis = Millis::seconds(12);
/// How long it rings in the team before it rings at everybody.
pub const RINGS_TEAM: Millis = Millis::seconds(12);
/// How long after its beginning a call that nobody takes is over. WhatsApp itself gives up after 30 to 60 s.
pub const RINGS_MAX: Millis = Millis::seconds(45);
/// How long a tab that is gone has to come back before it rings at others.
pub const GRACE: Millis = Millis::seconds(20);
/// How long it rings at whom a call was handed to, before it comes back.
pub const RINGS_HANDED: Millis = Millis::seconds(20);
/// How long a customer who was talking waits for somebody else, at most.
pub const WAITS_MAX: Millis = Millis::seconds(90);
/// Most digits that are dialled at once.
pub const DIGITS_MAX: usize = 32;

/// A call, from its first ring to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Ours, made by who calls, or when WhatsApp said that a customer does.
    pub id: CallId,
    /// In whose thread.
    pub conversation: ConversationId,
    /// Who called whom.
    pub direction: Direction,
    /// When it began, and so where it stands in its thread.
    pub at: Timestamp,
    /// How far it got.
    pub stage: Stage,
    /// When somebody was first there on both sides.
    pub answered: Option<Timestamp>,
    /// Who of us talked, in the order in which they did.
    pub talked: Vec<AgentId>,
    /// Colleagues who were asked into it, the last one last; each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
    /// Who of us listens in, or did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listeners: Vec<Listener>,
    /// What there is of it to be heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
    /// What follows it, once it is over and somebody has something to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// Counts up with each change.
    pub version: u32,
}

/// Who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A customer called us.
    Incoming,
    /// One of us called.
    Outgoing,
}

words!(Direction { Incoming = "incoming", Outgoing = "outgoing" });

/// How far a call got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// One of us calls; whether it rings there is not known yet.
    Dialing {
        /// Who.
        by: AgentId,
    },
    /// It rings at the customer's.
    RingsThere {
        /// Who of us calls.
        by: AgentId,
    },
    /// It rings here.
    Ringing(Ring),
    /// Both sides are there.
    Talking {
        /// Who of us.
        with: AgentId,
        /// Since when.
        since: Timestamp,
        /// Since when the customer hears music instead.
        held: Option<Timestamp>,
        /// Until when they may come back, if their tab is gone and colleagues are there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Timestamp>,
    },
    /// The customer hears music, and it rings here again.
    Waiting {
        /// Who talked before.
        from: AgentId,
        /// Why they don't any more.
        why: Wait,
        /// Where it rings.
        ring: Ring,
        /// Since when.
        since: Timestamp,
    },
    /// It is over.
    Ended {
        /// Since when.
        at: Timestamp,
        /// How it came to that.
        how: End,
    },
}

/// Where it rings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    /// At whose tabs, in the order of their ids.
    pub agents: Vec<AgentId>,
    /// Who wants to hear no more of it.
    pub declined: Vec<AgentId>,
    /// Of whom these are.
    pub round: Round,
    /// Until when, before it rings elsewhere or is over.
    pub until: Timestamp,
}

/// At whom a call rings, one round after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// The one who answers this customer, who talked before, or to whom it was handed.
    One,
    /// Those of the conversation's team.
    Team,
    /// Everybody who sees the conversation.
    Everyone,
}

/// Why a customer waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// The tab in which somebody talked is gone.
    Lost,
    /// It was handed to somebody else.
    Handed,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Somebody hung up after both had been there.
    HungUp,
    /// Nobody here answered, or the customer gave up before.
    Missed,
    /// Everybody at whom it rang said no.
    Refused,
    /// The customer said no.
    Declined,
    /// The customer did not answer.
    Unanswered,
    /// We gave up before the customer answered.
    Cancelled,
    /// There was nobody here any more for the customer to talk with.
    Lost,
    /// It could not be.
    Failed {
        /// In words for people.
        why: String,
    },
}

impl Call {
    /// One that begins.
    pub const fn begin(
        id: CallId,
        conversation: ConversationId,
        direction: Direction,
        at: Timestamp,
        stage: Stage,
    ) -> Self {
        Self {
            id,
            conversation,
            direction,
            at,
            stage,
            answered: None,
            talked: vec![],
            asked: vec![],
            listeners: vec![],
            recorded: None,
            after: None,
            version: 1,
        }
    }

    /// The place in its thread, among messages.
    pub const fn place(&self) -> Place {
        (self.at, self.id.as_message())
    }

    /// Whether it is not over.
    pub const fn live(&self) -> bool {
        !matches!(self.stage, Stage::Ended { .. })
    }

    /// Where it rings here, if it does.
    pub const fn ring(&self) -> Option<&Ring> {
        match &self.stage {
            Stage::Ringing(ring) | Stage::Waiting { ring, .. } => Some(ring),
            Stage::Dialing { .. }
            | Stage::RingsThere { .. }
            | Stage::Talking { .. }
            | Stage::Ended { .. } => None,
        }
    }

    /// Whether it rings at somebody's tabs.
    pub fn rings(&self, agent: AgentId) -> bool {
        self.ring().is_some_and(|ring| ring.agents.contains(&agent))
            || matches!(self.seat(agent), Some(Seat::Rings { .. }))
    }

    /// Who of us has it just now: talks, or waits for the customer to answer.
    pub const fn with(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Dialing { by } | Stage::RingsThere { by } => Some(*by),
            Stage::Talking { with, .. } => Some(*with),
            Stage::Ringing(_) | Stage::Waiting { .. } | Stage::Ended { .. } => None,
        }
    }

    /// By whom somebody is heard who listens in; nothing if they don't.
    pub fn listens(&self, agent: AgentId) -> Option<Mode> {
        self.listeners.iter().find(|it| it.agent == agent && self.live())?.now
    }

    /// Who had it when it was lost and may go on with it.
    pub const fn lost_by(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Waiting { from, why: Wait::Lost, .. } => Some(*from),
            _ => None,
        }
    }

    /// Since when it is over.
    pub const fn over(&self) -> Option<Timestamp> {
        match self.stage {
            Stage::Ended { at, .. } => Some(at),
            Stage::Dialing { .. }
            | Stage::RingsThere { .. }
            | Stage::Ringing(_)
            | Stage::Talking { .. }
            | Stage::Waiting { .. } => None,
        }
    }

    /// How long both were there, once it is over.
    pub fn lasted(&self) -> Option<Millis> {
        self.over().zip(self.answered).map(|(over, answered)| over - answered)
    }

    /// Whether a customer called and nobody of us was there.
    pub const fn missed(&self) -> bool {
        matches!(self.direction, Direction::Incoming)
            && matches!(self.stage, Stage::Ended { .. })
            && self.answered.is_none()
    }
}

#[cfg(test)]
mod tests;

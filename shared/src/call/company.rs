//! Colleagues in a call: asked while the customer hears music, and talking with the customer all together. Whoever is there
//! hears the others; whether the customer does is told by whether they are on hold.

use serde::{Deserialize, Serialize};

use super::{Call, Stage};
use crate::ids::AgentId;
use crate::time::{Millis, Timestamp};

/// Most of us in one call, whoever has it included: with the customer four hear each other.
pub const COMPANY_MAX: usize = 3;
/// How long it rings at a colleague who is asked.
pub const RINGS_ASKED: Millis = Millis::seconds(20);

/// A colleague who is in somebody else's call, or was asked into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub agent: AgentId,
    /// How far that got.
    pub now: Seat,
}

/// How far it got with a colleague who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// It rings at theirs.
    Rings {
        /// Until when.
        until: Timestamp,
    },
    /// They are there.
    Here {
        /// Since when.
        since: Timestamp,
    },
    /// Their tab is gone, and they may come back.
    Gone {
        /// Until when.
        until: Timestamp,
    },
    /// They are not in it.
    Over(Parting),
}

/// Why a colleague who was asked is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parting {
    /// They said no.
    Declined,
    /// They did not answer.
    Unanswered,
    /// They were not asked any more before they answered.
    Cancelled,
    /// Their tab did not come back.
    Lost,
    /// They were there, and left or were let go.
    Left,
    /// The call is theirs now, or was.
    TookOver,
}

impl Asked {
    /// Whether they are in it, or may still come.
    pub const fn live(&self) -> bool {
        !matches!(self.now, Seat::Over(_))
    }

    /// Whether they are there.
    pub const fn here(&self) -> bool {
        matches!(self.now, Seat::Here { .. })
    }

    /// Until when it stays so by itself.
    pub const fn until(&self) -> Option<Timestamp> {
        match self.now {
            Seat::Rings { until } | Seat::Gone { until } => Some(until),
            Seat::Here { .. } | Seat::Over(_) => None,
        }
    }
}

impl Call {
    /// Colleagues who are in it beside whoever has it, or may still come; who was asked first, first.
    pub fn company(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(|it| it.live())
    }

    /// Colleagues who are there beside whoever has it.
    pub fn helpers(&self) -> impl Iterator<Item = AgentId> {
        self.asked.iter().filter(|it| it.here()).map(|it| it.agent)
    }

    /// How far it got with a colleague who is in it beside whoever has it, or may still come.
    pub fn seat(&self, agent: AgentId) -> Option<Seat> {
        self.company().find(|it| it.agent == agent).map(|it| it.now)
    }

    /// Whether somebody of us is there just now, or waits for the customer to answer.
    pub fn has(&self, agent: AgentId) -> bool {
        let away = matches!(self.stage, Stage::Talking { away: Some(_), .. });
        (self.with() == Some(agent) && !away) || matches!(self.seat(agent), Some(Seat::Here { .. }))
    }

    /// Who of us is there, or may be back within a moment: who has it first.
    pub fn busy(&self) -> Vec<AgentId> {
        let helps = |it: &&Asked| matches!(it.now, Seat::Here { .. } | Seat::Gone { .. });
        let others = self.asked.iter().filter(helps).map(|it| it.agent);
        self.with().into_iter().chain(others).collect()
    }

    /// Whether somebody was there when their tab was lost, and may go on.
    pub fn may_return(&self, agent: AgentId) -> bool {
        let away =
            matches!(self.stage, Stage::Talking { with, away: Some(_), .. } if with == agent);
        away || self.lost_by() == Some(agent) || matches!(self.seat(agent), Some(Seat::Gone { .. }))
    }

    /// Whether the customer hears music while some of us talk with each other.
    pub fn consults(&self) -> bool {
        matches!(self.stage, Stage::Talking { held: Some(_), .. })
            && self.helpers().next().is_some()
    }
}

//! What a supervisor watches: who has how much to do, who waits and for how long, and where everybody is.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, TeamId};
use crate::time::{Millis, Timestamp};

/// After so many minutes a customer has waited too long, unless who watches says otherwise.
pub const LIMIT: u32 = 15;
/// Most minutes that can be said: a week.
pub const LIMIT_MAX: u32 = 7 * 24 * 60;

/// All open conversations that a supervisor may see, counted, as of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// After so many minutes a customer has waited too long.
    pub limit: u32,
    /// One for each team and each of its people; without any for what nobody has.
    pub loads: Vec<Load>,
    /// The conversations in which anybody is just now, in the order of their ids.
    pub places: Vec<Place>,
}

/// Open conversations of one team that are with one agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Load {
    /// Whose they are; without a team everyone's.
    pub team: Option<TeamId>,
    /// Who answers.
    pub assignee: Option<AgentId>,
    /// What it comes to.
    #[serde(flatten)]
    pub sum: Sum,
}

/// What open conversations come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sum {
    /// How many there are.
    pub open: u64,
    /// In how many of them the customer waits for an answer.
    pub waiting: u64,
    /// In how many of them they have waited too long.
    pub late: u64,
    /// Since when whoever has waited longest has.
    pub oldest: Option<Timestamp>,
}

/// A conversation in which somebody is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Which.
    pub id: ConversationId,
    /// With whom.
    pub name: String,
}

impl Board {
    /// What those come to for which `of` says so.
    pub fn sum(&self, of: impl Fn(&Load) -> bool) -> Sum {
        self.loads.iter().filter(|it| of(it)).fold(Sum::default(), |sum, it| sum.and(it.sum))
    }
}

impl Sum {
    const fn and(self, other: Self) -> Self {
        let oldest = match (self.oldest, other.oldest) {
            (Some(a), Some(b)) if b.0 < a.0 => Some(b),
            (None, b) => b,
            (a, _) => a,
        };
        Self {
            open: self.open + other.open,
            waiting: self.waiting + other.waiting,
            late: self.late + other.late,
            oldest,
        }
    }
}

/// How long `limit` minutes are.
pub const fn too_long(limit: u32) -> Millis {
    Millis::minutes(limit as i64)
}

//! What can be asked about allocation, and what happened to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Terms, Work};
use crate::ids::{AgentId, NumberId, RuleId};

/// What can be done about allocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new rule, below the others.
    Add {
        /// Made by who adds it.
        id: RuleId,
        /// What it says.
        terms: Box<Terms>,
    },
    /// Another wording of a rule, or of the fallback.
    Change {
        /// Which.
        id: RuleId,
        /// What it says.
        terms: Box<Terms>,
    },
    /// To another place among those in use.
    Move {
        /// Which.
        id: RuleId,
        /// From 0; beyond the end is the end.
        to: u32,
    },
    /// Out of use.
    Archive {
        /// Which.
        id: RuleId,
    },
    /// In use again, below the others.
    Restore {
        /// Which.
        id: RuleId,
    },
    /// How many open conversations everyone takes who has no number of their own, and whoever is in a call.
    SetCapacity {
        /// At most [`super::CAPACITY_MAX`].
        capacity: u16,
        /// The same while they are in a call; makes no difference, if there is nothing.
        #[serde(default)]
        in_call: Option<u16>,
    },
    /// How many open conversations of single numbers everyone is given at most, instead of what was said before.
    SetNumbers {
        /// From 1 to [`super::CAPACITY_MAX`] each; what is not there has no number of its own.
        most: BTreeMap<NumberId, u16>,
    },
    /// What one colleague takes and can do.
    SetWork {
        /// Who.
        agent: AgentId,
        /// What.
        work: Work,
    },
}

/// What happened to allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A rule was added, changed, moved, archived or restored.
    Ruled(RuleId),
    /// Everyone takes another number.
    CapacitySet,
    /// Of single numbers everyone takes another number.
    NumbersSet,
    /// One colleague takes another number, or can do something else.
    WorkSet(AgentId),
}

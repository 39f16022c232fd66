//! When people work: hours of a week, and whether it is the time. Only the server knows time zones: it says here what it has
//! found, and when that changes.

use serde::{Deserialize, Serialize};

use crate::allocation::Hours;
use crate::time::Timestamp;

/// When somebody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// In which hours. What becomes of others at another time says nothing here.
    pub hours: Hours,
    /// Whether it is the time.
    pub turn: Turn,
    /// Since when.
    pub since: Timestamp,
    /// When their hours begin or end next; never, where they always work.
    pub until: Option<Timestamp>,
}

/// Whether it is the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It is.
    On,
    /// It is not.
    Over,
    /// It is not, and they chose to go on until it ends the next time.
    Longer {
        /// Whether they are given work; otherwise they only keep what they have, as they took some by hand.
        takes: bool,
    },
}

impl Shift {
    /// Whether they are given no work now, whatever is heard of their tabs.
    pub const fn rests(&self) -> bool {
        matches!(self.turn, Turn::Over | Turn::Longer { takes: false })
    }

    /// Since when what waits for them need not wait any longer.
    pub const fn gone(&self) -> Option<Timestamp> {
        match self.turn {
            Turn::Over => Some(self.since),
            Turn::On | Turn::Longer { .. } => None,
        }
    }
}

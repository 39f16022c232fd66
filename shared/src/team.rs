//! Groups of agents, to which numbers and conversations belong.

use serde::{Deserialize, Serialize};

use crate::ids::TeamId;

/// A group of agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Made by who created it.
    pub id: TeamId,
    /// Shown everywhere; unique.
    pub name: String,
    /// Counts up with each change.
    pub version: u32,
}

/// What can be done about a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new team without members.
    Create {
        /// Unique.
        name: String,
    },
    /// Another name for it.
    Rename {
        /// Unique.
        name: String,
    },
}

/// What happened to a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It has another name.
    Renamed,
}

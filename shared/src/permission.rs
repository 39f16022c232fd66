//! Who may do what, and who sees which conversations.

use serde::{Deserialize, Serialize};

use crate::conversation::Scope;
use crate::ids::{AgentId, TeamId};
use crate::words::words;

/// What an agent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers customers.
    Agent,
    /// Answers, and runs the work of others.
    Lead,
    /// Also sets up people, teams and numbers.
    Admin,
}

/// What an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Write to customers.
    Reply,
    /// Assign, close and reopen.
    Triage,
    /// Set up what everyone works with: labels.
    Organise,
    /// Set up people, teams and numbers.
    Administer,
}

impl Role {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Lead, Self::Admin];

    /// Whether this role has that permission.
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::Reply | Permission::Triage => true,
            Permission::Organise => matches!(self, Self::Lead | Self::Admin),
            Permission::Administer => matches!(self, Self::Admin),
        }
    }
}

/// Which conversations someone may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only those assigned to them.
    Own,
    /// Theirs, those of their teams, and those of no team.
    Team,
    /// Every one.
    All,
}

impl Visibility {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Own, Self::Team, Self::All];

    /// Whether it lets `me`, who is in these teams, see what has this scope.
    pub fn shows(self, scope: Scope, me: AgentId, teams: &[TeamId]) -> bool {
        let mine = scope.assignee == Some(me);
        match self {
            Self::All => true,
            Self::Team => mine || scope.team.is_none_or(|team| teams.contains(&team)),
            Self::Own => mine,
        }
    }
}

words!(Role { Agent = "agent", Lead = "lead", Admin = "admin" });
words!(Visibility { Own = "own", Team = "team", All = "all" });

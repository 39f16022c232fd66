//! Who may do what, and who sees which conversations.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* }) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),* })
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("`{text}` is not one of: {}", [$($word),*].join(", "))),
                }
            }
        }
    };
}

words!(Role { Agent = "agent", Lead = "lead", Admin = "admin" });
words!(Visibility { Own = "own", Team = "team", All = "all" });

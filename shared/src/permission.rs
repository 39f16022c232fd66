//! Who may do what, and who sees which conversations.

mod rights;
mod visibility;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use rights::Rights;
pub use visibility::Visibility;

use crate::ids::RoleId;
use crate::words::words;

/// What an agent is: one of those that there always are, or one of a workspace's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Role {
    /// Answers customers.
    Agent,
    /// Answers, and runs the work of others.
    Lead,
    /// Also sets up people, teams and numbers.
    Admin,
    /// What a workspace says that it is.
    Custom(RoleId),
}

/// What an action needs. All but the first are rights that roles are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// To be here: read what one sees, note, follow.
    Look,
    /// Write to customers, and take what is nobody's.
    Reply,
    /// Give conversations to others and to teams.
    Assign,
    /// Close, reopen and snooze; labels, and what is known of conversations and customers.
    Triage,
    /// Delete and restore.
    Delete,
    /// See phone numbers of customers, and find by them.
    Phones,
    /// Read notes for leads.
    LeadNotes,
    /// Take a reply over from who is writing it.
    Force,
    /// Hear recordings of calls.
    Recordings,
    /// Listen in on calls, whisper to who talks, and talk with both.
    Listen,
    /// Set up what everyone works with: labels, quick replies, rules; the live board.
    Organise,
    /// Set up people, roles, teams and numbers.
    Administer,
}

words!(Permission {
    Look = "look",
    Reply = "reply",
    Assign = "assign",
    Triage = "triage",
    Delete = "delete",
    Phones = "phones",
    LeadNotes = "lead_notes",
    Force = "force",
    Recordings = "recordings",
    Listen = "listen",
    Organise = "organise",
    Administer = "administer",
});

impl Permission {
    /// The rights that a role is made of, in the order in which they are shown.
    pub const RIGHTS: [Self; 11] = [
        Self::Reply,
        Self::Assign,
        Self::Triage,
        Self::Delete,
        Self::Phones,
        Self::LeadNotes,
        Self::Force,
        Self::Recordings,
        Self::Listen,
        Self::Organise,
        Self::Administer,
    ];
}

impl Role {
    /// Those that there always are.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Lead, Self::Admin];

    /// The rights of one that there always is; a workspace's own says its rights itself.
    pub fn rights(self) -> Option<Rights> {
        use Permission::{
            Administer, Assign, Delete, Force, LeadNotes, Listen, Organise, Phones, Recordings,
            Reply, Triage,
        };

        let agent = Rights::of(&[Reply, Assign, Triage, Phones]);
        let lead =
            agent.with(Rights::of(&[Delete, LeadNotes, Force, Recordings, Listen, Organise]));
        match self {
            Self::Agent => Some(agent),
            Self::Lead => Some(lead),
            Self::Admin => Some(lead.with(Rights::of(&[Administer]))),
            Self::Custom(_) => None,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agent => f.write_str("agent"),
            Self::Lead => f.write_str("lead"),
            Self::Admin => f.write_str("admin"),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "agent" => Ok(Self::Agent),
            "lead" => Ok(Self::Lead),
            "admin" => Ok(Self::Admin),
            id => id.parse().map(Self::Custom).map_err(|_| format!("`{text}` is no role")),
        }
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.to_string()
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

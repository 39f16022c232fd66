//! Texts that are written often: kept once, found by a few letters, filled in for each customer.

mod fill;

use serde::{Deserialize, Serialize};

use crate::ids::{NumberId, QuickReplyId, TeamId, UploadId};
use crate::message::file::File;
use crate::message::sending::SentAs;
use crate::words::words;

pub use fill::{Filled, Values, fill, unfilled, unknown};

/// Most quick replies of a workspace, archived ones included: clients keep them all.
pub const QUICK_REPLIES_MAX: usize = 300;
/// Most files of one.
pub const FILES_MAX: usize = 5;
/// Longest shortcut, in characters.
pub const SHORTCUT_MAX: usize = 32;

/// A text that is written often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    /// Made by who created it.
    pub id: QuickReplyId,
    /// What it is about, for us.
    pub title: String,
    /// What one types after `/`: small letters, digits, `-` and `_`; unique.
    pub shortcut: String,
    /// What it says, with variables such as `{{contact.name}}`.
    pub text: String,
    /// What goes into the composer with it, in this order.
    #[serde(default)]
    pub files: Vec<Kept>,
    /// Where it is offered.
    pub offered: Offered,
    /// Not offered any more.
    pub archived: bool,
    /// Counts up with each change.
    pub version: u32,
}

/// A file of a quick reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What it is called.
    pub name: String,
    /// As it will be sent.
    pub sent_as: SentAs,
    /// What it is.
    pub file: File,
}

/// Where a quick reply is offered. It is no secret elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offered {
    /// To everyone, in every conversation.
    #[default]
    Everywhere,
    /// To those who answer in this team.
    Team(TeamId),
    /// In conversations with this number of ours.
    Number(NumberId),
}

/// What is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// As the customer calls themselves.
    ContactName,
    /// The first word of that.
    ContactFirstName,
    /// Who writes.
    AgentName,
    /// What we call our number.
    NumberName,
}

words!(Variable {
    ContactName = "contact.name",
    ContactFirstName = "contact.first_name",
    AgentName = "agent.name",
    NumberName = "number.name",
});

impl Variable {
    /// All there are.
    pub const ALL: [Self; 4] =
        [Self::ContactName, Self::ContactFirstName, Self::AgentName, Self::NumberName];

    /// As it stands in a text.
    pub fn mark(self) -> String {
        format!("{{{{{self}}}}}")
    }
}

/// What one gives a quick reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What it is about, for us.
    pub title: String,
    /// What one types after `/`.
    pub shortcut: String,
    /// What it says; may be nothing where there is a file.
    pub text: String,
    /// At most [`FILES_MAX`] that I have handed over.
    #[serde(default)]
    pub files: Vec<UploadId>,
    /// Where it is offered.
    pub offered: Offered,
}

/// What can be done about a quick reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new one.
    Create(Given),
    /// It is another one now.
    Change(Given),
    /// Not offered any more.
    Archive,
    /// Offered again.
    Restore,
}

/// What happened to a quick reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It says something else, or elsewhere.
    Changed,
    /// It is gone from sight.
    Archived,
    /// It is back.
    Restored,
}

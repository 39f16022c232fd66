//! Our WhatsApp numbers. Their access tokens never leave the server.

mod recording;

use serde::{Deserialize, Serialize};

pub use recording::{Announcement, DAYS_MAX, Recording};

use crate::ids::{NumberId, TeamId};
use crate::template::Shelf;

/// One of our WhatsApp numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Ours, not WhatsApp's.
    pub id: NumberId,
    /// WhatsApp's `phone_number_id`.
    pub phone_number_id: String,
    /// The number as people write it, with `+`.
    pub display: String,
    /// What we call it.
    pub name: String,
    /// Whose conversations start here; without a team they are everyone's.
    pub team: Option<TeamId>,
    /// When customers see that we have read.
    pub read_receipts: ReadReceipts,
    /// That its calls are recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// What customers are told whose call nobody took; otherwise nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_missed: Option<String>,
    /// WhatsApp's id of the business account that it belongs to, once we know it.
    pub account: Option<String>,
    /// What there is to know of the account's templates.
    pub templates: Shelf,
    /// Counts up with each change.
    pub version: u32,
}

/// When customers see that we have read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadReceipts {
    /// Never.
    Never,
    /// When the agent to whom the conversation is assigned opens it.
    OnOpen,
    /// When someone answers.
    #[default]
    OnReply,
}

/// What can be done about a number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Starts using a number; what customers wrote to it meanwhile appears.
    Add {
        /// WhatsApp's `phone_number_id`.
        phone_number_id: String,
        /// The number as people write it.
        display: String,
        /// What we call it.
        name: String,
        /// A secret: kept by the server, never shown again.
        access_token: String,
        /// Whose conversations start here.
        team: Option<TeamId>,
        /// WhatsApp's id of its business account; learnt from deliveries when it is not told.
        #[serde(default)]
        account: Option<String>,
    },
    /// Changes what we call it, whose it is, when it shows that we have read and what it tells whose call nobody took.
    Change {
        /// What we call it.
        name: String,
        /// Whose conversations start here from now on.
        team: Option<TeamId>,
        /// When customers see that we have read.
        read_receipts: ReadReceipts,
        /// What customers are told whose call nobody took; blank for nothing.
        #[serde(default)]
        on_missed: String,
    },
    /// Another access token, when the old one has expired.
    SetToken {
        /// A secret: kept by the server, never shown again.
        access_token: String,
    },
    /// Whether its calls are recorded from now on. Those that go on stay as they are.
    Record {
        /// Whether they are.
        on: bool,
        /// What both hear before.
        announcement: Announcement,
        /// For how many days a recording is kept, 1 to [`DAYS_MAX`]; otherwise as long as its conversation.
        days: Option<u16>,
    },
    /// Reads the templates of its account from WhatsApp again.
    SyncTemplates,
}

/// Written by hand so that no log shows a token.
impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Add { .. } => "Add { .. }",
            Self::Change { .. } => "Change { .. }",
            Self::SetToken { .. } => "SetToken { .. }",
            Self::Record { .. } => "Record { .. }",
            Self::SyncTemplates => "SyncTemplates",
        })
    }
}

/// What happened to a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// We use it.
    Added,
    /// Its name, team or policy changed.
    Changed,
    /// It has another access token.
    TokenSet,
    /// Templates of its account are not what they were.
    TemplatesMoved,
}

//! Messages that wait: for a moment in which they can be taken back, or for a time that somebody chose. A held message is no
//! message yet: it stands in no list, and nothing of it has left us. When its time comes it becomes one, under the same id.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, MessageId};
use crate::message::{Content, Quote};
use crate::time::{Millis, Timestamp};

/// How far ahead a message can be scheduled.
pub const AHEAD_MAX: Millis = Millis::days(366);
/// The most that may wait for a time in one conversation.
pub const WAITING_MAX: usize = 20;
/// For so many seconds sending can be undone, as each agent chooses; the first is what they have before.
pub const UNDO_SECONDS: [u8; 3] = [0, 5, 10];

/// `GET`: [`Preferences`] of mine; `POST` the same: changes them.
pub const PREFERENCES: &str = "/api/preferences";

/// How an agent likes to work, in whichever browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// For so long a message can be taken back after it was sent: one of [`UNDO_SECONDS`].
    pub undo_seconds: u8,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which; the message will have the same.
    pub id: MessageId,
    /// Where it will be said.
    pub conversation: ConversationId,
    /// Who says it.
    pub author: AgentId,
    /// What it says.
    pub content: Content,
    /// What it answers.
    pub reply_to: Option<Quote>,
    /// When it was written.
    pub made: Timestamp,
    /// When it leaves.
    pub due: Timestamp,
    /// What it waits for.
    pub why: Why,
    /// Whether it still waits.
    pub stage: Stage,
    /// Counts up with each change.
    pub version: u32,
}

/// What a message waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nothing: its author may take it back until then.
    Undo,
    /// The time that somebody chose.
    Scheduled {
        /// Whether it stops when the customer writes first.
        unless_reply: bool,
    },
}

/// Whether a held message still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It does.
    Waiting,
    /// The customer wrote first: it leaves only if somebody says so.
    Stopped,
    /// It became a message, or was taken back. Clients forget it.
    Over,
}

impl Held {
    /// Whether somebody chose its time.
    pub const fn scheduled(&self) -> bool {
        matches!(self.why, Why::Scheduled { .. })
    }

    /// Whether it is there to be shown.
    pub const fn shown(&self) -> bool {
        !matches!(self.stage, Stage::Over)
    }
}

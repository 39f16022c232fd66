//! Answers that cross: what who answers had seen, and what was said meanwhile. Who says what they had seen is never the
//! second to answer without meaning to.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, MessageId};
use crate::message::{Action, Author};
use crate::presence::Fence;
use crate::time::Timestamp;

/// So many answers are told at most, the latest.
pub const TOLD_MAX: usize = 3;

/// What somebody had seen of a conversation when they answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The version of the conversation that they looked at.
    pub version: u32,
    /// What they had said there before in the same tab, and that may not have been seen yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub own: Vec<MessageId>,
    /// The token of the reply under which they wrote, if it was theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fence: Option<Fence>,
}

/// Why an answer was not taken: what was said meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meanwhile {
    /// The version of the conversation with all of it: who answers again says that they have seen this one.
    pub version: u32,
    /// What was said, oldest first: the latest [`TOLD_MAX`].
    pub said: Vec<Said>,
    /// Who has taken over the reply, when somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<AgentId>,
}

/// Something that was said meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Which message.
    pub message: MessageId,
    /// Who said it.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// In one line.
    pub preview: String,
}

impl Action {
    /// The message by which it answers the customer, for what somebody writes after looking at what was said.
    pub const fn answers(&self) -> Option<MessageId> {
        match self {
            Self::Send { id, .. }
            | Self::SendFile { id, .. }
            | Self::SendTemplate { id, .. }
            | Self::SendInteractive { id, .. }
            | Self::Schedule { id, .. }
            | Self::ScheduleFile { id, .. }
            | Self::ScheduleTemplate { id, .. }
            | Self::SendNow { id } => Some(*id),
            Self::Withdraw { .. }
            | Self::Reschedule { .. }
            | Self::Forward { .. }
            | Self::React { .. }
            | Self::Retry { .. }
            | Self::FetchFile { .. } => None,
        }
    }
}

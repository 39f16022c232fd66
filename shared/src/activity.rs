//! What happened to a conversation, as its thread tells it between the messages. Once written it never changes.

use serde::{Deserialize, Serialize};

use crate::conversation::Fact;
use crate::event::Actor;
use crate::ids::{ActivityId, ConversationId, MessageId};
use crate::message::Place;
use crate::time::Timestamp;

/// A line in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Which.
    pub id: ActivityId,
    /// In whose thread.
    pub conversation: ConversationId,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub fact: Fact,
    /// When, and so where it stands.
    pub at: Timestamp,
    /// Of the conversation with it.
    #[serde(default)]
    pub version: u32,
}

impl Activity {
    /// Where it stands among the messages.
    pub const fn place(&self) -> Place {
        (self.at, MessageId(self.id.0))
    }
}

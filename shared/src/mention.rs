//! That somebody was mentioned in a note, or that a message of theirs was not sent at its time. Each is seen by the one
//! whom it is for, and says nothing but where.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, MentionId, NoteId};
use crate::time::Timestamp;

/// How many that were not looked at are kept for an agent: beyond that the oldest count as looked at.
pub const KEPT: usize = 200;

/// That somebody was mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Which.
    pub id: MentionId,
    /// Who was mentioned: the only one who sees this.
    pub agent: AgentId,
    /// Who wrote the note; who was mentioned, when it is about a message of theirs.
    pub by: AgentId,
    /// In whose thread.
    pub conversation: ConversationId,
    /// In which note; or the id of the message that was not sent.
    pub note: NoteId,
    /// When.
    pub at: Timestamp,
    /// Whether they have looked. Clients keep those of which they have not.
    pub seen: bool,
    /// Counts up with each change.
    pub version: u32,
}

/// What can be done about where I was mentioned in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// I have looked, or don't want to.
    See,
    /// I have looked at this note, and perhaps not at others.
    SeeOne {
        /// Which.
        note: NoteId,
    },
}

/// What happened to a mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Who was mentioned has looked.
    Seen,
    /// A message was not sent at its time.
    NotSent,
}

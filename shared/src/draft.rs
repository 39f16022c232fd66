//! What somebody is writing and has not sent. Its author alone sees it, and nothing here is ever sent by itself.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, MessageId};
use crate::note::{Audience, Who};

/// `GET`: my [`Kept`] drafts; `POST /{conversation}` a [`Draft`]: `null`, and it is kept instead of the one before. One
/// without words is forgotten.
pub const DRAFTS: &str = "/api/drafts";
/// `GET /api/conversations/{id}` and this: the drafts of others that are for me, [`Beside`] mine.
pub const BESIDE: &str = "beside";
/// Longest draft, in bytes of its JSON: more than a message and a note may have.
pub const DRAFT_MAX: usize = 64 * 1024;

/// What is being written in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The words so far.
    pub text: String,
    /// What they answer.
    pub reply_to: Option<MessageId>,
    /// What is being noted beside it.
    #[serde(default)]
    pub note: NoteDraft,
    /// Whether the note is being written, and not the message.
    #[serde(default)]
    pub noting: bool,
}

/// What others write, or wrote, in a conversation, as far as it is for me.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// What I can go on with.
    pub left: Option<Left>,
    /// Whose drafts are written together and may be joined by me, mine among them.
    pub open: Vec<AgentId>,
}

/// What whoever answered before was writing, for who answers now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Whose.
    pub by: AgentId,
    /// The words so far.
    pub text: String,
    /// What they answer.
    pub reply_to: Option<MessageId>,
}

/// What is being noted for colleagues. It never becomes part of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The words so far, with names after `@`.
    pub text: String,
    /// Who those names are.
    pub named: Vec<Named>,
    /// Who shall read it.
    pub audience: Audience,
}

/// A name that was chosen, and who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// As it stands in the text after `@`.
    pub name: String,
    /// Who that is.
    pub who: Who,
}

/// A draft that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it is written.
    pub conversation: ConversationId,
    /// What.
    pub draft: Draft,
}

impl Draft {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.reply_to.is_none() && self.note.text.is_empty()
    }
}

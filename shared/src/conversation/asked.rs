//! Asking a colleague for what is theirs: they have a moment to keep it, and silence gives it.

use serde::{Deserialize, Serialize};

use super::{Conversation, Status};
use crate::ids::AgentId;
use crate::time::{Millis, Timestamp};

/// For so long whoever has a conversation can say that they keep it.
pub const ASKED: Millis = Millis::seconds(10);

/// That a colleague asks whoever has a conversation for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asks.
    pub by: AgentId,
    /// When it is theirs, unless whoever has it keeps it.
    pub until: Timestamp,
}

impl Conversation {
    /// Who asks `me` for it, and until when I can keep it.
    pub fn asked_of(&self, me: AgentId) -> Option<Asked> {
        self.asked.filter(|_| self.assignee == Some(me))
    }

    /// Whoever had it was asked; once it is somebody else's, or nobody answers there any more, nobody asks.
    pub fn settle_asked(&mut self, had: Option<AgentId>) {
        let stands =
            self.assignee == had && self.status != Status::Closed && self.deleted.is_none();
        self.asked = self.asked.filter(|_| stands);
    }
}

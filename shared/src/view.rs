//! Which conversations a list shows, and in which order: the same rule in browser, log and SQL.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::conversation::{Conversation, Status};
use crate::ids::{AgentId, ConversationId};
use crate::time::Timestamp;

/// A list of conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Open, and mine to answer.
    Mine,
    /// Open, and nobody's.
    Unassigned,
    /// Open.
    All,
    /// Closed.
    Closed,
}

/// The place of a conversation in a list: latest first, so compare in reverse.
pub type SortKey = (Timestamp, ConversationId);

impl View {
    /// All there are, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Mine, Self::Unassigned, Self::All, Self::Closed];

    /// Whether `me` finds this conversation in this list, if they may see it at all.
    pub fn matches(self, it: &Conversation, me: AgentId) -> bool {
        let open = it.status == Status::Open;
        match self {
            Self::Mine => open && it.assignee == Some(me),
            Self::Unassigned => open && it.assignee.is_none(),
            Self::All => open,
            Self::Closed => !open,
        }
    }

    /// The place in the list.
    pub const fn key(it: &Conversation) -> SortKey {
        (it.active_at, it.id)
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::All => "all",
            Self::Closed => "closed",
        })
    }
}

impl FromStr for View {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|view| view.to_string() == text)
            .ok_or_else(|| format!("`{text}` is not one of: mine, unassigned, all, closed"))
    }
}

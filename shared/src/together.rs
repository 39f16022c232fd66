//! A draft that several people write at once, until its author or somebody who leads goes on with it alone. Nothing here is
//! ever sent by itself.

mod document;

use serde::{Deserialize, Serialize};

pub use document::{Broken, Document};

use crate::ids::{AgentId, ConversationId, TabId};
use crate::time::Millis;

/// `POST /api/conversations/{id}/` this `/{author}`: [`Said`], answered with a [`Page`] or `null`.
pub const TOGETHER: &str = "together";
/// How often a tab that is in a draft says so again, and learns what it missed.
pub const AGAIN: Millis = Millis::seconds(5);
/// Who has not been heard of for so long has left.
pub const LEFT_AFTER: Millis = Millis::seconds(12);
/// Largest document, in bytes: with all that was written and taken away again.
pub const STATE_MAX: usize = 512 * 1024;

/// Whose draft, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shared {
    /// Where it is written.
    pub at: ConversationId,
    /// Who began it.
    pub author: AgentId,
}

/// What a tab does with a draft that is written together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Which tab.
    pub tab: TabId,
    /// What.
    pub act: Act,
}

/// What one does with a draft that is written together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Is in it from now on, which opens it if it is not open: for its author, or who may take replies over by force.
    Join,
    /// Lets everybody who sees the conversation join, or only who may force: the author's to say. Opens it, too.
    Offer(bool),
    /// Writes.
    Write {
        /// What is new, as [`Document::write`] gave it.
        update: Vec<u8>,
    },
    /// Only the cursor moves.
    Point {
        /// Where it is, as [`Document::anchor`] gave it.
        to: Vec<u8>,
    },
    /// Is no longer in it.
    Leave,
    /// Ends it: it was sent, or its author goes on alone.
    End,
    /// Takes it from its author, to go on with it alone: for who may force. Answered with a [`Page`].
    Finish,
}

/// A draft that is written together, as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The document with what its author had written when it was opened, for [`Document::apply`]: their browser may have been
    /// ahead of that.
    pub begun: Vec<u8>,
    /// The document, for [`Document::apply`].
    pub state: Vec<u8>,
    /// Whether everybody who sees the conversation may join.
    pub offered: bool,
}

/// What somebody did with a draft, for the others who look at the conversation and may join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stroke {
    /// With which.
    pub draft: Shared,
    /// Who.
    pub by: AgentId,
    /// In which tab.
    pub tab: TabId,
    /// What. Of [`Act::Join`], only who hears it is told; the document is read.
    pub act: Act,
    /// Whether everybody who sees the conversation may join.
    pub offered: bool,
}

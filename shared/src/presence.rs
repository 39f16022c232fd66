//! Who is where and what they are doing there: told at once, kept nowhere, over by itself. Losing one of these costs a
//! moment; nothing that must be right depends on it.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, ConversationId, TabId};
use crate::time::Millis;

/// A tab that is somewhere says so at least this often.
pub const HEARTBEAT: Millis = Millis::seconds(4);
/// Who says nothing for so long is no longer there.
pub const GONE_AFTER: Millis = Millis::seconds(9);
/// For so long after a key somebody types.
pub const TYPING: Millis = Millis::seconds(3);
/// For so long after the last key the reply stays theirs.
pub const IDLE: Millis = Millis::seconds(20);

/// The token of a lease: greater than that of every lease of the same thing before.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fence(pub i64);

/// What somebody does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Looks at it.
    Viewing,
    /// Notes something for colleagues.
    Noting,
    /// Writes to the customer.
    Replying,
}

/// What a tab says of itself: at once when it changes, and every [`HEARTBEAT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    /// Made when it was opened.
    pub tab: TabId,
    /// Where its agent is; nowhere when nobody can see it.
    pub at: Option<ConversationId>,
    /// What they do there.
    pub doing: Doing,
    /// Whether they have pressed a key within [`TYPING`].
    pub typing: bool,
}

/// Somebody who is in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub agent: AgentId,
    /// In which tab.
    pub tab: TabId,
    /// What they do. Of all who reply at most one holds the reply.
    pub doing: Doing,
    /// Whether they type.
    pub typing: bool,
    /// Whether the reply is theirs: others ask first.
    pub holds: bool,
}

/// Everybody who is in a conversation, instead of what was told before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// Where.
    pub at: ConversationId,
    /// Who.
    pub people: Vec<Person>,
    /// The token of the reply, while it is this tab's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fence: Option<Fence>,
}

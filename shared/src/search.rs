//! What one box finds: people, and what was said.

use serde::{Deserialize, Serialize};

use crate::conversation::Conversation;
use crate::ids::{AttributeId, LabelId, MessageId};
use crate::message::Author;
use crate::note::Audience;
use crate::time::Timestamp;

/// `GET ?q=…&before=…`: [`Found`].
pub const SEARCH: &str = "/api/search";
/// Longest query, in characters.
pub const QUERY_MAX: usize = 200;

/// What was found, as far as the viewer may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// With people of this name or number, latest first; only on the first page.
    pub people: Vec<Conversation>,
    /// With labels that begin like this, or of which something is known that does, latest first; only on the first page.
    pub known: Vec<Known>,
    /// With these words, latest first.
    pub messages: Vec<Hit>,
    /// From where to search on, when there may be more.
    pub more: Option<i64>,
}

/// A conversation that was found by what is on it or known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which.
    pub conversation: Conversation,
    /// By what, at least one.
    pub by: Vec<Reason>,
}

/// By what a conversation was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A label that is on it.
    Label(LabelId),
    /// What is known of it or of its customer.
    Attribute(AttributeId, Vec<Piece>),
}

/// A message or a note that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Where it stands.
    pub conversation: Conversation,
    /// Which; of a note its id among the messages.
    pub message: MessageId,
    /// Who may read it, when it is a note.
    pub note: Option<Audience>,
    /// Who said it.
    pub author: Author,
    /// When it was said.
    pub at: Timestamp,
    /// The part of it around the first word that was found.
    pub snippet: Vec<Piece>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// As it was written.
    pub text: String,
    /// Whether this is what was searched for.
    pub found: bool,
}

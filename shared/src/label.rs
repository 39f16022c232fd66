//! Words that a workspace puts on its conversations, to find and count them by.

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::ids::LabelId;

/// Most labels of a workspace, archived ones included: clients keep them all.
pub const LABELS_MAX: usize = 200;
/// Most labels on one conversation.
pub const ON_ONE_MAX: usize = 20;

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Made by who created it.
    pub id: LabelId,
    /// Shown everywhere; unique.
    pub name: String,
    /// How it is told from others at a glance.
    pub colour: Colour,
    /// Its place among all labels, from 0.
    pub place: u32,
    /// Neither shown nor offered any more. Conversations keep it, so that bringing it back brings everything back.
    pub archived: bool,
    /// Counts up with each change.
    pub version: u32,
}

/// What can be done about a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new label, below the others.
    Create {
        /// Unique.
        name: String,
        /// How it is told from others.
        colour: Colour,
    },
    /// Another name or colour.
    Change {
        /// Unique.
        name: String,
        /// How it is told from others.
        colour: Colour,
    },
    /// To another place; those between move up or down.
    Move {
        /// From 0; beyond the end is the end.
        to: u32,
    },
    /// Neither shown nor offered any more.
    Archive,
    /// Shown and offered again.
    Restore,
}

/// What happened to a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It has another name or colour.
    Changed,
    /// It stands elsewhere, and so do those that it passed.
    Moved,
    /// It is gone from sight.
    Archived,
    /// It is back.
    Restored,
}

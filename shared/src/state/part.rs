//! What of a picture can be watched by itself.

use std::collections::BTreeSet;

use crate::ids::{ConversationId, MessageId};
use crate::view::View;

/// A part of the picture that can be watched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Colleagues.
    Agents,
    /// Roles of our own.
    Roles,
    /// Teams.
    Teams,
    /// Our numbers.
    Numbers,
    /// Labels.
    Labels,
    /// Attributes.
    Attributes,
    /// Quick replies.
    QuickReplies,
    /// Where somebody calls or is called.
    Calls,
    /// Where somebody asks whoever has it for it.
    Asked,
    /// Where I was mentioned.
    Mentions,
    /// Spaces.
    Spaces,
    /// Who gets what by itself.
    Allocation,
    /// How calls are dealt with.
    CallSettings,
    /// What I wanted for many conversations.
    Bulks,
    /// One conversation: a row, a header.
    Conversation(ConversationId),
    /// Which conversations a list shows, and in which order.
    List(View),
    /// How long a list is.
    Count(View),
    /// The messages of a thread.
    Thread(ConversationId),
    /// How far a message got.
    Delivery(MessageId),
    /// The emojis on a message.
    Reactions(MessageId),
    /// The discussion of a message.
    Discussion(MessageId),
}

/// What changed.
pub type Parts = BTreeSet<Part>;

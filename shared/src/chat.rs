//! A conversation that we begin, instead of the customer.

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, NumberId};

/// Where [`Line`] is read: `?number=…&phone=…`.
pub const CHATS: &str = "/api/chats";

/// Fewest digits of a phone number with its country code: those of the smallest countries.
pub const DIGITS_MIN: usize = 7;
/// Most digits of a phone number with its country code (ITU-T E.164, 6.2.1).
pub const DIGITS_MAX: usize = 15;

/// What somebody wants to begin. A new conversation is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// The number of ours that writes.
    pub number: NumberId,
    /// Whom to write to: a phone number with its country code, in any notation.
    pub phone: String,
    /// What we call them; empty for what they call themselves.
    pub name: String,
}

/// A phone number, and whether one of our numbers has a conversation with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Digits with country code, without `+`.
    pub phone: String,
    /// The conversation, which the asker may see.
    pub conversation: Option<ConversationId>,
}

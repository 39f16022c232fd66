//! People who write to us.

use serde::{Deserialize, Serialize};

use crate::ids::ContactId;

/// A person who writes to us, as a conversation shows them.
///
/// Part of the conversation, so that who sees the one sees the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Ours; a person keeps it when number or username change.
    pub id: ContactId,
    /// As they call themselves on WhatsApp; their number or username where they don't.
    pub name: String,
    /// Digits with country code, without `+`; absent for who hides it behind a username.
    pub phone: Option<String>,
    /// WhatsApp's username, without `@`.
    pub username: Option<String>,
}

/// What happened to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Wrote for the first time.
    Appeared,
    /// Has another name, number or username on WhatsApp.
    Changed,
}

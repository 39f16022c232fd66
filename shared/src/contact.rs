//! People who write to us.

use serde::{Deserialize, Serialize};

use crate::attribute::{Value, Values};
use crate::conversation::Conversation;
use crate::ids::{AgentId, AttributeId, ContactId, ConversationId};
use crate::time::Timestamp;
use crate::words::words;

/// A person who writes to us, as a conversation shows them.
///
/// Part of the conversation, so that who sees the one sees the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Ours; a person keeps it when number or username change.
    pub id: ContactId,
    /// As colleagues call them, else as they call themselves on WhatsApp; their number or username where they don't.
    pub name: String,
    /// Digits with country code, without `+`; absent for who hides it behind a username.
    pub phone: Option<String>,
    /// WhatsApp's username, without `@`.
    pub username: Option<String>,
    /// What lists and threads tell of them besides.
    #[serde(default)]
    pub about: About,
}

/// What lists and threads tell of a contact besides who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// What a workspace wants to know of its customers.
    pub attributes: Values,
    /// Whether we want nothing to do with them.
    pub blocked: Option<Box<Block>>,
    /// Whether they want marketing; nothing, if nobody asked.
    pub consent: Option<Box<Consent>>,
}

/// That we want nothing to do with somebody: nothing is sent to them, and WhatsApp is asked to bring us nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Who said so.
    pub by: Option<AgentId>,
    /// Since when.
    pub at: Timestamp,
    /// What WhatsApp says to it.
    pub whatsapp: Told,
}

/// What WhatsApp says to a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It is being asked.
    Asked,
    /// It brings us nothing from them.
    Agreed,
    /// It does not, and why: what they write still arrives.
    Declined(String),
}

/// Whether somebody wants marketing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Whether they do.
    pub given: bool,
    /// How we know, in words.
    pub how: String,
    /// Who wrote it down.
    pub by: Option<AgentId>,
    /// When it was written down.
    pub at: Timestamp,
}

/// Longest text of a field about a contact, in characters.
pub const FIELD_MAX: usize = 200;
/// Longest notes about a contact, in characters.
pub const NOTES_MAX: usize = 2000;

/// What colleagues know of a contact beside what WhatsApp tells. It is read when somebody looks at it: each change of it is
/// also one of the contact's conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// As they call themselves on WhatsApp, where colleagues call them otherwise.
    pub profile: Option<String>,
    /// Where they can be written to as well.
    pub email: String,
    /// Where they work.
    pub company: String,
    /// What they like to speak, in words.
    pub language: String,
    /// Anything else.
    pub notes: String,
}

/// A contact as the panel beside the thread shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Who.
    pub contact: Contact,
    /// What colleagues know.
    pub details: Details,
    /// All contacts that are this person, the one of whom things are known first, as far as the viewer sees their conversations.
    pub identities: Vec<Contact>,
    /// Their conversations with all our numbers that the viewer may see, latest first.
    pub history: Vec<Conversation>,
}

/// What colleagues can write down about a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// As colleagues call them; empty for what they call themselves.
    Name,
    /// Where they can be written to as well.
    Email,
    /// Where they work.
    Company,
    /// What they like to speak, in words.
    Language,
    /// Anything else.
    Notes,
}

words!(Field {
    Name = "name",
    Email = "email",
    Company = "company",
    Language = "language",
    Notes = "notes",
});

impl Field {
    /// All there are, in the order in which they are shown.
    pub const ALL: [Self; 5] =
        [Self::Name, Self::Email, Self::Company, Self::Language, Self::Notes];

    /// Longest text, in characters.
    pub const fn room(self) -> usize {
        match self {
            Self::Notes => NOTES_MAX,
            Self::Name | Self::Email | Self::Company | Self::Language => FIELD_MAX,
        }
    }
}

/// What can be done about a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Something else is known; what others write meanwhile in other fields stays.
    Set {
        /// What.
        field: Field,
        /// At most [`Field::room`] characters.
        text: String,
    },
    /// Something that a workspace wants to know of its customers.
    SetAttribute {
        /// Which.
        attribute: AttributeId,
        /// What is known; nothing, if nothing is.
        value: Option<Value>,
    },
    /// Nothing is sent to them any more, and WhatsApp is asked to bring nothing from them.
    Block,
    /// As before.
    Unblock,
    /// The contact of another conversation is the same person: what is known of this one is known of that one too.
    Merge {
        /// One of the other's conversations, which I must see as well.
        with: ConversationId,
    },
    /// One of this person's contacts is somebody else after all.
    Unmerge {
        /// Which.
        contact: ContactId,
    },
    /// Whether they want marketing.
    Consent {
        /// Nothing, if nobody asked.
        given: Option<bool>,
        /// How we know; at most [`FIELD_MAX`] characters.
        how: String,
    },
}

/// What happened to a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Wrote for the first time.
    Appeared,
    /// Has another name, number or username on WhatsApp.
    Changed,
    /// Colleagues know other things.
    Edited,
    /// We want nothing to do with them.
    Blocked,
    /// We do again.
    Unblocked,
    /// WhatsApp answered what we asked.
    BlockAnswered,
    /// Is the same person as another.
    Merged,
    /// Is somebody else after all.
    Unmerged,
}

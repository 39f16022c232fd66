//! Ids: ULIDs in newtypes, so that a conversation can't be asked for by the id of a message.
//!
//! A client may make them, which is why a command's reply never has to carry one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::time::Timestamp;

/// A text that is no ULID: 26 characters of Crockford's base 32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadId(pub String);

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an id", self.0)
    }
}

impl std::error::Error for BadId {}

fn fresh(now: Timestamp) -> Ulid {
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("the platform has a source of randomness");
    Ulid::from_parts(now.0.max(0).unsigned_abs(), u128::from_le_bytes(random))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Ulid);

        impl $name {
            /// A new id which sorts by `now`; ids of the same millisecond sort by chance.
            pub fn new(now: Timestamp) -> Self {
                Self(fresh(now))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                Ulid::from_string(text).map(Self).map_err(|_| BadId(text.to_owned()))
            }
        }
    )* };
}

ids! {
    /// A role of a workspace's own.
    RoleId
    /// A line in a thread that tells what happened.
    ActivityId
    /// What a workspace wants to know.
    AttributeId
    /// A person who answers.
    AgentId
    /// The same for many conversations.
    BulkId
    /// A call through WhatsApp.
    CallId
    /// A thing someone wants, once.
    CommandId
    /// A person who writes to us.
    ContactId
    /// The thread of one contact with one of our numbers.
    ConversationId
    /// A word on conversations.
    LabelId
    /// That somebody was mentioned.
    MentionId
    /// A message in a thread.
    MessageId
    /// A note in a thread.
    NoteId
    /// One of our WhatsApp numbers.
    NumberId
    /// Something that can have come of a call.
    OutcomeId
    /// A text that is written often.
    QuickReplyId
    /// A rule of allocation
    RuleId
    /// A browser in which an agent is logged in.
    SessionId
    /// Conditions under a name.
    SpaceId
    /// A file that somebody handed over, to be sent.
    UploadId
    /// A page of the app that is open in a browser.
    TabId
    /// A group of agents.
    TeamId
    /// Which log this is: a restored database is another one.
    Epoch
}

impl RuleId {
    /// The rule that always is: of what meets no other.
    pub const FALLBACK: Self = Self(Ulid::nil());
}

impl NoteId {
    /// As it stands among the messages of its thread.
    pub const fn as_message(self) -> MessageId {
        MessageId(self.0)
    }
}

impl CallId {
    /// As it stands among the messages of its thread.
    pub const fn as_message(self) -> MessageId {
        MessageId(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let early = MessageId::new(Timestamp(1_000));
        let late = MessageId::new(Timestamp(2_000));
        assert!(early < late);
        assert!(early.to_string() < late.to_string(), "and so do their texts");
    }

    #[test]
    fn an_id_survives_its_text_and_a_bad_one_is_named() {
        let id = ContactId::new(Timestamp(1_700_000_000_000));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("nonsense".parse::<ContactId>(), Err(BadId("nonsense".into())));
    }
}

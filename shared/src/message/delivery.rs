//! How far a message of ours got. Apart from the message, so that three ticks don't send its text four times.

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, MessageId};
use crate::time::Timestamp;

/// How far a message of ours got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Which message.
    pub message: MessageId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// How far.
    pub status: Status,
    /// Why it failed, when it did.
    pub failure: Option<Failure>,
    /// Since when, by WhatsApp's time where it told us.
    pub at: Timestamp,
    /// Counts up with each change.
    pub version: u32,
}

/// How far a message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Promised; not yet tried.
    Queued,
    /// On its way to WhatsApp.
    Sending,
    /// WhatsApp's answer was lost: it may have gone or not. Its status webhook will tell.
    Unknown,
    /// WhatsApp took it.
    Accepted,
    /// Left for the customer: one tick.
    Sent,
    /// Reached the customer's phone: two ticks.
    Delivered,
    /// Read: two blue ticks.
    Read,
    /// A voice message that was listened to.
    Played,
    /// Will not arrive.
    Failed,
}

/// Why a message failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// WhatsApp's code (Cloud API, error codes), when it gave one.
    pub code: Option<i64>,
    /// What went wrong and what to do, for a person.
    pub words: String,
    /// What Meta's support asks for (`fbtrace_id`), when the refusal had one.
    #[serde(default)]
    pub trace: Option<String>,
}

impl Failure {
    /// Something that WhatsApp did not say.
    pub fn ours(words: impl Into<String>) -> Self {
        Self { code: None, words: words.into(), trace: None }
    }
}

impl Status {
    /// All there are.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Accepted,
        Self::Sent,
        Self::Delivered,
        Self::Read,
        Self::Played,
        Self::Failed,
    ];

    const fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Sending => 1,
            Self::Unknown => 2,
            Self::Accepted => 3,
            Self::Sent => 4,
            Self::Failed => 5,
            Self::Delivered => 6,
            Self::Read => 7,
            Self::Played => 8,
        }
    }

    /// Whether WhatsApp's word `next` is news. Statuses come twice and out of order, and only move forward:
    /// what failed stays so unless it arrived after all, and what arrived can't fail any more.
    pub const fn accepts(self, next: Self) -> bool {
        self.rank() < next.rank()
    }

    /// Whether nothing more is to be expected of our own doing.
    pub const fn settled(self) -> bool {
        !matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_in_any_order_end_at_the_furthest() {
        let all = [Status::Sent, Status::Delivered, Status::Read];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut status = Status::Accepted;
            for next in order.map(|i| all[i]) {
                if status.accepts(next) {
                    status = next;
                }
            }
            assert_eq!(status, Status::Read);
        }
    }

    #[test]
    fn what_failed_stays_failed_unless_it_arrived() {
        assert!(!Status::Failed.accepts(Status::Sent));
        assert!(!Status::Failed.accepts(Status::Failed));
        assert!(Status::Failed.accepts(Status::Delivered));
        assert!(!Status::Delivered.accepts(Status::Failed));
        assert!(Status::Sent.accepts(Status::Failed));
    }

    #[test]
    fn the_unknown_is_settled_by_any_word() {
        for word in [Status::Sent, Status::Delivered, Status::Read, Status::Failed] {
            assert!(Status::Unknown.accepts(word));
        }
    }
}

//! The thread of one contact with one of our numbers.

mod action;
mod asked;
mod fact;

use serde::{Deserialize, Serialize};

pub use action::Action;
pub use asked::{ASKED, Asked};
pub use fact::Fact;

use crate::attribute::Values;
use crate::call::Call;
use crate::contact::{About, Contact};
use crate::ids::{AgentId, ConversationId, LabelId, MessageId, NumberId, TeamId};
use crate::source::Source;
use crate::time::{Millis, Timestamp};
use crate::words::words;

/// How long we may write freely after the customer's last message ("customer service window", Cloud API).
pub const WINDOW: Millis = Millis::hours(24);
/// How far ahead one can snooze.
pub const SNOOZE_MAX: Millis = Millis::days(366);
/// How long a deleted conversation can be restored before it is erased.
pub const DELETED_KEPT: Millis = Millis::days(30);
/// How long before the window closes somebody is reminded.
pub const REMINDED: Millis = Millis::hours(2);
/// Most who can follow one conversation.
pub const FOLLOWERS_MAX: usize = 20;
/// Most conversations that one can follow.
pub const FOLLOWING_MAX: usize = 1_000;
/// Longest reason for an escalation, in characters.
pub const REASON_MAX: usize = 300;
/// Longest preview in a list, in characters.
pub const PREVIEW_MAX: usize = 120;

/// The thread of one contact with one of our numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Which.
    pub id: ConversationId,
    /// Ours, to which the contact writes.
    pub number: NumberId,
    /// Who writes.
    pub contact: Contact,
    /// Whose it is; without a team it is everyone's.
    pub team: Option<TeamId>,
    /// Who answers.
    pub assignee: Option<AgentId>,
    /// Who sees it whatever else they see, in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<AgentId>,
    /// Open, snoozed or closed.
    pub status: Status,
    /// What brings it back: there is something exactly when it is snoozed.
    pub snoozed: Option<Snooze>,
    /// The words on it, in the order of their ids; archived ones too.
    pub labels: Vec<LabelId>,
    /// What a workspace wants to know of its conversations.
    #[serde(default)]
    pub attributes: Values,
    /// The latest advertisement through which the customer came.
    #[serde(default)]
    pub source: Option<Box<Source>>,
    /// Customer's messages that nobody of us has looked at; at least one where somebody said so.
    pub unread: u32,
    /// The latest message by WhatsApp's time.
    pub last: Option<Preview>,
    /// When anything was last said, by WhatsApp's time, or when it came back: the order of lists.
    pub active_at: Timestamp,
    /// Since when the customer waits for an answer.
    pub waiting_since: Option<Timestamp>,
    /// Until when we may write freely; `None` when the customer never wrote.
    pub window_until: Option<Timestamp>,
    /// When it is erased for good, if it is deleted: until then it can be restored, and is in no list but theirs.
    #[serde(default)]
    pub deleted: Option<Timestamp>,
    /// That leads should look at it, until somebody takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<Box<Escalation>>,
    /// That a colleague asks whoever has it for it, until they answer or the time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// The call that is not over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Box<Call>>,
    /// When the customer called and nobody was there, until somebody of us turns to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_call: Option<Timestamp>,
    /// Counts up with each change.
    pub version: u32,
}

/// That leads should look at a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// Who says so; nobody, if a rule does because nobody has answered.
    #[serde(default)]
    pub by: Option<AgentId>,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// Whether there is something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Someone has to do something.
    Open,
    /// Something to do, but not now.
    Snoozed,
    /// Nothing to do until the customer writes again.
    Closed,
}

words!(Status { Open = "open", Snoozed = "snoozed", Closed = "closed" });

impl Status {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Closed];
}

/// What brings a snoozed conversation back. The customer's next message always does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Snooze {
    /// This time.
    Until(Timestamp),
    /// Nothing else.
    Reply,
}

/// What a list shows of the latest message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Which message.
    pub message: MessageId,
    /// In one line of at most [`PREVIEW_MAX`] characters.
    pub text: String,
    /// Whether we said it.
    pub outgoing: bool,
    /// When, by WhatsApp's time.
    pub at: Timestamp,
}

/// What decides who may see something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Whose it is; without a team it is everyone's.
    pub team: Option<TeamId>,
    /// Who answers.
    pub assignee: Option<AgentId>,
    /// Whether it is deleted: then only who may restore it sees it.
    #[serde(default)]
    pub deleted: bool,
    /// Who follows: they see it whatever else they see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<AgentId>,
}

impl Conversation {
    /// What decides who may see it.
    pub fn scope(&self) -> Scope {
        Scope {
            team: self.team,
            assignee: self.assignee,
            deleted: self.deleted.is_some(),
            followers: self.followers.clone(),
        }
    }

    /// When something of ours is said: never above what was seen, also when WhatsApp's clock is ahead of ours.
    pub fn below(&self, now: Timestamp) -> Timestamp {
        self.last.as_ref().map_or(now, |last| now.max(last.at + Millis(1)))
    }

    /// We have answered: nobody waits, and what a rule asked leads for because nobody answered is settled.
    pub fn answered(&mut self) {
        (self.waiting_since, self.missed_call, self.unread) = (None, None, 0);
        self.escalated = self.escalated.take().filter(|it| it.by.is_some());
    }

    /// Leaves nothing of who writes and what was said: only that it was there, and who may know.
    pub fn blank(&mut self) {
        self.contact.name.clear();
        (self.contact.phone, self.contact.username) = (None, None);
        self.contact.about = About::default();
        (self.last, self.source, self.escalated) = (None, None, None);
        (self.call, self.missed_call, self.asked) = (None, None, None);
        self.attributes.clear();
    }

    /// Whether we may write freely at `now`.
    pub fn window_open(&self, now: Timestamp) -> bool {
        self.window_until.is_some_and(|until| now < until)
    }
}

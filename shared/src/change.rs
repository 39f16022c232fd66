//! Changes that cross: what somebody wants to be otherwise, and what others have made otherwise since they looked. Labels are
//! sets and merge; nothing else is changed twice without its author meaning to.

use serde::{Deserialize, Serialize};

use crate::activity::Activity;
use crate::conversation::{Action, Conversation, Fact, Status};
use crate::ids::AttributeId;
use crate::time::{Millis, Timestamp};

/// So many changes are told at most, the latest.
pub const TOLD_MAX: usize = 3;

/// Why a change was not made: others made one meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The version of the conversation with all of it: who wants it all the same says that they have seen this one.
    pub version: u32,
    /// The server's time, to tell how long ago it was.
    pub now: Timestamp,
    /// What was changed, oldest first: the latest [`TOLD_MAX`].
    pub changes: Vec<Activity>,
}

/// What of a conversation a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who answers.
    Assignee,
    /// Whose it is.
    Team,
    /// Open, snoozed or closed.
    Status,
    /// Something that is known of it.
    Attribute(AttributeId),
    /// Whether it is deleted.
    Deleted,
}

impl Action {
    /// What it wants to be otherwise, as far as that can cross.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            // A transfer takes it away from who is not in that team.
            Self::Transfer { .. } => vec![Field::Team, Field::Assignee],
            Self::Assign { .. }
            | Self::HandOver { .. }
            | Self::Ask { .. }
            | Self::Keep { .. }
            | Self::Cede { .. } => vec![Field::Assignee],
            Self::Close | Self::Reopen | Self::Snooze { .. } => vec![Field::Status],
            Self::Delete | Self::Restore => vec![Field::Deleted],
            Self::SetAttribute { attribute, .. } => vec![Field::Attribute(*attribute)],
            // Nobody's is taken by one alone; the rest merges.
            Self::Claim
            | Self::Unask
            | Self::TakeDraft { .. }
            | Self::Escalate { .. }
            | Self::Settle
            | Self::Follow
            | Self::Unfollow
            | Self::LetGo { .. }
            | Self::BringBack { .. }
            | Self::Unread
            | Self::Label { .. }
            | Self::TakeOver { .. }
            | Self::Read { .. } => vec![],
        }
    }

    /// Whether it is so already.
    pub fn holds_of(&self, it: &Conversation) -> bool {
        match self {
            Self::Assign { to } => it.assignee == *to,
            Self::HandOver { to, .. } | Self::Cede { to } => it.assignee == Some(*to),
            Self::Transfer { to } => it.team == *to,
            Self::Close => it.status == Status::Closed,
            Self::Reopen => it.status == Status::Open,
            Self::Snooze { until } => it.snoozed == Some(*until),
            Self::Delete => it.deleted.is_some(),
            Self::Restore => it.deleted.is_none(),
            Self::SetAttribute { attribute, value } => {
                it.attributes.get(attribute) == value.as_ref()
            }
            Self::Claim
            | Self::Ask { .. }
            | Self::Unask
            | Self::Keep { .. }
            | Self::TakeDraft { .. }
            | Self::Escalate { .. }
            | Self::Settle
            | Self::Follow
            | Self::Unfollow
            | Self::LetGo { .. }
            | Self::BringBack { .. }
            | Self::Unread
            | Self::Label { .. }
            | Self::TakeOver { .. }
            | Self::Read { .. } => false,
        }
    }
}

impl Fact {
    /// What it made otherwise, as far as that can cross.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Self::Assigned { .. } | Self::Ceded { .. } | Self::Given { team: None, .. } => {
                vec![Field::Assignee]
            }
            Self::Transferred { .. } | Self::Given { team: Some(_), .. } => {
                vec![Field::Team, Field::Assignee]
            }
            Self::Closed | Self::Reopened | Self::Snoozed { .. } | Self::Woke => {
                vec![Field::Status]
            }
            Self::Deleted { .. } | Self::Restored | Self::Erased => vec![Field::Deleted],
            Self::Attributed { attribute, .. } => vec![Field::Attribute(*attribute)],
            Self::Asked { .. }
            | Self::Unasked
            | Self::Kept { .. }
            | Self::ClosesSoon { .. }
            | Self::Escalated { .. }
            | Self::Settled
            | Self::BroughtIn { .. }
            | Self::Followed { .. }
            | Self::LetGo { .. }
            | Self::Unanswered { .. }
            | Self::Called { .. }
            | Self::MarkedUnread
            | Self::Labelled { .. }
            | Self::TookOver { .. }
            | Self::TookDraft { .. }
            | Self::CameThrough { .. }
            | Self::Read => vec![],
        }
    }
}

/// How long ago something was, for a sentence: `0.3 s`, `12 s`, `5 min`, `2 h`, `3 d`.
pub fn span(of: Millis) -> String {
    let tenths = of.0.max(0) / 100;
    match tenths / 10 {
        0..=9 => format!("{}.{} s", tenths / 10, tenths % 10),
        seconds @ 10..=59 => format!("{seconds} s"),
        seconds @ 60..=3_599 => format!("{} min", seconds / 60),
        seconds @ 3_600..=86_399 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_as_one_would_say_it() {
        let told =
            [0, 349, 9_950, 12_000, 300_000, 7_200_000, 260_000_000].map(|it| span(Millis(it)));
        assert_eq!(told, ["0.0 s", "0.3 s", "9.9 s", "12 s", "5 min", "2 h", "3 d"]);
    }
}

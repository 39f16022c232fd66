//! Conditions on conversations that can be combined, and the order in which to show what they leave: one pure rule,
//! which the server says again in SQL.

mod text;
mod window;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::attribute::Condition;
use crate::conversation::{Conversation, Snooze, Status};
use crate::ids::{AgentId, ConversationId, LabelId, NumberId, TeamId};
use crate::time::{Millis, Timestamp};

pub use window::{Place, window_rank};

/// The place of a conversation in a list: by rank, highest first, so compare in reverse.
pub type SortKey = (Timestamp, ConversationId);

/// The rank of what waits for nothing, in an order by waiting: below everything that does.
pub const NOT_WAITING: Timestamp = Timestamp(-i64::MAX);

/// Conditions that must all hold. A set that is empty is no condition; of a set that is not, one must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a condition of its own")]
pub struct Filter {
    /// Open, snoozed or closed.
    pub status: BTreeSet<Status>,
    /// Who answers.
    pub assignee: BTreeSet<Who>,
    /// Whose it is.
    pub team: BTreeSet<TeamId>,
    /// To which of our numbers the customer writes.
    pub number: BTreeSet<NumberId>,
    /// At least one of these is on it.
    pub any_label: BTreeSet<LabelId>,
    /// All of these are on it.
    pub all_labels: BTreeSet<LabelId>,
    /// None of these is on it.
    pub no_label: BTreeSet<LabelId>,
    /// All of these hold of what a workspace knows of its own.
    pub attributes: BTreeSet<Condition>,
    /// Nobody of us has looked at the latest.
    pub unread: bool,
    /// Deleted and not erased yet; everything else is not.
    pub deleted: bool,
    /// The customer came through an advertisement.
    pub from_ad: bool,
    /// Leads should look at it.
    pub escalated: bool,
    /// The customer called and nobody was there, and nobody has turned to them since.
    pub missed_call: bool,
    /// Whoever looks follows it.
    pub following: bool,
    /// The customer spoke last, and waits.
    pub waiting: bool,
    /// The customer has waited for at least so many minutes.
    pub waits: Option<u32>,
    /// We may write freely, but for at most so many hours more.
    pub closes: Option<u32>,
    /// In which order.
    pub sort: Sort,
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Whoever looks.
    Me,
    /// Nobody yet.
    Nobody,
    /// Anybody.
    Somebody,
    /// This one.
    Agent(AgentId),
}

/// In which order a list is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Where something was said last comes first.
    #[default]
    Activity,
    /// Who has been waiting longest comes first, who does not wait last.
    Waiting,
    /// What comes back soonest comes first, what no time brings back last.
    Back,
    /// Where we may write freely for the shortest time comes first, where we may not comes last.
    Window,
}

/// Longest wait that can be asked for, in minutes: a year.
pub const WAITS_MAX: u32 = 366 * 24 * 60;
/// Most hours that can be asked for: the whole window.
pub const CLOSES_MAX: u32 = 24;

impl Filter {
    /// Whether `me` finds this conversation at `now`, if they may see it at all.
    pub fn matches(&self, it: &Conversation, me: AgentId, now: Timestamp) -> bool {
        let has = |label: &LabelId| it.labels.contains(label);
        self.deleted == it.deleted.is_some()
            && one_of(&self.status, |status| *status == it.status)
            && one_of(&self.assignee, |who| who.is(it.assignee, me))
            && one_of(&self.team, |team| it.team == Some(*team))
            && one_of(&self.number, |number| it.number == *number)
            && one_of(&self.any_label, has)
            && self.all_labels.iter().all(has)
            && !self.no_label.iter().any(has)
            && self.attributes.iter().all(|condition| condition.holds(it))
            && (!self.unread || it.unread > 0)
            && (!self.escalated || it.escalated.is_some())
            && (!self.missed_call || it.missed_call.is_some())
            && (!self.following || it.followers.contains(&me))
            && (!self.from_ad || it.source.is_some())
            && (!self.waiting || it.waiting_since.is_some())
            && self.waits().is_none_or(|span| it.waiting_since.is_some_and(|at| at + span <= now))
            && self.closes().is_none_or(|span| {
                it.window_until.is_some_and(|until| now < until && until <= now + span)
            })
    }

    /// Whether what it leaves, or the order, changes although nothing happens but that time passes.
    pub fn timed(&self) -> bool {
        self.waits.is_some() || self.closes.is_some() || self.sort == Sort::Window
    }

    /// How long the customer must have waited, if that is asked.
    pub fn waits(&self) -> Option<Millis> {
        self.waits.map(|minutes| Millis::minutes(minutes.into()))
    }

    /// Within which time the window must close, if that is asked.
    pub fn closes(&self) -> Option<Millis> {
        self.closes.map(|hours| Millis::hours(hours.into()))
    }

    /// The place in the list at `now`.
    pub fn key(&self, it: &Conversation, now: Timestamp) -> SortKey {
        (self.sort.rank(it, now), it.id)
    }
}

impl Who {
    fn is(self, assignee: Option<AgentId>, me: AgentId) -> bool {
        match self {
            Self::Me => assignee == Some(me),
            Self::Nobody => assignee.is_none(),
            Self::Somebody => assignee.is_some(),
            Self::Agent(who) => assignee == Some(who),
        }
    }
}

impl Sort {
    /// What a conversation is ordered by at `now`, highest first.
    pub fn rank(self, it: &Conversation, now: Timestamp) -> Timestamp {
        match self {
            Self::Activity => it.active_at,
            Self::Waiting => waiting_rank(it),
            Self::Back => back_rank(it),
            Self::Window => window_rank(it, now),
        }
    }
}

/// What a conversation is ordered by where who waits longest comes first.
pub fn waiting_rank(it: &Conversation) -> Timestamp {
    it.waiting_since.map_or(NOT_WAITING, |since| Timestamp(-since.0))
}

/// What a conversation is ordered by where what comes back soonest comes first.
pub fn back_rank(it: &Conversation) -> Timestamp {
    match it.snoozed {
        Some(Snooze::Until(at)) => Timestamp(-at.0),
        Some(Snooze::Reply) | None => NOT_WAITING,
    }
}

fn one_of<T>(set: &BTreeSet<T>, fits: impl FnMut(&T) -> bool) -> bool {
    set.is_empty() || set.iter().any(fits)
}

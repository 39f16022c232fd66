//! Which list of conversations: one of those that everyone has, or a filter of one's own. Each is a [`Filter`], and so
//! the same rule in browser, log and SQL.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::conversation::{Conversation, Status};
use crate::filter::{Filter, Sort, Who};
use crate::ids::AgentId;
use crate::time::Timestamp;

pub use crate::filter::SortKey;

/// A list of conversations.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum View {
    /// Open, and mine to answer.
    Mine,
    /// Open, and nobody's.
    Unassigned,
    /// Open.
    All,
    /// Put off.
    Snoozed,
    /// Closed.
    Closed,
    /// What these conditions leave.
    Filtered(Box<Filter>),
}

impl View {
    /// Those that everyone has, in the order of the tabs.
    pub const ALL: [Self; 5] =
        [Self::Mine, Self::Unassigned, Self::All, Self::Snoozed, Self::Closed];

    /// What was deleted and can be restored, for who may.
    pub fn deleted() -> Self {
        Self::Filtered(Box::new(Filter { deleted: true, ..Filter::default() }))
    }

    /// What leads should look at.
    pub fn escalated() -> Self {
        Self::Filtered(Box::new(Filter { escalated: true, ..Filter::default() }))
    }

    /// Who called, found nobody there, and has not been turned to since.
    pub fn missed() -> Self {
        Self::Filtered(Box::new(Filter { missed_call: true, ..Filter::default() }))
    }

    /// What whoever looks follows and is not closed.
    pub fn following() -> Self {
        let status = [Status::Open, Status::Snoozed].into();
        Self::Filtered(Box::new(Filter { status, following: true, ..Filter::default() }))
    }

    /// Its conditions and order.
    pub fn filter(&self) -> Filter {
        let open = || Filter { status: [Status::Open].into(), ..Filter::default() };
        match self {
            Self::Mine => Filter { assignee: [Who::Me].into(), ..open() },
            Self::Unassigned => Filter { assignee: [Who::Nobody].into(), ..open() },
            Self::All => open(),
            Self::Snoozed => {
                Filter { status: [Status::Snoozed].into(), sort: Sort::Back, ..Filter::default() }
            }
            Self::Closed => Filter { status: [Status::Closed].into(), ..Filter::default() },
            Self::Filtered(filter) => Filter::clone(filter),
        }
    }

    /// Whether `me` finds this conversation in this list at `now`, if they may see it at all.
    pub fn matches(&self, it: &Conversation, me: AgentId, now: Timestamp) -> bool {
        if let Self::Filtered(filter) = self {
            return filter.matches(it, me, now);
        }
        let there = it.deleted.is_none();
        let open = there && it.status == Status::Open;
        // The same as the filter, without making one for each line of the log.
        match self {
            Self::Mine => open && it.assignee == Some(me),
            Self::Unassigned => open && it.assignee.is_none(),
            Self::All => open,
            Self::Snoozed => there && it.status == Status::Snoozed,
            Self::Closed => there && it.status == Status::Closed,
            Self::Filtered(_) => false,
        }
    }

    /// Whether time alone changes it.
    pub fn timed(&self) -> bool {
        match self {
            Self::Mine | Self::Unassigned | Self::All | Self::Snoozed | Self::Closed => false,
            Self::Filtered(filter) => filter.timed(),
        }
    }

    /// The place in the list at `now`, for who finds it there.
    pub fn place(&self, it: &Conversation, me: AgentId, now: Timestamp) -> Option<SortKey> {
        self.matches(it, me, now).then(|| self.key(it, now))
    }

    /// The place in the list at `now`.
    pub fn key(&self, it: &Conversation, now: Timestamp) -> SortKey {
        match self {
            Self::Mine | Self::Unassigned | Self::All | Self::Closed => {
                (Sort::Activity.rank(it, now), it.id)
            }
            Self::Snoozed => (Sort::Back.rank(it, now), it.id),
            Self::Filtered(filter) => filter.key(it, now),
        }
    }
}

/// The list that everyone has, if the conditions are those of one.
impl From<Filter> for View {
    fn from(filter: Filter) -> Self {
        let known = Self::ALL.into_iter().find(|view| view.filter() == filter);
        known.unwrap_or_else(|| Self::Filtered(Box::new(filter)))
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("mine"),
            Self::Unassigned => f.write_str("unassigned"),
            Self::All => f.write_str("all"),
            Self::Snoozed => f.write_str("snoozed"),
            Self::Closed => f.write_str("closed"),
            Self::Filtered(filter) => filter.fmt(f),
        }
    }
}

impl FromStr for View {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match Self::ALL.into_iter().find(|view| view.to_string() == text) {
            Some(view) => Ok(view),
            None => text.parse::<Filter>().map(Into::into),
        }
    }
}

impl From<View> for String {
    fn from(view: View) -> Self {
        view.to_string()
    }
}

impl TryFrom<String> for View {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_with_the_conditions_of_a_tab_is_that_tab() {
        assert_eq!("who:me.is:open".parse(), Ok(View::Mine));
        for view in View::ALL {
            assert_eq!(View::from(view.filter()), view);
            assert_eq!(view.to_string().parse(), Ok(view));
        }
        assert_eq!("is:open.is:unread".parse::<View>().unwrap().to_string(), "is:open.is:unread");
    }
}

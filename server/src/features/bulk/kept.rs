//! What a conversation was like before and after, so that just that can be taken back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::attribute::Values;
use shared::bulk::What;
use shared::conversation::{Action, Conversation, Fact, Snooze, Status};
use shared::ids::{AgentId, LabelId, TeamId};
use shared::problem::{Code, Problem};
use shared::time::Timestamp;

use crate::error::Result;
use crate::features::{activity, conversation};
use crate::jobs::Job;
use crate::store::Tx;

/// What bulk actions can change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    status: Status,
    snoozed: Option<Snooze>,
    waiting_since: Option<Timestamp>,
    unread: u32,
    assignee: Option<AgentId>,
    labels: BTreeSet<LabelId>,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    team: Option<TeamId>,
    #[serde(default)]
    attributes: Values,
    #[serde(default)]
    followers: BTreeSet<AgentId>,
}

/// What one conversation was like before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Undo {
    pub(super) before: Kept,
    pub(super) after: Kept,
}

impl Undo {
    /// Who got it, if it is somebody else's now.
    pub(super) fn given_to(&self) -> Option<AgentId> {
        self.after.assignee.filter(|it| self.before.assignee != Some(*it))
    }
}

impl Kept {
    pub(super) fn of(it: &Conversation) -> Self {
        Self {
            status: it.status,
            snoozed: it.snoozed,
            waiting_since: it.waiting_since,
            unread: it.unread,
            assignee: it.assignee,
            labels: it.labels.iter().copied().collect(),
            deleted: it.deleted.is_some(),
            team: it.team,
            attributes: it.attributes.clone(),
            followers: it.followers.iter().copied().collect(),
        }
    }

    /// Whether it is like the other in the respect that matters.
    fn like(&self, other: &Self, what: &What) -> bool {
        match what {
            What::Read | What::Unread => self.unread == other.unread,
            What::Close | What::Reopen | What::Snooze { .. } => {
                let part = |it: &Self| (it.status, it.snoozed, it.waiting_since, it.unread);
                part(self) == part(other)
            }
            What::Transfer { .. } => (self.team, self.assignee) == (other.team, other.assignee),
            What::SetAttribute { attribute, .. } => {
                self.attributes.get(attribute) == other.attributes.get(attribute)
            }
            What::Delete | What::Restore => self.deleted == other.deleted,
            What::Assign { .. } | What::Share { .. } => self.assignee == other.assignee,
            What::Label { add, remove } => add
                .iter()
                .chain(remove)
                .all(|id| self.labels.contains(id) == other.labels.contains(id)),
        }
    }

    fn without(&self, other: &Self) -> Vec<LabelId> {
        self.labels.difference(&other.labels).copied().collect()
    }
}

/// Takes back what was done; refused when somebody has changed it since.
pub(super) fn revert(tx: &mut Tx<'_>, it: Conversation, what: &What, undo: &Undo) -> Result<()> {
    let Undo { before, after } = undo;
    if !Kept::of(&it).like(after, what) {
        return Err(Problem::new(Code::Conflict, "It has been changed since.").into());
    }
    let action = match what {
        What::Transfer { .. } => return give_back(tx, it, before),
        What::SetAttribute { attribute, .. } => {
            let (attribute, value) = (*attribute, before.attributes.get(attribute).cloned());
            Action::SetAttribute { attribute, value }
        }
        What::Delete => Action::Restore,
        What::Restore => Action::Delete,
        What::Assign { .. } | What::Share { .. } => Action::Assign { to: before.assignee },
        What::Label { .. } => {
            Action::Label { add: before.without(after), remove: after.without(before) }
        }
        What::Read | What::Unread | What::Close | What::Reopen | What::Snooze { .. } => {
            return restore(tx, it, undo);
        }
    };
    conversation::handle(tx, it, action)
}

/// The team that had it, and who answered.
fn give_back(tx: &mut Tx<'_>, mut it: Conversation, before: &Kept) -> Result<()> {
    let fact = Fact::Transferred { from: it.team, to: before.team };
    activity::change(tx, &mut it, fact, |it| {
        (it.team, it.assignee) = (before.team, before.assignee);
    })?;
    Ok(())
}

fn restore(tx: &mut Tx<'_>, mut it: Conversation, undo: &Undo) -> Result<()> {
    let Undo { before, after } = undo;
    // What would have come back by now is back.
    let snoozed = match before.snoozed {
        Some(Snooze::Until(at)) if at <= tx.now() => None,
        snoozed => snoozed,
    };
    let (status, fact) = match (snoozed, before.status) {
        (Some(until), _) => (Status::Snoozed, Fact::Snoozed { until }),
        (None, Status::Closed) => (Status::Closed, Fact::Closed),
        (None, Status::Open | Status::Snoozed) => (Status::Open, Fact::Reopened),
    };
    let fact = match before.unread {
        _ if status != it.status => fact,
        0 => Fact::Read,
        _ => Fact::MarkedUnread,
    };
    let id = it.id;
    activity::change(tx, &mut it, fact, |it| {
        (it.status, it.snoozed) = (status, snoozed);
        (it.waiting_since, it.unread) = (before.waiting_since, before.unread);
    })?;
    if let Some(Snooze::Until(at)) = snoozed {
        tx.promise_at(Job::Wake { conversation: id }, at);
    }
    // Who saw it by following alone was let go when it was closed.
    let gone: Vec<_> = before.followers.difference(&after.followers).copied().collect();
    conversation::follow::bring_back(tx, it, &gone)
}

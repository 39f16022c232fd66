//! Conditions of a filter, by the cases in which SQL says them differently.

use shared::attribute::Test;
use shared::filter::{Filter, Who};
use shared::ids::AgentId;

/// Who may answer, by the cases in which SQL says it differently.
#[derive(Default)]
pub(super) struct Assignees {
    /// One of these, if there are any.
    pub(super) only: Vec<AgentId>,
    pub(super) nobody: bool,
    pub(super) somebody: bool,
    pub(super) or_nobody: Option<Vec<AgentId>>,
}

impl Assignees {
    pub(super) fn of(filter: &Filter, me: AgentId) -> Self {
        let has = |who| filter.assignee.contains(&who);
        let these = filter.assignee.iter().filter_map(|who| match who {
            Who::Me => Some(me),
            Who::Agent(id) => Some(*id),
            Who::Nobody | Who::Somebody => None,
        });
        let these: Vec<_> = these.collect();
        match (has(Who::Somebody), has(Who::Nobody)) {
            (true, true) => Self::default(),
            (true, false) => Self { somebody: true, ..Self::default() },
            (false, true) if these.is_empty() => Self { nobody: true, ..Self::default() },
            (false, true) => Self { or_nobody: Some(these), ..Self::default() },
            (false, false) => Self { only: these, ..Self::default() },
        }
    }
}

/// What must hold of a value, by the cases in which SQL says it differently.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
    pub(super) says: Option<String>,
    pub(super) like: Option<String>,
    pub(super) absent: bool,
}

impl Wanted {
    pub(super) fn of(test: &Test) -> Self {
        let it = Self::default();
        match test {
            Test::Set => it,
            Test::Unset => Self { absent: true, ..it },
            Test::Is(rank) => Self { least: Some(*rank), most: Some(*rank), ..it },
            Test::AtLeast(rank) => Self { least: Some(*rank), ..it },
            Test::AtMost(rank) => Self { most: Some(*rank), ..it },
            Test::Says(text) => Self { says: Some(text.clone()), ..it },
            Test::Has(part) => {
                let plain = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                Self { like: Some(format!("%{plain}%")), ..it }
            }
        }
    }
}

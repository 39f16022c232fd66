//! Who sees what is deleted, and what can be done about it.

use shared::command::Action;
use shared::conversation::{self, Conversation, Scope};
use shared::permission::Permission;
use shared::problem::{Code, Problem};

use super::Viewer;
use crate::error::Result;

impl Viewer {
    /// What is deleted is there for who may restore it, and for nobody else. `conversation/rows.rs` says the same in SQL.
    pub(super) fn sees_deleted(&self, scope: &Scope) -> bool {
        !scope.deleted || self.rights.may(Permission::Delete)
    }
}

/// The same conversation, unless it is deleted and something else is wanted of it than to restore it.
pub(super) fn guard(it: Conversation, action: &Action) -> Result<Conversation> {
    use conversation::Action::{Delete, Restore};

    let about_that = matches!(action, Action::Conversation(_, Delete | Restore));
    if it.deleted.is_some() && !about_that {
        let words = "This conversation is deleted. Restore it first.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    Ok(it)
}

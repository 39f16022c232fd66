//! What is told of one message to who looks closer, and from where messages may be taken.

use shared::conversation::Scope;
use shared::message::{Action, Details};
use shared::permission::Permission;
use shared::problem::Problem;

use super::{Viewer, Visible};
use crate::error::Result;
use crate::features::conversation;
use crate::store::Tx;

impl Viewer {
    /// What is known of a message in a conversation of this scope, when they see it.
    pub fn details(&self, scope: Scope, mut it: Details) -> Option<Visible<Details>> {
        // WhatsApp's ids of messages have the customer's number in them.
        it.wamid = it.wamid.filter(|_| self.rights.may(Permission::Phones));
        self.sees_scope(scope).then_some(Visible(it))
    }

    /// The same action, when they see whatever it takes from other conversations.
    pub(super) fn sources(&self, tx: &mut Tx<'_>, action: Action) -> Result<Action> {
        if let Action::Forward { of, .. } = &action
            && conversation::rows::find(tx.conn(), self, *of)?.is_none()
        {
            return Err(Problem::not_found("conversation").into());
        }
        Ok(action)
    }
}

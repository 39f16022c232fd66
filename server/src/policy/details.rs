//! What is told of one message to who looks closer.

use shared::conversation::Scope;
use shared::message::Details;

use super::{Viewer, Visible};

impl Viewer {
    /// What is known of a message in a conversation of this scope, when they see it.
    pub fn details(&self, scope: Scope, it: Details) -> Option<Visible<Details>> {
        self.sees_scope(scope).then_some(Visible(it))
    }
}

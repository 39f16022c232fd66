//! What a search may show.

use shared::conversation::Conversation;
use shared::search::Found;

use super::{Viewer, Visible};

impl Viewer {
    /// What was found, as far as they see it.
    pub fn found(&self, mut it: Found) -> Visible<Found> {
        let seen = |it: &Conversation| self.sees_scope(it.scope());
        it.people.retain(seen);
        it.messages.retain(|hit| seen(&hit.conversation) && self.reads_hit(hit));
        Visible(it)
    }
}

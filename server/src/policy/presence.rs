//! Who learns that somebody is in a conversation: whoever sees the conversation.

use shared::conversation::Scope;
use shared::ids::ConversationId;
use shared::presence::{Around, Fence, Person};

use super::{Viewer, Visible};

impl Viewer {
    /// Who is in a conversation with this scope, or nobody. `fence` is of this viewer's own lease.
    pub fn around(
        &self,
        at: ConversationId,
        scope: Option<Scope>,
        people: Vec<Person>,
        fence: Option<Fence>,
    ) -> Visible<Around> {
        if scope.is_some_and(|scope| self.sees_scope(scope)) {
            Visible(Around { at, people, fence })
        } else {
            Visible(Around { at, people: vec![], fence: None })
        }
    }
}

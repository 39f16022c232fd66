//! My calls, as the log tells of them.

use shared::ids::{CallId, ConversationId};

use super::Engine;

/// One of my calls in the picture.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Mine {
    pub(super) conversation: ConversationId,
    pub(super) call: CallId,
    /// Whether I am in it; otherwise I lost it and may go on.
    pub(super) with: bool,
}

impl Engine {
    pub(super) fn mine(self) -> Vec<Mine> {
        let me = self.it.me();
        self.it.store.peek(|it| {
            let calls = it.calls().filter_map(|it| it.call.as_deref());
            let mine = calls.filter(|it| it.with() == Some(me) || it.lost_by() == Some(me));
            mine.map(|call| Mine {
                conversation: call.conversation,
                call: call.id,
                with: call.with() == Some(me),
            })
            .collect()
        })
    }
}

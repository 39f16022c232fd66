//! What came while nobody was looking.

use leptos::prelude::*;
use shared::event::Fact;
use shared::protocol::Batch;
use shared::{mention, message};

use super::Workspace;
use crate::reminders;

impl Workspace {
    /// Counts what came while nobody was looking; to be told before a batch is applied.
    pub fn news(self, batch: &Batch) {
        let known = self.store.cursor().seq;
        let received = |fact: &Fact| matches!(fact, Fact::Message(message::Fact::Received { .. }));
        let new = batch
            .events
            .iter()
            .filter(|it| it.seq > known && it.fact.as_ref().is_some_and(received))
            .count();
        reminders::tell(self, batch);
        self.calls.hear(self.store, self.me(), batch);
        let not_sent = Some(Fact::Mention(mention::Fact::NotSent));
        if batch.events.iter().any(|it| it.seq > known && it.fact == not_sent) {
            self.toasts()
                .problem("A scheduled message was not sent. It is among your mentions (@).".into());
        }
        if new > 0 && !self.visible.get_untracked() {
            self.unseen.update(|it| *it += u32::try_from(new).unwrap_or(u32::MAX));
        }
    }
}

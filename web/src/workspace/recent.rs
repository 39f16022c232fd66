//! Which threads are kept for who comes back to them.

use leptos::prelude::*;
use shared::ids::ConversationId;

use super::{Line, Workspace};
use crate::fetch::Failure;
use crate::sync;

/// So many threads are kept for who comes back to them.
const KEPT: usize = 30;
/// So many of those that were read last are fetched again after a new start, so that they are there without a server.
const FETCHED: usize = 10;

impl Workspace {
    /// Another thread is open, or none. Those that nobody came back to for long are forgotten.
    pub fn opened(self, id: Option<ConversationId>) {
        self.open.set_value(id);
        self.presence.goes(id);
        let Some(id) = id else { return };
        let mut recent = self.recent.get_value();
        recent.retain(|it| *it != id);
        recent.push(id);
        let surplus = recent.len().saturating_sub(KEPT);
        for old in recent.drain(..surplus) {
            self.store.forget_thread(old);
        }
        self.recent.set_value(recent);
    }

    /// Which were read last, the latest at the end.
    pub fn recent(self) -> Vec<ConversationId> {
        self.recent.try_get_value().unwrap_or_default()
    }

    /// These were read before any of those that this tab knows of.
    pub fn remembers(self, mut before: Vec<ConversationId>) {
        let recent = self.recent();
        before.retain(|it| !recent.contains(it));
        before.extend(recent);
        let surplus = before.len().saturating_sub(KEPT);
        before.drain(..surplus);
        self.recent.set_value(before);
    }

    /// Fetches the latest of them that this tab has not, one after the other.
    pub async fn fetch_recent(self) {
        let latest: Vec<_> = self.recent().into_iter().rev().take(FETCHED).collect();
        for id in latest {
            // What stands in no list that is here has gone out of sight, or is of long ago.
            let missing =
                self.store.peek(|it| it.thread(id).is_none() && it.conversation(id).is_some());
            if !missing || self.line.get_untracked() != Line::Connected {
                continue;
            }
            match sync::more_of_thread(self.session(), self.store, id).await {
                Ok(()) => {}
                Err(Failure::Lost) => return,
                // It is not ours to see any more.
                Err(Failure::Refused(_)) => {
                    self.recent.update_value(|it| it.retain(|it| *it != id));
                }
            }
        }
    }
}

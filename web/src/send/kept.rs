//! What had no answer when the tab was loaded anew or closed: it is asked again before anything else, with its own id.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::Millis;

use super::Sender;
use crate::clock;
use crate::logic::backoff;
use crate::shelf::Kept;

/// What is older is not asked by itself: the server knows commands for a day, and nobody expects it any more.
const OLDEST: Millis = Millis::hours(23);
/// So often the part of the program that reads it is asked for, before one goes on without.
const TRIES: u32 = 5;

impl Sender {
    /// Goes on with what was left in this browser. Nothing else is asked before.
    pub(super) fn take_up(self) {
        if self.shelf.is_empty() {
            return;
        }
        self.known.update_value(|it| it.taking_up = true);
        spawn_local(async move {
            for failed in 0..TRIES {
                if let Some(kept) = self.shelf.take_up().await {
                    self.go_on_with(kept);
                    break;
                }
                self.bell.wait(backoff::delay(failed, js_sys::Math::random())).await;
            }
            self.known.update_value(|it| it.taking_up = false);
            self.pump();
        });
    }

    fn go_on_with(self, kept: Vec<Kept>) {
        let now = clock::now();
        let (fresh, stale): (Vec<_>, Vec<_>) =
            kept.into_iter().partition(|it| it.at + OLDEST > now);
        if !stale.is_empty() {
            let words = "What waited for more than a day was not sent. What was written is in the composer again.";
            self.toasts.problem(words.into());
        }
        for it in stale {
            self.shelf.take_off(it.command.id);
            self.give_back(it.command.action, it.note);
        }
        self.outbox.update(|outbox| {
            for it in fresh.iter().rev() {
                outbox.push_first(it.command.clone(), it.at);
            }
        });
        self.known.update_value(|known| {
            let notes = fresh.into_iter().filter_map(|it| Some((it.command.id, it.note?)));
            known.noted.extend(notes);
        });
    }
}

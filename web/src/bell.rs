//! Waiting that can be cut short. It carries nothing: who wakes looks for themselves.

use futures_channel::oneshot;
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

/// Wakes everyone who waits for it.
#[derive(Clone, Copy)]
pub struct Bell {
    waiting: StoredValue<Vec<oneshot::Sender<()>>, LocalStorage>,
}

impl Bell {
    /// Nobody waits.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { waiting: StoredValue::new_local(Vec::new()) }
    }

    /// Wakes everyone who waits now.
    pub fn ring(self) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for one in waiting {
            // Whoever gave up waiting needs no waking.
            let _ = one.send(());
        }
    }

    /// Waits for the bell.
    pub async fn rung(self) {
        let (ring, rung) = oneshot::channel();
        let placed = self.waiting.try_update_value(|it| {
            it.retain(|one| !one.is_canceled());
            it.push(ring);
        });
        if placed.is_some() {
            let _ = rung.await;
        } else {
            // The bell is gone, and so is everyone who would ring it.
            std::future::pending::<()>().await;
        }
    }

    /// Waits for the bell, but at most so many milliseconds.
    pub async fn wait(self, most: u32) {
        select(Box::pin(self.rung()), TimeoutFuture::new(most)).await;
    }
}

//! The sockets of this process as they are measured: how many, how far each has been told the log, and how soon.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::histogram::Histogram;
use shared::event::Seq;
use shared::time::{Millis, Timestamp};
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many sockets count lists at the same time, which leaves connections to the database for everybody else.
const COUNTING: usize = 2;
/// Bounds of the delays that are told apart, in seconds.
const DELAYS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0];

/// The sockets of this process. A copy is the same.
#[derive(Clone)]
pub struct Sockets {
    places: Arc<Mutex<HashMap<u64, Arc<AtomicI64>>>>,
    opened: Arc<AtomicU64>,
    delay: Histogram,
    counting: Arc<Semaphore>,
}

/// How far one socket has been told the log, for as long as this lives.
pub struct Place {
    sockets: Sockets,
    key: u64,
    seq: Arc<AtomicI64>,
}

impl Default for Sockets {
    fn default() -> Self {
        let (places, opened) = (Arc::default(), Arc::default());
        let counting = Arc::new(Semaphore::new(COUNTING));
        Self { places, opened, delay: Histogram::new(DELAYS), counting }
    }
}

impl Sockets {
    /// One opens, whose client knows the log up to here.
    pub(super) fn open(&self, at: Seq) -> Place {
        let (key, seq) =
            (self.opened.fetch_add(1, Ordering::Relaxed), Arc::new(AtomicI64::new(at.0)));
        self.places().insert(key, seq.clone());
        Place { sockets: self.clone(), key, seq }
    }

    /// Waits until it may be counted how long lists are. When everybody comes back at once, whoever has not been told
    /// what happened comes first.
    pub(super) async fn may_count(&self) -> Option<SemaphorePermit<'_>> {
        self.counting.acquire().await.ok()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.places().len()
    }

    /// How far the slowest has been told the log.
    pub fn slowest(&self) -> Option<Seq> {
        self.places().values().map(|seq| Seq(seq.load(Ordering::Relaxed))).min()
    }

    /// How long changes took from the beginning of their transaction until a socket that had heard everything before
    /// was told, in seconds.
    pub fn delay(&self) -> &Histogram {
        &self.delay
    }

    fn places(&self) -> MutexGuard<'_, HashMap<u64, Arc<AtomicI64>>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The client has been told the log up to here.
    pub(super) fn told(&self, through: Seq) {
        self.seq.store(through.0, Ordering::Relaxed);
    }

    /// Something of `at` was told, to somebody who had heard everything before it.
    pub(super) fn was_told(&self, at: Timestamp, now: Timestamp) {
        let Millis(delay) = now - at;
        let delay = u32::try_from(delay.max(0)).unwrap_or(u32::MAX);
        self.sockets.delay.observe(f64::from(delay) / 1_000.0);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.sockets.places().remove(&self.key);
    }
}

//! The time: real, or set by a test. Nothing else asks the system for it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use shared::time::Timestamp;
use ulid::Ulid;

/// The time, and ids that follow it.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Zero when it is the real one.
    set: Arc<AtomicI64>,
    last: Arc<Mutex<Ulid>>,
}

impl Clock {
    /// The system's time.
    pub fn real() -> Self {
        Self { set: Arc::default(), last: Arc::new(Mutex::new(Ulid::nil())) }
    }

    /// Stands still at `now` until it is set again.
    pub fn stopped_at(now: Timestamp) -> Self {
        let clock = Self::real();
        clock.set(now);
        clock
    }

    /// Stands still at `now` from here on.
    pub fn set(&self, now: Timestamp) {
        self.set.store(now.0, Ordering::SeqCst);
    }

    /// Whether it stands still.
    pub fn stands(&self) -> bool {
        self.set.load(Ordering::SeqCst) != 0
    }

    /// What time it is.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn now(&self) -> Timestamp {
        match self.set.load(Ordering::SeqCst) {
            0 => {
                let since = std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .unwrap_or_default();
                Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            set => Timestamp(set),
        }
    }

    /// A ULID greater than all that this clock gave before: ids tell the order of arrival also within a millisecond.
    pub fn ulid(&self) -> Ulid {
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("the platform has a source of randomness");
        let fresh =
            Ulid::from_parts(self.now().0.max(0).unsigned_abs(), u128::from_le_bytes(random));
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if fresh > *last { fresh } else { last.increment().unwrap_or(fresh) };
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_moment_keep_their_order() {
        let clock = Clock::stopped_at(Timestamp(1_700_000_000_000));
        let ids: Vec<_> = (0..1_000).map(|_| clock.ulid()).collect();
        assert!(ids.is_sorted());
        clock.set(Timestamp(1_600_000_000_000));
        assert!(clock.ulid() > ids[999], "also when the clock is set back");
    }
}

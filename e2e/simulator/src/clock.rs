//! The simulator's time, which a test may stop. Nothing else may ask the operating system for it.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Default)]
pub(crate) struct Clock {
    fixed: Mutex<Option<i64>>,
}

impl Clock {
    /// Unix seconds.
    pub(crate) fn now(&self) -> i64 {
        self.fixed.lock().expect("nothing panics while it holds the clock").unwrap_or_else(real)
    }

    /// Stops the clock at `seconds`, or lets it run again.
    pub(crate) fn set(&self, seconds: Option<i64>) {
        *self.fixed.lock().expect("nothing panics while it holds the clock") = seconds;
    }
}

/// Unix seconds of the operating system, whatever a test has set: media links expire by it.
pub(crate) fn real() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "this is the simulator's clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}

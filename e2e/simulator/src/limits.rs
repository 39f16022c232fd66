//! Meta's throttles: a budget for each pair of number and customer, and one for each number.

use std::collections::HashMap;
use std::time::Instant;

use crate::error::Refusal;
use crate::options::Options;

/// How many messages one customer may get: a burst, and what flows back each second.
#[derive(Clone, Copy, Debug)]
pub struct PairLimit {
    /// Messages at once.
    pub burst: f64,
    /// Messages regained each second.
    pub per_second: f64,
}

impl PairLimit {
    /// Meta's own: 45 at once, then one each six seconds.
    pub const METAS: Self = Self { burst: 45.0, per_second: 1.0 / 6.0 };
    /// Out of a test's way.
    pub const GENEROUS: Self = Self { burst: 1000.0, per_second: 100.0 };
}

/// Budgets left.
#[derive(Default)]
pub(crate) struct Limits {
    budgets: HashMap<String, (f64, Instant)>,
}

impl Limits {
    /// Takes one message from the budgets, or says which of them is empty.
    pub(crate) fn take(
        &mut self,
        options: &Options,
        number: &str,
        to: &str,
    ) -> Result<(), Refusal> {
        if let Some(rate) = options.throughput {
            let rate = f64::from(rate);
            self.spend(number.to_owned(), rate, rate).ok_or_else(|| Refusal::of(130_429))?;
        }
        if let Some(limit) = options.pair_limit {
            self.spend(format!("{number} {to}"), limit.burst, limit.per_second)
                .ok_or_else(|| Refusal::of(131_056))?;
        }
        Ok(())
    }

    fn spend(&mut self, key: String, burst: f64, per_second: f64) -> Option<()> {
        let now = Instant::now();
        let (left, since) = self.budgets.entry(key).or_insert((burst, now));
        *left = (*left + now.duration_since(*since).as_secs_f64() * per_second).min(burst);
        *since = now;
        if *left < 1.0 {
            return None;
        }
        *left -= 1.0;
        Some(())
    }
}

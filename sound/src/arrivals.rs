//! How a stream arrives: what is lost of it, and how unevenly it comes (RFC 3550, 6.4.1 and A.8).

use std::time::Instant;

use rtc::rtp;

/// Ticks of Opus' clock in a millisecond.
const TICKS: f64 = 48.0;

#[derive(Default)]
pub(crate) struct Arrivals {
    begun: Option<Begin>,
    received: u64,
    /// In ticks.
    jitter: f64,
    /// Expected and received when it was last asked for.
    told: (u64, u64),
    loss: f64,
}

struct Begin {
    first: u64,
    /// With the rounds of 65,536 that have passed.
    highest: u64,
    at: Instant,
    time: u32,
}

impl Arrivals {
    /// Counts a packet of sound.
    pub(crate) fn count(&mut self, header: &rtp::Header) {
        self.received += 1;
        let now = Instant::now();
        let Some(begin) = &mut self.begun else {
            let first = u64::from(header.sequence_number) + 65_536;
            self.begun = Some(Begin { first, highest: first, at: now, time: header.timestamp });
            return;
        };
        let ahead = header.sequence_number.wrapping_sub(low(begin.highest));
        if ahead > 0x8000 {
            return;
        }
        begin.highest += u64::from(ahead);
        let waited = now.duration_since(begin.at).as_secs_f64() * TICKS * 1_000.0;
        let spoken = header.timestamp.wrapping_sub(begin.time);
        (begin.at, begin.time) = (now, header.timestamp);
        // A pause, or a sender that begins anew, is not jitter.
        if spoken < 48_000 {
            self.jitter += ((waited - f64::from(spoken)).abs() - self.jitter) / 16.0;
        }
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.is_some()
    }

    /// In milliseconds.
    pub(crate) fn jitter_ms(&self) -> f64 {
        self.jitter / TICKS
    }

    /// The part that was lost since this was asked for the last time, 0 to 1.
    pub(crate) fn loss(&mut self) -> f64 {
        let expected = self.begun.as_ref().map_or(0, |begin| begin.highest - begin.first + 1);
        let (before, had) = self.told;
        let due = expected.saturating_sub(before);
        // Too few to say anything: what was told before stays true.
        if due >= 25 {
            let came = self.received.saturating_sub(had);
            self.loss = ratio(due.saturating_sub(came), due);
            self.told = (expected, self.received);
        }
        self.loss
    }
}

fn low(sequence: u64) -> u16 {
    let [.., high, low] = sequence.to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[expect(clippy::cast_precision_loss, reason = "packets of a few seconds")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{Arrivals, rtp};

    fn header(sequence_number: u16) -> rtp::Header {
        rtp::Header { sequence_number, ..rtp::Header::default() }
    }

    #[test]
    fn what_is_missing_is_lost_also_over_the_round() {
        let mut arrivals = Arrivals::default();
        let numbers = (65_500..=65_535).chain(0..64_u16);
        numbers.filter(|number| number % 4 != 0).for_each(|number| arrivals.count(&header(number)));
        assert!((arrivals.loss() - 0.25).abs() < 0.02, "{}", arrivals.loss());
        (64..200).for_each(|number| arrivals.count(&header(number)));
        assert!(arrivals.loss() < 0.02);
    }

    #[test]
    fn what_comes_late_or_twice_is_no_loss() {
        let mut arrivals = Arrivals::default();
        for number in [10, 12, 11, 13, 13].into_iter().chain(14..60) {
            arrivals.count(&header(number));
        }
        assert!(arrivals.loss().abs() < f64::EPSILON);
    }
}

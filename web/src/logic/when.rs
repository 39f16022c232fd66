//! Times in a few words. It knows no calendar: dates come from the browser.

use shared::conversation::WINDOW;
use shared::time::{Millis, Timestamp};

const MINUTE: i64 = Millis::minutes(1).0;
const HOUR: i64 = Millis::hours(1).0;
const DAY: i64 = Millis::days(1).0;

/// From here on a window that closes is worth a colour.
pub const CLOSING: Millis = Millis::hours(2);
/// A message that took longer than this to reach us is marked.
pub const LATE: Millis = Millis::minutes(10);

/// How long ago, in a few words; `None` when a date says more.
pub fn ago(now: Timestamp, at: Timestamp) -> Option<String> {
    match (now - at).0 {
        ..MINUTE => Some("now".into()),
        past @ MINUTE..HOUR => Some(format!("{} min", past / MINUTE)),
        past @ HOUR..DAY => Some(format!("{} h", past / HOUR)),
        past if past < 7 * DAY => Some(format!("{} d", past / DAY)),
        _ => None,
    }
}

/// A span in a few words, in whole minutes: less than one is one, for nobody waits by the second.
pub fn span(span: Millis) -> String {
    let minutes = span.0.max(0) / MINUTE;
    match minutes {
        ..60 => format!("{} min", minutes.max(1)),
        60..2_880 if minutes % 60 == 0 => format!("{} h", minutes / 60),
        60..2_880 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} d", minutes / 1_440),
    }
}

/// What there is to say about the time in which we may write freely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// For longer than anyone has to think about.
    Open(Millis),
    /// Less than [`CLOSING`] is left.
    Closing(Millis),
    /// Not until the customer writes again.
    Closed,
}

/// The window at `now`.
pub fn window(until: Option<Timestamp>, now: Timestamp) -> Window {
    match until.map(|until| until - now) {
        // More than all of it is a clock that goes wrong.
        Some(left) if left > CLOSING => Window::Open(left.min(WINDOW)),
        Some(left) if left > Millis(0) => Window::Closing(left),
        Some(_) | None => Window::Closed,
    }
}

/// By how much a message came late, when that is worth saying.
pub fn late(at: Timestamp, arrived: Timestamp) -> Option<String> {
    let late = arrived - at;
    (late > LATE).then(|| span(late))
}

/// Minutes and seconds of something that plays, such as `0:07`.
pub fn minutes(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length in seconds"
    )]
    let seconds = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);

    #[test]
    fn the_past_is_said_in_few_words() {
        for (past, words) in [
            (Millis(-5_000), "now"),
            (Millis::seconds(59), "now"),
            (Millis::minutes(1), "1 min"),
            (Millis::minutes(59), "59 min"),
            (Millis::hours(1), "1 h"),
            (Millis::hours(23), "23 h"),
            (Millis::days(1), "1 d"),
            (Millis::days(6), "6 d"),
        ] {
            assert_eq!(ago(NOW, NOW - past).as_deref(), Some(words));
        }
        assert_eq!(ago(NOW, NOW - Millis::days(7)), None, "a date says more");
    }

    #[test]
    fn a_span_never_says_nothing() {
        for (millis, words) in [
            (Millis(1), "1 min"),
            (Millis::minutes(61), "1 h 1 min"),
            (Millis::hours(24), "24 h"),
            (Millis::days(3), "3 d"),
        ] {
            assert_eq!(span(millis), words);
        }
    }

    #[test]
    fn a_window_warns_and_closes() {
        let at = |left| window(Some(NOW + left), NOW);
        assert_eq!(at(Millis::hours(3)), Window::Open(Millis::hours(3)));
        assert_eq!(at(Millis::hours(25)), Window::Open(WINDOW));
        assert_eq!(at(CLOSING), Window::Closing(CLOSING));
        assert_eq!(at(Millis(1)), Window::Closing(Millis(1)));
        assert_eq!(at(Millis(0)), Window::Closed);
        assert_eq!(window(None, NOW), Window::Closed, "the customer never wrote");
    }

    #[test]
    fn only_what_came_late_is_marked() {
        assert_eq!(late(NOW, NOW + Millis::minutes(10)), None);
        assert_eq!(late(NOW, NOW + Millis::minutes(125)).as_deref(), Some("2 h 5 min"));
    }
}

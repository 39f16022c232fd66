//! The order in which windows close. It is the only one that time itself changes: what was first is last once it is over.

use super::NOT_WAITING;
use crate::conversation::Conversation;
use crate::time::Timestamp;

/// How far below the open windows those stand that are over, so that no time brings them near each other.
const OVER: i64 = 1 << 60;

/// Where in the order a rank stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the open windows, soonest to close first: this is when.
    Open(Timestamp),
    /// Among those that are over, latest first: this is since when.
    Over(Timestamp),
    /// Where there never was one.
    Never,
}

/// What a conversation is ordered by where the window that closes soonest comes first.
pub fn window_rank(it: &Conversation, now: Timestamp) -> Timestamp {
    let place = match it.window_until {
        Some(until) if now < until => Place::Open(until),
        Some(until) => Place::Over(until),
        None => Place::Never,
    };
    place.rank()
}

impl Place {
    /// Where a rank of this order stands.
    pub const fn of(rank: Timestamp) -> Self {
        match rank.0 {
            it if it == NOT_WAITING.0 => Self::Never,
            it if it < -OVER / 2 => Self::Over(Timestamp(it.saturating_add(OVER))),
            it => Self::Open(Timestamp(it.saturating_neg())),
        }
    }

    const fn rank(self) -> Timestamp {
        match self {
            Self::Open(until) => Timestamp(-until.0),
            Self::Over(until) => Timestamp(until.0 - OVER),
            Self::Never => NOT_WAITING,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soonest_first_then_what_is_over_then_what_never_was() {
        let at = |hours: i64| Timestamp(1_800_000_000_000 + hours * 3_600_000);
        let order = [
            Place::Open(at(1)),
            Place::Open(at(23)),
            Place::Over(at(0)),
            Place::Over(at(-5_000)),
            Place::Never,
        ];
        assert!(order.map(Place::rank).is_sorted_by(|a, b| a > b));
        assert_eq!(order.map(|it| Place::of(it.rank())), order);
    }
}

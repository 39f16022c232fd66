//! Times of a week, in a time zone. Only the server knows time zones; here they are a name.

use serde::{Deserialize, Serialize};

/// A day, in minutes.
pub const DAY: u16 = 24 * 60;

/// Times of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Its name in the IANA database: `Europe/Berlin`.
    pub zone: String,
    /// When: several parts of a day, if somebody likes.
    pub week: Vec<Span>,
    /// What becomes of who writes at another time.
    #[serde(default)]
    pub outside: Outside,
}

/// What becomes of who writes at another time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// The rule does not speak of them: the next one is asked.
    #[default]
    Next,
    /// They are of this rule and wait until it is the time: until then nobody is given them, and no step is taken.
    Wait,
}

/// A part of a day, by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Monday is 0.
    pub day: u8,
    /// In minutes since midnight.
    pub from: u16,
    /// The first minute that is not in it: at most [`DAY`].
    pub to: u16,
}

impl Hours {
    /// Whether a day and minute by the clock on the wall is in it.
    pub fn has(&self, day: u8, minute: u16) -> bool {
        self.week.iter().any(|it| it.day == day && (it.from..it.to).contains(&minute))
    }

    /// As people say them: a night is one part, which ends after [`DAY`].
    pub fn said(&self) -> Vec<Span> {
        let morning = |it: &Span| {
            let day = (it.day + 1) % 7;
            let mut rest = self.week.iter().filter(|next| (next.day, next.from) == (day, 0));
            rest.find(|next| it.to == DAY && next.to <= it.from).copied()
        };
        let mornings: Vec<_> = self.week.iter().filter_map(morning).collect();
        let others = self.week.iter().filter(|it| !mornings.contains(it));
        let night = |it: &Span| Span { to: it.to + morning(it).map_or(0, |it| it.to), ..*it };
        others.map(night).collect()
    }
}

impl Span {
    /// In parts of single days, of one that may end on the next.
    pub fn days(self) -> impl Iterator<Item = Self> {
        let rest = self.to.saturating_sub(DAY);
        let next = Self { day: (self.day + 1) % 7, from: 0, to: rest };
        let first = Self { to: self.to.min(DAY), ..self };
        std::iter::once(first).chain((rest > 0).then_some(next))
    }

    /// Whether there is any time in it.
    pub const fn sound(self) -> bool {
        self.day < 7 && self.from < self.to && self.to <= DAY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_said_as_one_part_and_kept_as_two() {
        let at = |day, from: u16, to: u16| Span { day, from: from * 60, to: to * 60 };
        for (said, kept) in [
            (vec![at(0, 22, 30)], vec![at(0, 22, 24), at(1, 0, 6)]),
            (vec![at(6, 20, 26)], vec![at(6, 20, 24), at(0, 0, 2)]),
            (vec![at(2, 9, 17), at(2, 18, 24)], vec![at(2, 9, 17), at(2, 18, 24)]),
            (vec![at(3, 0, 24), at(4, 0, 24)], vec![at(3, 0, 24), at(4, 0, 24)]),
            (
                vec![at(0, 12, 26), at(1, 22, 25)],
                vec![at(0, 12, 24), at(1, 0, 2), at(1, 22, 24), at(2, 0, 1)],
            ),
        ] {
            let week: Vec<_> = said.iter().flat_map(|it| it.days()).collect();
            assert_eq!(week, kept);
            assert_eq!(Hours { week, ..Hours::default() }.said(), said);
        }
    }
}

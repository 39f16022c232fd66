//! A day of the calendar, wherever one is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Days before the year 1970, from the first day of the year 1.
const EPOCH: i32 = 719_162;
const LENGTHS: [i32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A day, counted from 1 January 1970, by the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// Whether it is in the years 1 to 9999; in words, why not.
    pub fn check(self) -> Result<(), String> {
        let fits = (-EPOCH..before_year(10_000) - EPOCH).contains(&self.0);
        fits.then_some(()).ok_or_else(wrong)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.0.saturating_add(EPOCH);
        // Never too late, and at most a few years too early.
        let mut year = (all / 366 + 1).max(1);
        while before_year(year + 1) <= all {
            year += 1;
        }
        let (mut day, mut month) = (all - before_year(year), 1);
        for length in lengths(year) {
            if day < length {
                break;
            }
            (day, month) = (day - length, month + 1);
        }
        write!(f, "{year:04}-{month:02}-{:02}", day + 1)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Option<Vec<i32>> = text
            .trim()
            .split('-')
            .map(|it| it.parse().ok().filter(|_| it.bytes().all(|it| it.is_ascii_digit())))
            .collect();
        let Some(&[year @ 1..=9999, month @ 1..=12, day @ 1..=31]) = parts.as_deref() else {
            return Err(wrong());
        };
        let lengths = lengths(year);
        let months = usize::try_from(month - 1).unwrap_or_default();
        if lengths.get(months).is_none_or(|length| day > *length) {
            return Err(wrong());
        }
        Ok(Self(before_year(year) + lengths.iter().take(months).sum::<i32>() + day - 1 - EPOCH))
    }
}

/// How many days came before a year, from the first day of the year 1.
const fn before_year(year: i32) -> i32 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

fn lengths(year: i32) -> [i32; 12] {
    let mut lengths = LENGTHS;
    if before_year(year + 1) - before_year(year) == 366
        && let Some(february) = lengths.get_mut(1)
    {
        *february = 29;
    }
    lengths
}

fn wrong() -> String {
    "Write a day as year, month and day, such as 2026-03-09.".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_by_the_calendar() {
        for (day, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (20_513, "2026-03-01"),
            (-719_162, "0001-01-01"),
            (2_932_896, "9999-12-31"),
        ] {
            assert_eq!(Day(day).to_string(), text);
            assert_eq!(text.parse(), Ok(Day(day)));
        }
        for day in (-719_162..2_932_897).step_by(97) {
            assert_eq!(Day(day).to_string().parse(), Ok(Day(day)));
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "0000-01-01", "+026-01-01"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert!(Day(2_932_897).check().is_err());
    }
}

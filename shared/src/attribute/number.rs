//! Numbers as people write them, kept exactly: up to four decimals.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How many of what is counted are one.
const SCALE: i64 = 10_000;
/// Beyond this nobody counts.
const MOST: i64 = 1_000_000_000_000;

/// A number, in ten thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i64);

impl Number {
    /// Whether it can be kept; in words, why not.
    pub fn check(self) -> Result<(), String> {
        let fits = self.0.checked_abs().is_some_and(|it| it <= MOST * SCALE);
        fits.then_some(()).ok_or_else(|| "This number is too large.".into())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, all) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, rest) = (all / SCALE.unsigned_abs(), all % SCALE.unsigned_abs());
        let decimals = format!("{rest:04}");
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            decimals => write!(f, "{sign}{whole}.{decimals}"),
        }
    }
}

impl FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "Write a number, such as 12 or 3.5.".to_owned();
        let text = text.trim().replace(',', ".");
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if !numeric(whole) || !numeric(decimals) || whole.len() + decimals.len() == 0 {
            return Err(wrong());
        }
        if decimals.len() > 4 {
            return Err("There is room for four decimals.".into());
        }
        if whole.len() > 13 {
            return Err("This number is too large.".into());
        }
        let all: i64 = format!("{whole}{decimals:0<4}").parse().map_err(|_| wrong())?;
        let it = Self(if negative { -all } else { all });
        it.check().map(|()| it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (typed, shown) in [
            ("12", "12"),
            ("-3,50", "-3.5"),
            ("0.0001", "0.0001"),
            (".5", "0.5"),
            ("-0.25", "-0.25"),
        ] {
            let it: Number = typed.parse().unwrap();
            assert_eq!(it.to_string(), shown);
            assert_eq!(shown.parse(), Ok(it));
        }
        for wrong in ["", "-", "1e3", "1.2.3", "0.00001", "12345678901234", "½", "1 000"] {
            assert!(wrong.parse::<Number>().is_err(), "{wrong}");
        }
    }
}

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
}

impl Span {
    /// Whether there is any time in it.
    pub const fn sound(self) -> bool {
        self.day < 7 && self.from < self.to && self.to <= DAY
    }
}

//! Whether somebody can be given work: told by their tabs, or chosen by themselves. It is no presence: who is away may be
//! looking at a conversation.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// Who has touched nothing for so long, in any tab, is away by themselves.
pub const IDLE_AFTER: Millis = Millis::minutes(10);
/// Longest reason of one's own for being away, in characters.
pub const WHY_MAX: usize = 40;

/// Whether somebody can be given work.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// At work.
    Online,
    /// Not at work now. Work can be given to them by hand.
    Away {
        /// Why not.
        why: Why,
    },
    /// No tab of theirs has been heard of for a while, or they have logged out.
    #[default]
    Offline,
}

/// Why somebody is not at work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// By itself: nothing was touched for [`IDLE_AFTER`].
    Idle,
    /// By itself: their hours are over.
    Shift,
    /// A short one.
    Break,
    /// A longer one.
    Lunch,
    /// Talks with colleagues.
    Meeting,
    /// Learns.
    Training,
    /// Finishes what is begun, and takes nothing new.
    AfterWork,
    /// In their own words, of at most [`WHY_MAX`] characters.
    Other(String),
}

/// What is heard of somebody's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// There is none.
    Nothing,
    /// There are some, and none was touched for [`IDLE_AFTER`].
    Idle,
    /// They are in front of one.
    Active,
}

impl Why {
    /// Those that can be chosen as they are.
    pub const CHOICES: [Self; 5] =
        [Self::Break, Self::Lunch, Self::Meeting, Self::Training, Self::AfterWork];

    /// For people.
    pub fn words(&self) -> &str {
        match self {
            Self::Idle => "Idle",
            Self::Shift => "Shift over",
            Self::Break => "Break",
            Self::Lunch => "Lunch",
            Self::Meeting => "Meeting",
            Self::Training => "Training",
            Self::AfterWork => "After work",
            Self::Other(words) => words,
        }
    }
}

impl Availability {
    /// Away by themselves.
    pub const IDLE: Self = Self::Away { why: Why::Idle };

    /// Away by themselves: their hours are over.
    pub const OVER: Self = Self::Away { why: Why::Shift };

    /// Whether they are given work without being asked.
    pub const fn takes_work(&self) -> bool {
        matches!(self, Self::Online)
    }

    /// Whether only they themselves end it, not what is heard of their tabs.
    pub const fn chosen(&self) -> bool {
        matches!(self, Self::Away { why } if !matches!(why, Why::Idle | Why::Shift))
    }

    /// What it is with what is heard of their tabs, as long as their hours say nothing else.
    #[must_use]
    pub fn hearing(&self, heard: Heard) -> Self {
        match heard {
            _ if self.chosen() => self.clone(),
            Heard::Nothing => Self::Offline,
            Heard::Idle => Self::IDLE,
            Heard::Active => Self::Online,
        }
    }

    /// In one or a few words, for people.
    pub fn words(&self) -> String {
        match self {
            Self::Online => "Online".into(),
            Self::Away { why } => format!("Away: {}", why.words()),
            Self::Offline => "Offline".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_ended_by_nothing_that_is_heard() {
        for why in Why::CHOICES {
            let chosen = Availability::Away { why };
            for heard in [Heard::Nothing, Heard::Idle, Heard::Active] {
                assert_eq!(chosen.hearing(heard), chosen);
            }
        }
        for own in [Availability::IDLE, Availability::OVER] {
            assert_eq!(own.hearing(Heard::Active), Availability::Online);
        }
        assert_eq!(Availability::IDLE.hearing(Heard::Nothing), Availability::Offline);
        assert_eq!(Availability::Online.hearing(Heard::Idle), Availability::IDLE);
        assert_eq!(Availability::Offline.hearing(Heard::Active), Availability::Online);
    }

    #[test]
    fn work_is_given_to_who_is_online() {
        let all =
            [Availability::Online, Availability::IDLE, Availability::OVER, Availability::Offline];
        assert_eq!(all.map(|it| it.takes_work()), [true, false, false, false]);
    }
}

//! A filter as text, for addresses and for the wire: `is:open.who:me.label:01J…`. The same filter is the same text.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::{CLOSES_MAX, Filter, Sort, WAITS_MAX, Who};
use crate::attribute::CONDITIONS_MAX;

/// Longest text of a filter, in characters.
const TEXT_MAX: usize = 2_000;
/// The filter without conditions.
const EVERYTHING: &str = "everything";

impl Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut terms: Vec<String> = self.status.iter().map(|it| format!("is:{it}")).collect();
        terms.extend(self.deleted.then(|| "is:deleted".to_owned()));
        terms.extend(self.unread.then(|| "is:unread".to_owned()));
        terms.extend(self.escalated.then(|| "is:escalated".to_owned()));
        terms.extend(self.missed_call.then(|| "is:missed".to_owned()));
        terms.extend(self.following.then(|| "is:following".to_owned()));
        terms.extend(self.from_ad.then(|| "is:from-ad".to_owned()));
        terms.extend(self.waiting.then(|| "is:waiting".to_owned()));
        terms.extend(self.waits.map(|minutes| format!("waits:{minutes}")));
        terms.extend(self.closes.map(|hours| format!("closes:{hours}")));
        terms.extend(self.assignee.iter().map(|it| format!("who:{it}")));
        terms.extend(self.team.iter().map(|it| format!("team:{it}")));
        terms.extend(self.number.iter().map(|it| format!("number:{it}")));
        terms.extend(self.any_label.iter().map(|it| format!("any:{it}")));
        terms.extend(self.all_labels.iter().map(|it| format!("label:{it}")));
        terms.extend(self.no_label.iter().map(|it| format!("no:{it}")));
        terms.extend(self.attributes.iter().map(|it| format!("attr:{it}")));
        terms.extend(match self.sort {
            Sort::Activity => None,
            Sort::Waiting => Some("sort:waiting".to_owned()),
            Sort::Back => Some("sort:back".to_owned()),
            Sort::Window => Some("sort:window".to_owned()),
        });
        f.write_str(if terms.is_empty() { EVERYTHING } else { "" })?;
        f.write_str(&terms.join("."))
    }
}

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > TEXT_MAX {
            return Err("There are too many conditions.".into());
        }
        let mut filter = Self::default();
        if text != EVERYTHING {
            for term in text.split('.') {
                filter.add(term).ok_or_else(|| format!("`{term}` is no condition on a list"))?;
            }
        }
        Ok(filter)
    }
}

impl Filter {
    fn add(&mut self, term: &str) -> Option<()> {
        match term.split_once(':')? {
            ("is", "unread") => self.unread = true,
            ("is", "deleted") => self.deleted = true,
            ("is", "escalated") => self.escalated = true,
            ("is", "missed") => self.missed_call = true,
            ("is", "following") => self.following = true,
            ("is", "from-ad") => self.from_ad = true,
            ("is", "waiting") => self.waiting = true,
            ("is", status) => drop(self.status.insert(status.parse().ok()?)),
            ("sort", "waiting") => self.sort = Sort::Waiting,
            ("sort", "back") => self.sort = Sort::Back,
            ("sort", "window") => self.sort = Sort::Window,
            ("waits", minutes) => self.waits = Some(within(minutes, WAITS_MAX)?),
            ("closes", hours) => self.closes = Some(within(hours, CLOSES_MAX)?),
            ("who", who) => drop(self.assignee.insert(who.parse().ok()?)),
            ("team", id) => drop(self.team.insert(id.parse().ok()?)),
            ("number", id) => drop(self.number.insert(id.parse().ok()?)),
            ("any", id) => drop(self.any_label.insert(id.parse().ok()?)),
            ("label", id) => drop(self.all_labels.insert(id.parse().ok()?)),
            ("attr", it) if self.attributes.len() < CONDITIONS_MAX => {
                self.attributes.insert(it.parse().ok()?);
            }
            ("no", id) => drop(self.no_label.insert(id.parse().ok()?)),
            _ => return None,
        }
        Some(())
    }
}

/// A number from 1 to `most`.
fn within(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

impl Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("me"),
            Self::Nobody => f.write_str("nobody"),
            Self::Somebody => f.write_str("somebody"),
            Self::Agent(id) => id.fmt(f),
        }
    }
}

impl FromStr for Who {
    type Err = crate::ids::BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "me" => Self::Me,
            "nobody" => Self::Nobody,
            "somebody" => Self::Somebody,
            id => Self::Agent(id.parse()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::{Condition, Test};
    use crate::conversation::Status;
    use crate::ids::{AgentId, AttributeId, LabelId};

    #[test]
    fn a_filter_survives_its_text_whatever_the_order() {
        let (ben, red) = (AgentId(ulid::Ulid(7)), LabelId(ulid::Ulid(8)));
        let filter = Filter {
            status: Status::ALL.into(),
            assignee: [Who::Me, Who::Nobody, Who::Agent(ben)].into(),
            all_labels: [red].into(),
            no_label: [LabelId(ulid::Ulid(9))].into(),
            attributes: [Condition {
                attribute: AttributeId(ulid::Ulid(6)),
                test: Test::Has("a.b".into()),
            }]
            .into(),
            unread: true,
            from_ad: true,
            following: true,
            escalated: true,
            missed_call: true,
            waiting: true,
            waits: Some(90),
            closes: Some(2),
            sort: Sort::Window,
            ..Filter::default()
        };
        assert_eq!(filter.to_string().parse(), Ok(filter.clone()));
        let backwards: Vec<_> = filter.to_string().split('.').rev().map(str::to_owned).collect();
        assert_eq!(backwards.join(".").parse(), Ok(filter));
        assert_eq!("everything".parse(), Ok(Filter::default()));
        assert_eq!(Filter::default().to_string(), "everything");
    }

    #[test]
    fn what_is_no_condition_is_named() {
        for text in [
            "",
            "is:blue",
            "who:knows",
            "label",
            "is:open.x:y",
            "team:",
            "waits:0",
            "waits:soon",
            "closes:25",
        ] {
            assert!(text.parse::<Filter>().is_err(), "{text}");
        }
        let words = "is:open.x:y".parse::<Filter>().unwrap_err();
        assert!(words.contains("x:y"), "{words}");
    }
}

//! What a workspace wants to know of its customers and conversations beyond what every workspace does: fields of its own,
//! each of one kind, which every value is held to.

mod condition;
mod day;
mod number;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::AttributeId;
use crate::words::words;

pub use condition::{CONDITIONS_MAX, Condition, Test};
pub use day::Day;
pub use number::Number;

/// Most attributes of a workspace, archived ones included: clients keep them all.
pub const ATTRIBUTES_MAX: usize = 60;
/// Most options of one attribute.
pub const OPTIONS_MAX: usize = 50;
/// Longest text of a value, in characters.
pub const TEXT_MAX: usize = 200;

/// A field of a workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Made by who created it.
    pub id: AttributeId,
    /// What it is about; never changes.
    pub of: Of,
    /// Unique among those of the same.
    pub name: String,
    /// What values it has; never changes.
    pub kind: Kind,
    /// What there is to choose, in this order; nothing where nothing is chosen.
    pub options: Vec<Choice>,
    /// Its place among all, from 0.
    pub place: u32,
    /// Neither shown nor offered any more. What was known stays known, so that bringing it back brings everything back.
    pub archived: bool,
    /// Counts up with each change.
    pub version: u32,
}

/// What an attribute is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// A customer, in all their conversations.
    Contact,
    /// One conversation.
    Conversation,
}

words!(Of { Contact = "contact", Conversation = "conversation" });

/// What values an attribute has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text,
    /// A number with up to four decimals.
    Number,
    /// A day.
    Date,
    /// One of its options.
    Choice,
    /// Yes or no.
    Flag,
}

words!(Kind { Text = "text", Number = "number", Date = "date", Choice = "choice", Flag = "flag" });

impl Kind {
    /// All there are, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Date, Self::Choice, Self::Flag];
}

/// One of the options of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique in its attribute, and never another's: values name it by this, so that it can be renamed.
    pub id: u32,
    /// Unique in its attribute.
    pub name: String,
}

/// What is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// At most [`TEXT_MAX`] characters, and at least one.
    Text(String),
    /// A number.
    Number(Number),
    /// A day.
    Date(Day),
    /// The id of an option.
    Choice(u32),
    /// Yes or no.
    Flag(bool),
}

/// What is known, by attribute.
pub type Values = BTreeMap<AttributeId, Value>;

impl Value {
    /// What somebody typed for an attribute, or nothing; in words, why it is no value of it.
    pub fn read(text: &str, of: &Attribute) -> Result<Option<Self>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match of.kind {
            Kind::Text => Self::Text(text.to_owned()),
            Kind::Number => Self::Number(text.parse()?),
            Kind::Date => Self::Date(text.parse()?),
            Kind::Choice => Self::Choice(text.parse().map_err(|_| no_option())?),
            Kind::Flag => Self::Flag(text == "yes"),
        };
        value.check(of).map(|()| Some(value))
    }

    /// As [`Self::read`] reads it.
    pub fn write(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(it) => it.to_string(),
            Self::Date(it) => it.to_string(),
            Self::Choice(id) => id.to_string(),
            Self::Flag(it) => if *it { "yes" } else { "no" }.to_owned(),
        }
    }

    /// As people read it.
    pub fn words(&self, of: &Attribute) -> String {
        match self {
            Self::Choice(id) => of
                .options
                .iter()
                .find(|it| it.id == *id)
                .map_or_else(|| "an option that is gone".to_owned(), |it| it.name.clone()),
            Self::Flag(it) => if *it { "Yes" } else { "No" }.to_owned(),
            Self::Text(_) | Self::Number(_) | Self::Date(_) => self.write(),
        }
    }

    /// Whether an attribute has such values; in words, why not.
    pub fn check(&self, of: &Attribute) -> Result<(), String> {
        match (of.kind, self) {
            (Kind::Text, Self::Text(text)) => match text.chars().count() {
                _ if text.trim().is_empty() => Err("There is nothing in it.".into()),
                _ if text.contains('\0') => Err("This text can't be kept.".into()),
                length if length > TEXT_MAX => {
                    Err(format!("There is room for {TEXT_MAX} characters; this has {length}."))
                }
                _ => Ok(()),
            },
            (Kind::Number, Self::Number(it)) => it.check(),
            (Kind::Date, Self::Date(it)) => it.check(),
            (Kind::Choice, Self::Choice(id)) if of.options.iter().any(|it| it.id == *id) => Ok(()),
            (Kind::Choice, _) => Err(no_option()),
            (Kind::Flag, Self::Flag(_)) => Ok(()),
            (Kind::Text, _) => Err("This takes a text.".into()),
            (Kind::Number, _) => Err("This takes a number.".into()),
            (Kind::Date, _) => Err("This takes a day.".into()),
            (Kind::Flag, _) => Err("This takes yes or no.".into()),
        }
    }

    /// What conditions compare, where values have an order or are one of a few.
    pub fn rank(&self) -> Option<i64> {
        match self {
            Self::Text(_) => None,
            Self::Number(it) => Some(it.0),
            Self::Date(it) => Some(i64::from(it.0)),
            Self::Choice(id) => Some(i64::from(*id)),
            Self::Flag(it) => Some(i64::from(*it)),
        }
    }

    /// What conditions on words compare: without upper case.
    pub fn folded(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(fold(text)),
            Self::Number(_) | Self::Date(_) | Self::Choice(_) | Self::Flag(_) => None,
        }
    }
}

/// Without upper case and blanks around it.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn no_option() -> String {
    "This is not one of the options any more. Choose another one.".into()
}

/// What can be done about an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new one, below the others.
    Create {
        /// What it is about.
        of: Of,
        /// Unique among those of the same.
        name: String,
        /// What values it has.
        kind: Kind,
        /// What there is to choose.
        options: Vec<Choice>,
    },
    /// Another name, or other options.
    Change {
        /// Unique among those of the same.
        name: String,
        /// What there is to choose. What was chosen stays known, also where it can't be chosen any more.
        options: Vec<Choice>,
    },
    /// To another place; those between move up or down.
    Move {
        /// From 0; beyond the end is the end.
        to: u32,
    },
    /// Neither shown nor offered any more.
    Archive,
    /// Shown and offered again.
    Restore,
}

/// What happened to an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It has another name or other options.
    Changed,
    /// It stands elsewhere, and so do those that it passed.
    Moved,
    /// It is gone from sight.
    Archived,
    /// It is back.
    Restored,
}

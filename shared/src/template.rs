//! Message templates: what WhatsApp has approved to be sent also when the customer has not written for a day. They belong
//! to a business account; browser and server tell by the same rules what WhatsApp would refuse.

pub mod check;
pub mod sent;
pub mod slot;

use serde::{Deserialize, Serialize};

pub use check::Wrong;
pub use sent::Sent;
pub use slot::{Slot, Values};

use crate::message::SentAs;
use crate::time::Timestamp;
use crate::words::words;

/// How many templates a page of them has.
pub const TEMPLATES_PAGE: usize = 50;
/// `GET ?number=…&q=…&language=…&category=…&from=…`: [`Page`]; with `all=true` also those that can't be sent.
pub const TEMPLATES: &str = "/api/templates";

/// A message that WhatsApp has looked at, with places to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// WhatsApp's id of it.
    pub id: String,
    /// Small letters, digits and `_`; together with the language it is unique in its account.
    pub name: String,
    /// As WhatsApp writes it: `en_US`, `pt_BR`, `de`.
    pub language: String,
    /// What WhatsApp takes it for, and charges it as.
    pub category: Category,
    /// Whether it may be sent.
    pub status: Status,
    /// Why it was rejected, in WhatsApp's words.
    pub reason: Option<String>,
    /// How customers take it.
    pub quality: Quality,
    /// Whether its places have names instead of numbers.
    pub named: bool,
    /// Above the text.
    pub header: Option<Header>,
    /// The text, with its places as `{{1}}` or `{{name}}`.
    pub body: String,
    /// Below the text, in small.
    pub footer: Option<String>,
    /// Below everything.
    pub buttons: Vec<Button>,
    /// A part that can't be sent from here, in words.
    pub foreign: Option<String>,
}

/// What stands above the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Header {
    /// A line, with at most one place.
    Text(String),
    /// A picture, a film or a document, chosen when it is sent.
    File(SentAs),
    /// A place on the map, told when it is sent.
    Location,
}

/// A button below everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// What it does.
    pub kind: ButtonKind,
    /// What stands on it.
    pub text: String,
    /// The address that it opens or the number that it calls; an address may end with a place.
    pub target: Option<String>,
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonKind {
    /// Answers with its text.
    Reply,
    /// Opens a page.
    Url,
    /// Calls a number.
    Phone,
    /// Copies a code.
    Code,
    /// Anything else that needs nothing from us.
    Other,
}

/// What WhatsApp takes a template for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Offers and news.
    Marketing,
    /// About something that the customer asked for.
    Utility,
    /// Codes for logging in.
    Authentication,
}

words!(Category {
    Marketing = "marketing",
    Utility = "utility",
    Authentication = "authentication"
});

/// Whether a template may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It may.
    Approved,
    /// WhatsApp is looking at it.
    Pending,
    /// WhatsApp does not want it.
    Rejected,
    /// Not for some hours: too many customers blocked or reported it.
    Paused,
    /// Not any more, for the same reason.
    Disabled,
    /// Deleted, archived, or about to be.
    Gone,
    /// Not now, for a reason that WhatsApp knows.
    Locked,
}

words!(Status {
    Approved = "approved",
    Pending = "pending",
    Rejected = "rejected",
    Paused = "paused",
    Disabled = "disabled",
    Gone = "gone",
    Locked = "locked"
});

/// How customers take a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Too few were sent to tell.
    #[default]
    Unknown,
    /// Well.
    High,
    /// Some blocked or reported it.
    Medium,
    /// Many did: it will soon be paused.
    Low,
}

words!(Quality { Unknown = "unknown", High = "high", Medium = "medium", Low = "low" });

/// What a number's clients know of its account's templates without having them. When it changes, what was read of them is
/// old.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    /// Counts up whenever a template changes.
    pub revision: u32,
    /// How many there are.
    pub total: u32,
    /// When all of them were last read from WhatsApp.
    pub synced: Option<Timestamp>,
    /// Why they could not be read, and what to do.
    pub problem: Option<String>,
}

/// Some of the templates of a number's account, those used latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// At most [`TEMPLATES_PAGE`].
    pub templates: Vec<Template>,
    /// Every language that there is a template in.
    pub languages: Vec<String>,
    /// From which one on the next page begins, if there is one.
    pub more: Option<usize>,
}

impl Status {
    /// Why a template in this state can't be sent; nothing when it can.
    pub const fn obstacle(self) -> Option<&'static str> {
        match self {
            Self::Approved => None,
            Self::Pending => Some("WhatsApp has not approved this template yet."),
            Self::Rejected => Some("WhatsApp rejected this template."),
            Self::Paused => Some(
                "WhatsApp paused this template for some hours, because customers blocked or reported it. Choose another.",
            ),
            Self::Disabled => Some(
                "WhatsApp disabled this template, because customers blocked or reported it. Choose another.",
            ),
            Self::Gone => Some("This template was deleted at WhatsApp."),
            Self::Locked => Some("WhatsApp does not send this template at the moment."),
        }
    }
}

/// Why WhatsApp rejected a template, in words and with what to do (Cloud API, `rejected_reason`).
fn rejection(reason: &str) -> String {
    let words = match reason {
        "ABUSIVE_CONTENT" => "It may read as abusive. Write it anew without what could offend.",
        "INVALID_FORMAT" => {
            "Its places, links or form are not as WhatsApp wants them. Correct it and submit it again."
        }
        "PROMOTIONAL" => {
            "It advertises, but was not submitted as marketing. Submit it as marketing."
        }
        "TAG_CONTENT_MISMATCH" => {
            "What it says does not fit its category or language. Change one of them."
        }
        "SCAM" => {
            "WhatsApp takes it for an attempt to deceive. Look at its links and what it asks for."
        }
        other => return format!("WhatsApp’s reason: {}", other.replace('_', " ").to_lowercase()),
    };
    format!("{words} ({reason})")
}

impl Template {
    /// Why it can't be sent, with WhatsApp's reason when it gave one; nothing when it can.
    pub fn why_not(&self) -> Option<String> {
        let obstacle = self.obstacle()?;
        let reason = self.reason.as_deref().filter(|_| self.status != Status::Approved);
        Some(reason.map_or(obstacle.clone(), |it| format!("{obstacle} {}", rejection(it))))
    }

    /// Why it can't be sent at all; nothing when it can.
    pub fn obstacle(&self) -> Option<String> {
        self.status.obstacle().map(str::to_owned).or_else(|| self.foreign.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn template() -> Template {
        Template {
            id: "1".into(),
            name: "hello".into(),
            language: "en_US".into(),
            category: Category::Utility,
            status: Status::Approved,
            reason: None,
            quality: Quality::Unknown,
            named: false,
            header: None,
            body: "Hi {{1}}".into(),
            footer: None,
            buttons: vec![],
            foreign: None,
        }
    }

    #[test]
    fn a_rejected_template_says_why() {
        let rejected = |reason: Option<&str>| {
            let reason = reason.map(str::to_owned);
            Template { status: Status::Rejected, reason, ..template() }.why_not().unwrap()
        };
        assert_eq!(rejected(None), "WhatsApp rejected this template.");
        assert!(rejected(Some("PROMOTIONAL")).contains("Submit it as marketing"));
        assert!(rejected(Some("NEW_ONE")).ends_with("WhatsApp’s reason: new one"));
        assert_eq!(template().why_not(), None);
    }

    pub(super) fn button(kind: ButtonKind, target: Option<&str>) -> Button {
        Button { kind, text: "Press".into(), target: target.map(Into::into) }
    }

    pub(super) fn values(given: &[(&str, &str)]) -> Values {
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }
}

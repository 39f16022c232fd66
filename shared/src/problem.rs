//! Why something was refused: a stable code, and words that a person can act on.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::answer::Meanwhile;
use crate::change::Changed;

/// Why something was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable: programs may depend on it.
    pub code: Code,
    /// What is wrong and what to do, for a person.
    pub detail: String,
    /// The field of the request that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Under which the server's log has the story, when it was our fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// What was said meanwhile, when that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meanwhile: Option<Box<Meanwhile>>,
    /// What was changed meanwhile, when that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Box<Changed>>,
}

/// Stable codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The request can't be understood.
    Malformed,
    /// A field has a value that it may not have.
    Invalid,
    /// Nobody is logged in, or no longer.
    NotLoggedIn,
    /// Email and password don't fit together.
    WrongPassword,
    /// The link has been used or is too old.
    LinkExpired,
    /// Seen, but not allowed.
    Forbidden,
    /// There is no such thing, for this viewer.
    NotFound,
    /// Somebody else changed it meanwhile.
    Conflict,
    /// It is there already.
    Taken,
    /// Others of us have answered, which was not seen yet.
    Answered,
    /// Others have changed it since it was looked at.
    Changed,
    /// The customer's last message is more than 24 hours ago.
    WindowClosed,
    /// Too much.
    TooLarge,
    /// In a form that is not taken.
    Unsupported,
    /// Too often.
    TooMany,
    /// The app in this tab is older than the server.
    Outdated,
    /// Something that is needed is not there right now.
    Unavailable,
    /// A bug or an outage of ours.
    Internal,
}

impl Code {
    /// The HTTP status that goes with it (RFC 9110).
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NotLoggedIn | Self::WrongPassword => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Answered | Self::Changed | Self::Conflict | Self::Taken | Self::WindowClosed => {
                409
            }
            Self::LinkExpired => 410,
            Self::TooLarge => 413,
            Self::Unsupported => 415,
            Self::Invalid => 422,
            Self::Outdated => 426,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

impl Problem {
    /// A problem in words.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            field: None,
            incident: None,
            meanwhile: None,
            changed: None,
        }
    }

    /// A field has a value that it may not have.
    pub fn invalid(field: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(Code::Invalid, detail) }
    }

    /// There is no such thing, for this viewer.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what}, or you may not see it."))
    }

    /// Seen, but not allowed.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(Code::Forbidden, detail)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Problem {}

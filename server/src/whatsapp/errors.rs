//! Why WhatsApp refused something: its codes (Cloud API, error codes), what they mean for us, and words for a person.
//!
//! The code decides, never the HTTP status alone: throttles come as 400.

use std::fmt;

use serde_json::Value;
use shared::message::Failure;

use super::json::{integer, text, yes};

mod words;

pub use words::words;

/// What a refusal means for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Our access token or its permissions: an admin must reconnect.
    Auth,
    /// Meta restricted or locked the account: an admin must look at it.
    Policy,
    /// Name, payment or registration of the number: an admin must finish it.
    Account,
    /// Too fast: later the same request will do.
    Throttle,
    /// Too many people reported us: slow down, no quick retry.
    Spam,
    /// WhatsApp's own trouble: the same request will do in a moment.
    Transient,
    /// The customer's last message is more than 24 hours ago: only a template reaches them.
    WindowClosed,
    /// The customer wants no marketing: remember that, never retry.
    OptedOut,
    /// Meta chose not to deliver: no retry within a day.
    Withheld,
    /// This recipient can't be reached.
    Unreachable,
    /// The request itself is wrong: the same again will fail again.
    Permanent,
}

/// WhatsApp's refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// What it means for us.
    pub class: Class,
    /// WhatsApp's code, when it gave one.
    pub code: Option<i64>,
    /// What went wrong and what to do, for a person.
    pub words: String,
    /// What Meta's support asks for.
    pub trace: Option<String>,
}

impl Class {
    /// What a code means, if we know it.
    pub const fn of(code: i64) -> Option<Self> {
        Some(match code {
            0 | 3 | 10 | 102 | 190 | 200..=299 | 131_005 => Self::Auth,
            368 | 130_497 | 131_031 => Self::Policy,
            4 | 17 | 32 | 613 | 80_007 | 130_429 | 131_056 | 131_064 | 133_016 | 131_208 => {
                Self::Throttle
            }
            131_048 => Self::Spam,
            1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 | 2_494_100 => Self::Transient,
            131_047 => Self::WindowClosed,
            131_050 => Self::OptedOut,
            130_472 | 131_049 => Self::Withheld,
            131_026 | 131_030 => Self::Unreachable,
            131_037 | 131_042 | 131_044 | 131_045 | 133_000 | 133_005 | 133_006 | 133_008
            | 133_009 | 133_010 | 133_015 => Self::Account,
            33
            | 100
            | 130_501
            | 131_008
            | 131_009
            | 131_021
            | 131_051..=131_053
            | 131_055
            | 131_060
            | 131_062
            | 131_063
            | 135_000
            | 137_000
            | 132_000..=132_999 => Self::Permanent,
            _ => return None,
        })
    }

    /// Whether the same request, later, may well succeed.
    pub const fn retry(self) -> bool {
        matches!(self, Self::Throttle | Self::Transient)
    }

    /// Whether nothing will go from this number until an admin did something.
    pub const fn admin(self) -> bool {
        matches!(self, Self::Auth | Self::Policy | Self::Account)
    }
}

impl ApiError {
    /// From the `error` object of a Graph answer with that HTTP status. `None` when it has no code: then it is not
    /// Graph that speaks.
    pub(super) fn read(error: &Value, status: u16) -> Option<Self> {
        let code = integer(error, "code")?;
        let class = Class::of(code).unwrap_or(match status {
            _ if yes(error, "is_transient") => Class::Transient,
            429 => Class::Throttle,
            401 => Class::Auth,
            500.. => Class::Transient,
            _ => Class::Permanent,
        });
        let (words, trace) = (words(code, details(error).as_deref()), text(error, "fbtrace_id"));
        Some(Self { class, code: Some(code), words, trace })
    }

    /// Whether the same request, later, may well succeed.
    pub const fn retry(&self) -> bool {
        self.class.retry()
    }

    /// As it is kept with the message.
    pub fn failure(self) -> Failure {
        Failure { code: self.code, words: self.words, trace: self.trace }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for ApiError {}

/// The reason that an `errors[]` element of a webhook gives.
pub(super) fn failure(error: &Value) -> Failure {
    let (code, details) = (integer(error, "code"), details(error));
    let words = code.map_or_else(
        || words::without_code(details.as_deref()),
        |code| words(code, details.as_deref()),
    );
    Failure { code, words, trace: text(error, "fbtrace_id") }
}

/// What Meta says about it, the most telling first.
fn details(error: &Value) -> Option<String> {
    error
        .get("error_data")
        .and_then(|data| text(data, "details"))
        .or_else(|| ["error_user_msg", "message", "title"].iter().find_map(|key| text(error, key)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(code: i64, status: u16) -> ApiError {
        ApiError::read(&json!({"code": code, "error_data": {"details": "Said Meta"}}), status)
            .unwrap()
    }

    #[test]
    fn the_code_decides_before_the_status() {
        for (code, status, class) in [
            (190, 401, Class::Auth),
            (3, 500, Class::Auth),
            (10, 403, Class::Auth),
            (250, 403, Class::Auth),
            (368, 403, Class::Policy),
            (130_429, 400, Class::Throttle),
            (131_056, 400, Class::Throttle),
            (80_007, 400, Class::Throttle),
            (131_048, 400, Class::Spam),
            (2, 503, Class::Transient),
            (131_000, 500, Class::Transient),
            (131_057, 500, Class::Transient),
            (131_047, 400, Class::WindowClosed),
            (131_050, 400, Class::OptedOut),
            (131_049, 400, Class::Withheld),
            (131_026, 400, Class::Unreachable),
            (131_042, 500, Class::Account),
            (100, 400, Class::Permanent),
            (131_009, 500, Class::Permanent),
            (132_001, 404, Class::Permanent),
        ] {
            assert_eq!(read(code, status).class, class, "{code}");
        }
    }

    #[test]
    fn an_unknown_code_is_judged_by_what_comes_with_it() {
        assert_eq!(read(999_999, 400).class, Class::Permanent);
        assert_eq!(read(999_999, 500).class, Class::Transient);
        assert_eq!(read(999_999, 429).class, Class::Throttle);
        let error = json!({"code": "999999", "is_transient": true});
        assert_eq!(ApiError::read(&error, 400).unwrap().class, Class::Transient);
    }

    #[test]
    fn what_meta_withheld_or_the_customer_refused_is_never_retried() {
        for code in [131_026, 131_047, 131_048, 131_049, 131_050, 130_472, 190, 368, 100] {
            assert!(!read(code, 500).retry(), "{code}");
        }
        assert!(read(131_056, 400).retry());
        assert!(read(131_016, 500).retry());
    }

    #[test]
    fn an_error_without_a_code_is_not_graphs() {
        for error in
            [json!({}), json!(null), json!("no"), json!({"message": "no"}), json!({"code": null})]
        {
            assert_eq!(ApiError::read(&error, 400), None);
            assert!(!failure(&error).words.is_empty());
        }
    }

    #[test]
    fn the_reason_of_a_failure_is_metas_most_telling_word() {
        let error = |data: Value| json!({"code": 1_234_567, "title": "Title", "message": "Message", "error_data": data});
        let said = |data| failure(&error(data)).words;
        assert!(said(json!({"details": "Details"})).contains("Details"));
        assert!(said(json!(null)).contains("Message"));
        assert!(failure(&json!({"title": "Only a title"})).words.contains("Only a title"));
    }
}

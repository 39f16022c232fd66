//! What became of a request to WhatsApp. The one question that matters: may it be asked again without a customer
//! getting the message twice?

use reqwest::StatusCode;
use serde_json::Value;

use super::errors::{ApiError, Class};
use super::identity::Identity;
use super::json::{id, items};

/// What became of a message that was to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// WhatsApp took it; its statuses will tell how far it gets.
    Accepted {
        /// WhatsApp's id of it.
        wamid: String,
        /// Whom WhatsApp found: its phone need not be the one that was sent to.
        recipient: Identity,
    },
    /// WhatsApp, or something before it, said no: it was not sent. Again if `error.retry()`.
    Refused {
        /// Why.
        error: ApiError,
    },
    /// It never left, since there was no connection: again without risk.
    NotSent {
        /// For a person.
        words: String,
    },
    /// It may have gone or not: never again before its status or a person says so.
    Unknown {
        /// For a person.
        words: String,
    },
}

const NOT_REACHED: &str =
    "WhatsApp could not be reached: there was no connection. Nothing was sent.";
const NO_ANSWER: &str = "WhatsApp's answer was lost, so the message may have gone or not. If it has, its delivery \
                         report will say so.";

/// What came back, or did not.
#[derive(Debug)]
pub(super) enum Answer {
    /// Success, with what it says.
    Said(Value),
    /// No, for a reason.
    Refused(ApiError),
    /// Nothing that can be understood, or nothing at all: it may have been done.
    Lost,
    /// No connection: it was not done.
    Unreached,
}

impl Answer {
    /// From an HTTP answer.
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Self {
        let said = serde_json::from_slice::<Value>(body).unwrap_or(Value::Null);
        if let Some(error) = said.get("error").and_then(|it| ApiError::read(it, status.as_u16())) {
            return Self::Refused(error);
        }
        if status.is_success() && said.is_object() && said.get("error").is_none() {
            return Self::Said(said);
        }
        // A 408 comes from something in between, which knows no more than we do.
        let refused = status.is_client_error() || status.is_redirection();
        if refused && status != StatusCode::REQUEST_TIMEOUT {
            return Self::Refused(without_code(status));
        }
        Self::Lost
    }

    /// From a request that failed.
    pub(super) fn failed(error: &reqwest::Error) -> Self {
        if error.is_connect() { Self::Unreached } else { Self::Lost }
    }

    /// Of a message that was to be sent.
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Self::Said(said) => {
                accepted(&said).unwrap_or_else(|| Outcome::Unknown { words: NO_ANSWER.to_owned() })
            }
            Self::Refused(error) => Outcome::Refused { error },
            Self::Lost => Outcome::Unknown { words: NO_ANSWER.to_owned() },
            Self::Unreached => Outcome::NotSent { words: NOT_REACHED.to_owned() },
        }
    }

    /// Of a request that may be made any number of times.
    pub(super) fn result(self) -> Result<Value, ApiError> {
        let again = |words: &str| ApiError {
            class: Class::Transient,
            code: None,
            trace: None,
            words: words.to_owned(),
        };
        match self {
            Self::Said(said) => Ok(said),
            Self::Refused(error) => Err(error),
            Self::Lost => {
                Err(again("WhatsApp gave no answer that can be understood. Try again in a moment."))
            }
            Self::Unreached => Err(again("WhatsApp could not be reached. Try again in a moment.")),
        }
    }
}

fn accepted(said: &Value) -> Option<Outcome> {
    let wamid = id(items(said, "messages").first()?, "id")?;
    let contact = items(said, "contacts").first().unwrap_or(&Value::Null);
    let recipient = Identity::read(contact, &["user_id"], &["parent_user_id"], &["wa_id"]);
    Some(Outcome::Accepted { wamid, recipient })
}

/// A refusal that is not Graph's, such as a proxy's: the status is all there is.
fn without_code(status: StatusCode) -> ApiError {
    let (class, advice) = match status.as_u16() {
        401 | 407 => (
            Class::Auth,
            "An admin must check the access token and what stands between us and WhatsApp.",
        ),
        429 => (Class::Throttle, "Wait a little, then try again."),
        _ => (
            Class::Permanent,
            "An admin must check the address of WhatsApp's API in the server's settings.",
        ),
    };
    let words =
        format!("WhatsApp's address answered {} without a reason. {advice}", status.as_u16());
    ApiError { class, code: None, trace: None, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(status: u16, body: &str) -> Outcome {
        Answer::read(StatusCode::from_u16(status).unwrap(), body.as_bytes()).outcome()
    }

    fn refused(status: u16, body: &str) -> ApiError {
        match outcome(status, body) {
            Outcome::Refused { error } => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_accepted_message_has_an_id_and_tells_whom_it_went_to() {
        let body = r#"{"messaging_product":"whatsapp","messages":[{"id":"wamid.1","message_status":"accepted"}],
            "contacts":[{"input":"+5511987654321","wa_id":"551187654321","user_id":"BR.1"}]}"#;
        let recipient = Identity {
            bsuid: Some("BR.1".into()),
            phone: Some("551187654321".into()),
            ..Identity::default()
        };
        assert_eq!(outcome(200, body), Outcome::Accepted { wamid: "wamid.1".into(), recipient });
        let bare = outcome(200, r#"{"messages":[{"id":"wamid.1"}]}"#);
        let nobody = Identity::default();
        assert_eq!(bare, Outcome::Accepted { wamid: "wamid.1".into(), recipient: nobody });
    }

    #[test]
    fn what_can_t_be_understood_is_unknown() {
        for (status, body) in [
            (200, ""),
            (200, "ok"),
            (200, "{}"),
            (200, r#"{"messages":[]}"#),
            (200, r#"{"messages":[{"id":""}]}"#),
            (200, r#"{"error":"what"}"#),
            (204, ""),
            (500, "<html>"),
            (502, r#"{"error":{"message":"no code"}}"#),
            (503, r#"{"messages":[{"id":"wamid.1"}]}"#),
            (408, ""),
        ] {
            assert!(matches!(outcome(status, body), Outcome::Unknown { .. }), "{status} {body}");
        }
    }

    #[test]
    fn a_code_is_a_refusal_whatever_the_status() {
        let pair = r#"{"error":{"message":"(#131056)","type":"OAuthException","code":131056}}"#;
        assert_eq!(refused(400, pair).class, Class::Throttle);
        assert_eq!(refused(200, pair).class, Class::Throttle);
        let service = r#"{"error":{"message":"Service temporarily unavailable","code":2}}"#;
        assert!(refused(503, service).retry());
        assert!(!refused(401, r#"{"error":{"code":190}}"#).retry());
    }

    #[test]
    fn a_refusal_without_graphs_reason_was_not_sent_either() {
        assert_eq!(refused(404, "<html>").class, Class::Permanent);
        assert_eq!(refused(302, "").class, Class::Permanent);
        assert_eq!(refused(429, "").class, Class::Throttle);
        assert!(refused(404, "").words.contains("404"));
        assert_eq!(refused(400, r#"{"error":{"message":"odd"}}"#).code, None);
    }
}

//! How far a message of ours got, as WhatsApp says. It keeps WhatsApp's words, also those that it doesn't know, and
//! judges no order: what is news is `shared::message::Status`'s business.

use serde_json::Value;
use shared::message::details::Price;
use shared::message::{Failure, Status};
use shared::time::Timestamp;

use super::errors;
use super::identity::{self, Identity, Profile};
use super::json::{id, items, text, time};

/// WhatsApp's word on one message of ours, or of another program on the same account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// WhatsApp's id of the message.
    pub wamid: Option<String>,
    /// How far it got; nothing for words that we don't know: they are kept, and change nothing.
    pub status: Option<Status>,
    /// WhatsApp's word.
    pub word: String,
    /// When, by WhatsApp's time.
    pub at: Option<Timestamp>,
    /// Why it failed: there if and only if it did.
    pub failure: Option<Failure>,
    /// What we sent as `biz_opaque_callback_data`: our message's id.
    pub callback_data: Option<String>,
    /// To whom. Often less than when it was sent; in a group, to which of its people.
    pub recipient: Identity,
    /// The group's id, if it went to a group.
    pub group: Option<String>,
    /// What WhatsApp says of its price.
    pub price: Option<Price>,
}

/// Reads a `statuses[]` element.
pub(super) fn status(status: &Value, profiles: &[Profile], only_one: bool) -> StatusUpdate {
    let word = text(status, "status").unwrap_or_default();
    let known = known(&word);
    let (recipient, group) = recipient(status);
    let profile = identity::find(profiles, &recipient, only_one && group.is_none());
    StatusUpdate {
        wamid: id(status, "id"),
        status: known,
        at: time(status, "timestamp"),
        failure: (known == Some(Status::Failed))
            .then(|| errors::failure(items(status, "errors").first().unwrap_or(&Value::Null))),
        callback_data: id(status, "biz_opaque_callback_data"),
        recipient: identity::complete(recipient, profile),
        group,
        price: status.get("pricing").filter(|it| it.is_object()).map(price),
        word,
    }
}

fn price(it: &Value) -> Price {
    Price {
        billable: it.get("billable").and_then(Value::as_bool),
        category: text(it, "category"),
        model: text(it, "pricing_model"),
        kind: text(it, "type"),
    }
}

fn known(word: &str) -> Option<Status> {
    match word {
        "sent" => Some(Status::Sent),
        "delivered" => Some(Status::Delivered),
        "read" => Some(Status::Read),
        "played" => Some(Status::Played),
        "failed" => Some(Status::Failed),
        _ => None,
    }
}

fn recipient(status: &Value) -> (Identity, Option<String>) {
    const PARTICIPANT: [&str; 2] = ["recipient_participant_id", "participant_recipient_id"];
    if text(status, "recipient_type").as_deref() == Some("group") {
        let users = ["recipient_participant_user_id"];
        let parents = ["recipient_participant_parent_user_id"];
        (Identity::read(status, &users, &parents, &PARTICIPANT), id(status, "recipient_id"))
    } else {
        let (users, parents) =
            (["recipient_user_id"], ["recipient_parent_user_id", "parent_recipient_user_id"]);
        (Identity::read(status, &users, &parents, &["recipient_id"]), None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &Value) -> StatusUpdate {
        status(json, &[], false)
    }

    #[test]
    fn known_words_are_statuses_and_others_are_only_kept() {
        for (word, expected) in [
            ("sent", Some(Status::Sent)),
            ("delivered", Some(Status::Delivered)),
            ("read", Some(Status::Read)),
            ("played", Some(Status::Played)),
            ("failed", Some(Status::Failed)),
            ("deleted", None),
            ("warning", None),
            ("SENT", None),
            ("", None),
        ] {
            let update = read(&json!({"id": "w1", "status": word}));
            assert_eq!((update.status, update.word.as_str()), (expected, word));
            assert_eq!(update.failure.is_some(), expected == Some(Status::Failed), "{word}");
        }
    }

    #[test]
    fn all_that_is_said_is_kept() {
        let update = read(&json!({"id": "wamid.1", "status": "sent", "timestamp": "1750030073",
            "recipient_id": 16_505_551_234_u64, "recipient_user_id": "US.1", "biz_opaque_callback_data": "01J",
            "pricing": {"billable": true, "pricing_model": "PMP", "category": "utility"}, "conversation": {"id": "c"}}));
        let recipient = Identity {
            bsuid: Some("US.1".into()),
            phone: Some("16505551234".into()),
            ..Identity::default()
        };
        let expected = StatusUpdate {
            wamid: Some("wamid.1".into()),
            status: Some(Status::Sent),
            word: "sent".into(),
            at: Some(Timestamp::from_seconds(1_750_030_073)),
            failure: None,
            callback_data: Some("01J".into()),
            recipient,
            group: None,
            price: Some(Price {
                billable: Some(true),
                category: Some("utility".into()),
                model: Some("PMP".into()),
                kind: None,
            }),
        };
        assert_eq!(update, expected);
    }

    #[test]
    fn a_failure_always_has_a_reason() {
        let failed =
            |errors: Value| read(&json!({"status": "failed", "errors": errors})).failure.unwrap();
        let closed =
            failed(json!([{"code": 131_047, "title": "Re-engagement message"}, {"code": 1}]));
        assert_eq!(closed.code, Some(131_047));
        assert!(closed.words.contains("24 hours"));
        for nothing in [json!(null), json!([]), json!("x"), json!([null]), json!({})] {
            let failure = failed(nothing);
            assert_eq!(failure.code, None);
            assert!(!failure.words.is_empty());
        }
        assert_eq!(failed(json!({"code": "131026"})).code, Some(131_026));
    }

    #[test]
    fn a_group_is_not_a_person() {
        let update =
            read(&json!({"status": "read", "recipient_id": "120363", "recipient_type": "group",
            "participant_recipient_id": "1650"}));
        assert_eq!(update.group.as_deref(), Some("120363"));
        assert_eq!(update.recipient.phone.as_deref(), Some("1650"));
    }

    #[test]
    fn a_bsuid_as_recipient_is_a_bsuid() {
        let update = read(&json!({"status": "read", "recipient_id": "US.1"}));
        assert_eq!(
            update.recipient,
            Identity { bsuid: Some("US.1".into()), ..Identity::default() }
        );
    }
}

//! Someone's number or ids changed at WhatsApp. It is told in three ways, at times in more than one: whoever handles
//! it must do so any number of times with the same result.

use serde_json::Value;
use shared::time::Timestamp;

use super::identity::Identity;
use super::json::{id, time};

/// Who was `old` is now `new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// What found the person before; may be empty, when WhatsApp did not say.
    pub old: Identity,
    /// What finds them from now on; only what changed.
    pub new: Identity,
    /// Since when, by WhatsApp's time.
    pub at: Option<Timestamp>,
}

/// By a `system` message: from the old phone, or with the previous ids in it.
pub(super) fn of_message(message: &Value) -> Option<Rotation> {
    let system = message.get("system")?;
    let kind = id(system, "type");
    if !matches!(kind.as_deref(), Some("user_changed_number" | "user_changed_user_id")) {
        return None;
    }
    let rotation = Rotation {
        old: old_of_message(message),
        // `new_wa_id` before version 12.
        new: Identity::read(system, &["user_id"], &["parent_user_id"], &["wa_id", "new_wa_id"]),
        at: time(message, "timestamp"),
    };
    rotation.says_something().then_some(rotation)
}

/// Who a system message is about, as they were known before.
pub(super) fn old_of_message(message: &Value) -> Identity {
    let system = message.get("system").unwrap_or(&Value::Null);
    let sender = Identity::read(message, &["from_user_id"], &["from_parent_user_id"], &["from"]);
    let (users, parents) = (["previous_user_id"], ["previous_parent_user_id"]);
    Identity::read(system, &users, &parents, &["customer"]).or(sender)
}

/// By an element of the field `user_id_update`.
pub(super) fn of_update(update: &Value) -> Option<Rotation> {
    let part = |key: &str, when: &str| update.get(key).and_then(|ids| id(ids, when));
    let mut new = Identity::read(update, &["user_id"], &["parent_user_id"], &["wa_id"]);
    new.bsuid = part("user_id", "current").or(new.bsuid);
    new.parent = part("parent_user_id", "current").or(new.parent);
    let mut old = Identity::read(update, &["previous_user_id"], &["previous_parent_user_id"], &[]);
    old.bsuid = part("user_id", "previous").or(old.bsuid);
    old.parent = part("parent_user_id", "previous").or(old.parent);
    let rotation = Rotation { old, new, at: time(update, "timestamp") };
    rotation.says_something().then_some(rotation)
}

impl Rotation {
    fn says_something(&self) -> bool {
        !self.new.is_empty() && self.new != self.old
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn who(bsuid: &str, parent: &str, phone: &str) -> Identity {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Identity { bsuid: some(bsuid), parent: some(parent), phone: some(phone), username: None }
    }

    const AT: Option<Timestamp> = Some(Timestamp(1_750_030_073_000));

    #[test]
    fn a_system_message_from_the_old_phone_is_a_rotation() {
        let told = of_message(
            &json!({"type": "system", "from": "1650", "timestamp": "1750030073", "system":
            {"type": "user_changed_user_id", "wa_id": "1651", "user_id": "US.2", "parent_user_id": "US.ENT.2"}}),
        );
        let expected =
            Rotation { old: who("", "", "1650"), new: who("US.2", "US.ENT.2", "1651"), at: AT };
        assert_eq!(told, Some(expected));
        let number = of_message(
            &json!({"from": "1650", "system": {"type": "user_changed_number", "wa_id": "1651"}}),
        );
        assert_eq!(
            number,
            Some(Rotation { old: who("", "", "1650"), new: who("", "", "1651"), at: None })
        );
        let ancient = of_message(&json!({"from": "1650", "system":
            {"type": "user_changed_number", "customer": "1650", "new_wa_id": "1651"}}));
        assert_eq!(ancient, number);
    }

    #[test]
    fn a_system_message_with_the_previous_ids_is_a_rotation() {
        let told = of_message(&json!({"type": "system", "timestamp": 1_750_030_073, "system":
            {"type": "user_changed_user_id", "user_id": "US.2", "previous_user_id": "US.1",
             "parent_user_id": "US.ENT.2", "previous_parent_user_id": "US.ENT.1"}}));
        let expected =
            Rotation { old: who("US.1", "US.ENT.1", ""), new: who("US.2", "US.ENT.2", ""), at: AT };
        assert_eq!(told, Some(expected));
    }

    #[test]
    fn the_field_of_its_own_is_a_rotation() {
        let told = of_update(&json!({"wa_id": "1651", "detail": "…", "timestamp": "1750030073",
            "user_id": {"previous": "US.1", "current": "US.2"},
            "parent_user_id": {"previous": "US.ENT.1", "current": "US.ENT.2"}}));
        let expected = Rotation {
            old: who("US.1", "US.ENT.1", ""),
            new: who("US.2", "US.ENT.2", "1651"),
            at: AT,
        };
        assert_eq!(told, Some(expected));
    }

    #[test]
    fn what_changes_nothing_is_no_rotation() {
        assert_eq!(of_message(&json!({"type": "text", "text": {}})), None);
        assert_eq!(
            of_message(&json!({"from": "1650", "system": {"type": "user_changed_number"}})),
            None
        );
        let other = json!({"from": "1650", "system": {"type": "customer_identity_changed", "wa_id": "1651"}});
        assert_eq!(of_message(&other), None);
        for update in
            [json!({}), json!(null), json!({"user_id": {"previous": "US.1"}}), json!("US.2")]
        {
            assert_eq!(of_update(&update), None);
        }
    }
}

//! Webhook bodies, spelled by hand from Meta's examples.

use serde_json::{Map, Value, json};

use crate::customer::Customer;
use crate::options::BusinessNumber;
use crate::put::Put as _;

/// One change of an envelope.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) field: String,
    pub(crate) value: Value,
}

impl Change {
    /// A change of the field `messages`.
    pub(crate) fn messages(value: Value) -> Self {
        Self { field: "messages".into(), value }
    }
}

/// The whole body. Only fields other than `messages` carry the entry's time.
pub(crate) fn envelope(waba: &str, now: i64, changes: &[Change]) -> Value {
    let mut entry = json!({
        "id": waba,
        "changes": changes
            .iter()
            .map(|change| json!({ "value": change.value, "field": change.field }))
            .collect::<Vec<_>>(),
    });
    if changes.iter().any(|change| change.field != "messages") {
        entry.put("time", now);
    }
    json!({ "object": "whatsapp_business_account", "entry": [entry] })
}

/// The start of every value: product and number.
pub(crate) fn value(number: &BusinessNumber) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("messaging_product".into(), json!("whatsapp"));
    value.insert(
        "metadata".into(),
        json!({ "display_phone_number": number.display, "phone_number_id": number.id }),
    );
    value
}

/// A value with one message. System messages come without contacts.
pub(crate) fn message_value(
    number: &BusinessNumber,
    customer: &Customer,
    message: &Value,
    with_contacts: bool,
) -> Value {
    let mut value = value(number);
    if with_contacts && message.get("type") != Some(&json!("system")) {
        value.insert("contacts".into(), json!([contact(customer)]));
    }
    value.insert("messages".into(), json!([message]));
    Value::Object(value)
}

/// A value with one status; `failed` ones come without contacts.
pub(crate) fn status_value(number: &BusinessNumber, customer: &Customer, status: &Value) -> Value {
    let mut value = value(number);
    let state = status.get("status").and_then(Value::as_str).unwrap_or_default();
    if state != "failed" {
        let mut contact = json!({ "user_id": customer.user_id });
        if !customer.hide_phone {
            contact.put("wa_id", customer.wa_id());
        }
        if let (Some(username), "delivered" | "read") = (&customer.username, state) {
            contact.put("profile", json!({ "username": username }));
        }
        value.insert("contacts".into(), json!([contact]));
    }
    value.insert("statuses".into(), json!([status]));
    Value::Object(value)
}

/// Who a message is from, inside the message; the phone is left out when hidden.
pub(crate) fn sender(customer: &Customer) -> Map<String, Value> {
    let mut sender = Map::new();
    if !customer.hide_phone {
        sender.insert("from".into(), json!(customer.wa_id()));
    }
    sender.insert("from_user_id".into(), json!(customer.user_id));
    if let Some(parent) = &customer.parent_user_id {
        sender.insert("from_parent_user_id".into(), json!(parent));
    }
    sender
}

/// Who it is about.
pub(crate) fn contact(customer: &Customer) -> Value {
    let mut profile = json!({ "name": customer.name });
    if let Some(username) = &customer.username {
        profile.put("username", username.clone());
    }
    let mut contact = json!({ "profile": profile, "user_id": customer.user_id });
    if !customer.hide_phone {
        contact.put("wa_id", customer.wa_id());
    }
    if let Some(parent) = &customer.parent_user_id {
        contact.put("parent_user_id", parent.clone());
    }
    contact
}

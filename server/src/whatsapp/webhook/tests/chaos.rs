//! Bodies that nobody thought of: no panic, and what is sound in them survives.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// Keys that mean something, so that chance reaches every corner.
const KEYS: &[&str] = &[
    "entry",
    "changes",
    "field",
    "value",
    "metadata",
    "phone_number_id",
    "contacts",
    "profile",
    "name",
    "wa_id",
    "user_id",
    "previous",
    "current",
    "messages",
    "message_echoes",
    "user_id_update",
    "statuses",
    "errors",
    "code",
    "error_data",
    "details",
    "id",
    "from",
    "timestamp",
    "type",
    "text",
    "body",
    "image",
    "interactive",
    "nfm_reply",
    "response_json",
    "edit",
    "message",
    "original_message_id",
    "system",
    "context",
    "referral",
    "group_id",
    "phones",
    "origin",
    "order",
    "product_items",
    "status",
    "recipient_id",
    "pricing",
    "button_reply",
    "location",
    "latitude",
];
const TEXTS: &[&str] = &[
    "",
    "messages",
    "smb_message_echoes",
    "user_id_update",
    "text",
    "image",
    "interactive",
    "system",
    "edit",
    "contacts",
    "order",
    "unsupported",
    "nfm_reply",
    "user_changed_number",
    "US.1",
    "US.ENT.1",
    "16505551234",
    "failed",
    "1750030073",
    "contact_request",
    "group",
    "é\0\u{202e}",
    "-1",
];

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(TEXTS).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 6, |inner| {
        let key = prop_oneof![4 => select(KEYS).prop_map(str::to_owned), 1 => any::<String>()];
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            hash_map(key, inner, 0..6).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// A message of each of many types, all sound.
fn sound(index: usize) -> Value {
    let wamid = format!("wamid.{index}");
    let (kind, block) = match index % 6 {
        0 => ("text", json!({"body": "Hello"})),
        1 => ("image", json!({"id": "1", "mime_type": "image/jpeg"})),
        2 => (
            "interactive",
            json!({"type": "button_reply", "button_reply": {"id": "y", "title": "Yes"}}),
        ),
        3 => ("reaction", json!({"message_id": "w", "emoji": "👍"})),
        4 => ("contacts", json!([{"name": {"formatted_name": "Ana"}, "phones": [{"phone": "1"}]}])),
        _ => (
            "edit",
            json!({"original_message_id": "w", "message": {"type": "text", "text": {"body": "x"}}}),
        ),
    };
    json!({"id": wamid, "from": "16505551234", "from_user_id": "US.1", "timestamp": "1750030073", "type": kind, kind: block})
}

fn wamids(updates: &[Update]) -> Vec<&str> {
    updates
        .iter()
        .filter_map(|update| match &update.what {
            What::Message(incoming) => incoming.message.wamid.as_deref(),
            _ => None,
        })
        .collect()
}

/// Every place in a value, depth first.
fn places(value: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| places(item, &format!("{at}/{index}"), into));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, field)| places(field, &format!("{at}/{key}"), into));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn bytes_never_panic(body in vec(any::<u8>(), 0..200)) {
        let _ = parse(&body);
    }

    #[test]
    fn any_json_is_read(body in anything()) {
        prop_assert!(parse(body.to_string().as_bytes()).is_ok());
    }

    #[test]
    fn any_value_of_a_known_field_is_read(value in anything(), field in select(&["messages", "smb_message_echoes", "user_id_update"][..])) {
        let body = json!({"entry": [{"changes": [{"field": field, "value": value}]}]});
        prop_assert!(!read(&body).is_empty());
    }

    #[test]
    fn any_element_is_one_update_between_its_neighbours(
        element in anything(),
        list in select(&["messages", "statuses", "errors"][..]),
    ) {
        let value = json!({"messages": [sound(0)], "statuses": [], "errors": []});
        let mut value = body(value);
        let elements = &mut value["entry"][0]["changes"][0]["value"][list];
        elements.as_array_mut().unwrap().push(element);
        let updates = read(&value);
        let changes = updates.iter().filter(|update| matches!(update.what, What::IdentityChanged(_))).count();
        prop_assert_eq!(updates.len() - changes, 2);
        prop_assert_eq!(wamids(&updates)[0], "wamid.0");
    }

    #[test]
    fn a_damaged_message_never_costs_its_neighbours(
        count in 2..8_usize,
        victim in any::<Index>(),
        place in any::<Index>(),
        damage in anything(),
    ) {
        let victim = victim.index(count);
        let whole = body(json!({"messages": (0..count).map(sound).collect::<Vec<_>>(), "contacts": [{"wa_id": "1650"}]}));
        let before = read(&whole);
        let mut damaged = whole;
        let message = &mut damaged["entry"][0]["changes"][0]["value"]["messages"][victim];
        let mut all = Vec::new();
        places(message, "", &mut all);
        *message.pointer_mut(&all[place.index(all.len())]).unwrap() = damage;

        let after = read(&damaged);
        for (index, update) in before.iter().enumerate().filter(|(index, _)| *index != victim) {
            let What::Message(sound) = &update.what else { panic!() };
            let survives = after.iter().any(|update| match &update.what {
                What::Message(it) => it.message == sound.message && it.opens_window == sound.opens_window,
                _ => false,
            });
            prop_assert!(survives, "{index}");
        }
    }

    #[test]
    fn damage_outside_the_messages_never_costs_one(place in any::<Index>(), damage in anything()) {
        let other = json!({"field": "flows", "value": {"a": [1, {"b": null}]}});
        let mut whole = body(json!({"messages": [sound(0), sound(1)], "contacts": [{"wa_id": "1650"}], "statuses": [{"id": "w"}]}));
        whole["entry"].as_array_mut().unwrap().insert(0, json!({"id": "2", "changes": [other]}));
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        // Everything that no message hangs on.
        let apart = |at: &String| {
            let value = "/entry/1/changes/0/value/";
            at.starts_with("/entry/0")
                || at.strip_prefix(value).is_some_and(|key| !key.starts_with("messages"))
                || at == "/object"
                || at == "/entry/1/id"
        };
        all.retain(apart);
        *whole.pointer_mut(&all[place.index(all.len())]).unwrap() = damage;
        let updates = read(&whole);
        let seen = wamids(&updates);
        prop_assert!(seen.ends_with(&["wamid.0", "wamid.1"]), "{:?}", seen);
    }
}

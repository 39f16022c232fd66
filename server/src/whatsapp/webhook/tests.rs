//! Whole bodies: what is in them comes out, whatever else is in them.

use serde_json::json;
use shared::message::Status;

use super::*;

mod chaos;

fn read(body: &Value) -> Vec<Update> {
    parse(body.to_string().as_bytes()).unwrap()
}

/// A body with one change of the field `messages`.
fn body(mut value: Value) -> Value {
    value["metadata"] = json!({"display_phone_number": "15550783881", "phone_number_id": "1065"});
    json!({"object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})
}

/// Only what happened, without to which number.
fn whats(body: &Value) -> Vec<What> {
    read(body).into_iter().map(|update| update.what).collect()
}

fn incoming(value: Value) -> Incoming {
    match read(&body(value)).remove(0).what {
        What::Message(message) => *message,
        other => panic!("{other:?}"),
    }
}

fn text_message(wamid: &str, from: &str) -> Value {
    json!({"id": wamid, "from": from, "timestamp": "1750030073", "type": "text", "text": {"body": wamid}})
}

#[test]
fn a_message_comes_out_whole() {
    let element = json!({"id": "wamid.1", "from": "16505551234", "from_user_id": "US.1", "timestamp": "1750030073",
        "type": "text", "text": {"body": "Hello"}, "context": {"id": "wamid.0", "from": "1555", "forwarded": true},
        "referral": {"source_type": "ad", "ctwa_clid": "c"}});
    let profile = json!({"profile": {"name": "Sam ☀", "username": "sam"}, "wa_id": "16505551234"});
    let updates = read(&body(json!({"messages": [element], "contacts": [profile]})));
    let from = Identity {
        bsuid: Some("US.1".into()),
        phone: Some("16505551234".into()),
        username: Some("sam".into()),
        parent: None,
    };
    let message = Message {
        wamid: Some("wamid.1".into()),
        at: Some(Timestamp::from_seconds(1_750_030_073)),
        content: Content::Text { body: "Hello".into() },
        reply_to: Some("wamid.0".into()),
        forwarded: true,
        referral: Some("{\"ctwa_clid\":\"c\",\"source_type\":\"ad\"}".into()),
        group: None,
        failure: None,
        raw: element.to_string(),
    };
    let name = Some("Sam ☀".to_owned());
    let incoming =
        Incoming { from, profile_name: name, own_phone: None, opens_window: true, message };
    let update = Update {
        phone_number_id: Some("1065".into()),
        display_phone_number: Some("15550783881".into()),
        account: Some("1".into()),
        what: What::Message(Box::new(incoming)),
    };
    assert_eq!(updates, [update]);
}

#[test]
fn numbers_where_texts_are_documented_are_as_good() {
    let body = json!({"entry": [{"id": 0, "changes": [{"field": "messages", "value": {
        "metadata": {"phone_number_id": 106_540_352_242_922_u64},
        "contacts": [{"wa_id": 16_505_551_234_u64, "profile": {"name": 7}}],
        "messages": [{"id": 12, "from": 16_505_551_234_u64, "timestamp": 1_750_030_073, "text": {"body": 5}}]}}]}]});
    let update = read(&body).remove(0);
    assert_eq!(update.phone_number_id.as_deref(), Some("106540352242922"));
    let What::Message(incoming) = update.what else { panic!() };
    assert_eq!(incoming.from.phone.as_deref(), Some("16505551234"));
    assert_eq!(incoming.profile_name.as_deref(), Some("7"));
    assert_eq!(incoming.message.wamid.as_deref(), Some("12"));
    assert_eq!(incoming.message.content, Content::Text { body: "5".into() });
}

#[test]
fn a_message_may_lack_everything() {
    let bare = incoming(json!({"messages": [{}]}));
    assert_eq!(bare.message.content, Content::Unsupported { kind: "unknown".into() });
    assert_eq!((bare.message.wamid, bare.message.at), (None, None));
    assert!(bare.from.is_empty() && bare.opens_window);
    let empty = incoming(
        json!({"messages": [{"id": "", "from": "", "from_user_id": "US.1", "timestamp": ""}]}),
    );
    assert_eq!((empty.message.wamid, empty.from.phone), (None, None));
    assert_eq!(empty.from.bsuid.as_deref(), Some("US.1"));
}

#[test]
fn who_has_no_phone_is_still_somebody() {
    let value = json!({"messages": [{"id": "w", "from_user_id": "US.1", "type": "text", "text": {"body": "x"}}],
        "contacts": [{"profile": {"name": "Sam", "username": "sam"}, "user_id": "US.1", "parent_user_id": "US.ENT.1"}]});
    let message = incoming(value);
    let from = Identity {
        bsuid: Some("US.1".into()),
        parent: Some("US.ENT.1".into()),
        phone: None,
        username: Some("sam".into()),
    };
    assert_eq!((message.from, message.profile_name.as_deref()), (from, Some("Sam")));
}

#[test]
fn each_of_two_senders_has_the_own_name_in_whatever_order() {
    let value = json!({"messages": [text_message("w1", "1650"), text_message("w2", "1651"), text_message("w3", "1652")],
        "contacts": [{"profile": {"name": "Bo"}, "wa_id": "1651"}, {"profile": {"name": "Ana"}, "wa_id": "1650"}]});
    let names: Vec<_> = read(&body(value))
        .into_iter()
        .map(|update| match update.what {
            What::Message(message) => message.profile_name.unwrap_or_default(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(names, ["Ana", "Bo", ""]);
}

#[test]
fn only_what_the_customer_writes_opens_the_window() {
    let opens = |message: Value| incoming(json!({ "messages": [message] })).opens_window;
    for kind in ["text", "reaction", "unsupported", "image", "interactive", "hologram"] {
        assert!(opens(json!({ "type": kind })), "{kind}");
    }
    for (kind, block) in [
        ("system", json!({"type": "customer_identity_changed"})),
        ("revoke", json!({"original_message_id": "w"})),
        ("edit", json!({"original_message_id": "w", "message": {"text": {"body": "x"}}})),
        ("request_welcome", json!({})),
    ] {
        assert!(!opens(json!({"type": kind, kind: block})), "{kind}");
    }
    // Nor does what they write in a group open a window with them.
    let group = incoming(json!({"messages": [{"group_id": "g", "text": {"body": "x"}}]}));
    assert_eq!((group.opens_window, group.message.group.as_deref()), (false, Some("g")));
}

#[test]
fn a_rotation_follows_the_message_that_tells_it() {
    let told = json!({"id": "w", "type": "system", "system": {"type": "user_changed_user_id",
        "user_id": "US.2", "previous_user_id": "US.1", "body": "Sam changed the number"}});
    // The profile beside it is the new one and must not be taken for the old.
    let profile = json!({"profile": {"name": "Sam"}, "user_id": "US.2", "wa_id": "1651"});
    let updates = whats(&body(json!({"messages": [told], "contacts": [profile]})));
    let [What::Message(message), What::IdentityChanged(rotation)] = &updates[..] else {
        panic!("{updates:?}")
    };
    let old = Identity { bsuid: Some("US.1".into()), ..Identity::default() };
    assert_eq!(message.message.content, Content::System { body: "Sam changed the number".into() });
    assert_eq!((&message.from, &rotation.old), (&old, &old));
    assert_eq!(rotation.new.bsuid.as_deref(), Some("US.2"));

    let told = json!({"from": "1650", "type": "system", "system": {"type": "user_changed_number", "wa_id": "1651"}});
    let message = incoming(json!({"messages": [told], "contacts": [{"user_id": "US.2"}]}));
    assert_eq!(message.from, Identity { phone: Some("1650".into()), ..Identity::default() });
}

#[test]
fn a_field_of_its_own_tells_rotations() {
    let change = json!({"field": "user_id_update", "value": {"metadata": {"phone_number_id": "1065"}, "user_id_update": [
        {"user_id": {"previous": "US.1", "current": "US.2"}, "timestamp": "1750030073"}, "broken"]}});
    let body = json!({"entry": [{"changes": [change]}]});
    assert_eq!(read(&body)[0].phone_number_id.as_deref(), Some("1065"));
    let updates = whats(&body);
    let [What::IdentityChanged(rotation), What::Other { raw, .. }] = &updates[..] else {
        panic!("{updates:?}")
    };
    assert_eq!(rotation.old.bsuid.as_deref(), Some("US.1"));
    assert_eq!(raw, "\"broken\"");
}

#[test]
fn messages_statuses_and_errors_share_a_body() {
    let value = json!({
        "messages": [text_message("w1", "1650"), 5, text_message("w2", "1650")],
        "statuses": [{"id": "w3", "status": "read"}, null, {"id": "wacid.1", "type": "call", "status": "RINGING"}],
        "errors": [{"code": 131_000}],
    });
    let seen = whats(&body(value)).into_iter().map(|what| match what {
        What::Message(it) => it.message.wamid.unwrap(),
        What::Status(it) => format!("{:?} {:?}", it.wamid.unwrap(), it.status.unwrap()),
        What::Call(it) => format!("{:?} {:?}", it.wacid, it.what),
        What::Other { field, raw } => format!("{field}: {raw}"),
        other => panic!("{other:?}"),
    });
    let expected = [
        "w1",
        "messages: 5",
        "w2",
        "\"w3\" Read",
        "statuses: null",
        "\"wacid.1\" Ringing",
        "errors: {\"code\":131000}",
    ];
    assert_eq!(seen.collect::<Vec<_>>(), expected);
}

#[test]
fn a_status_knows_its_recipient_by_the_profile_beside_it() {
    let value = json!({"statuses": [{"id": "w", "status": "delivered", "recipient_id": "1650"}],
        "contacts": [{"wa_id": "1650", "user_id": "US.1", "profile": {"username": "sam"}}]});
    let What::Status(status) = read(&body(value)).remove(0).what else { panic!() };
    assert_eq!(status.status, Some(Status::Delivered));
    assert_eq!(status.recipient.bsuid.as_deref(), Some("US.1"));
    assert_eq!(status.recipient.username.as_deref(), Some("sam"));
}

#[test]
fn an_echo_is_ours_and_says_to_whom() {
    let change = json!({"field": "smb_message_echoes", "value": {
    "metadata": {"phone_number_id": "1065"}, "contacts": [{"wa_id": "1650", "user_id": "US.1"}],
    "message_echoes": [
        {"from": "15550783881", "to": "1650", "id": "w1", "timestamp": "1750030073", "type": "text", "text": {"body": "Hi"}},
        {"to_user_id": "US.2", "id": "w2", "type": "revoke", "revoke": {"original_message_id": "w1"}},
        [],
    ]}});
    let updates = whats(&json!({"entry": [{"changes": [change]}]}));
    let [What::Echo(first), What::Echo(second), What::Other { .. }] = &updates[..] else {
        panic!("{updates:?}")
    };
    assert_eq!(first.to.phone.as_deref(), Some("1650"));
    assert_eq!(first.to.bsuid.as_deref(), Some("US.1"));
    assert_eq!(first.message.content, Content::Text { body: "Hi".into() });
    assert_eq!(second.to.bsuid.as_deref(), Some("US.2"));
    assert_eq!(second.message.content, Content::Revoke { target: "w1".into() });
}

#[test]
fn other_fields_and_forms_are_kept_raw() {
    let raw = |body: Value| match &whats(&body)[..] {
        [What::Other { field, raw }] => format!("{field}: {raw}"),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        raw(json!({"entry": [{"changes": [{"field": "flows", "value": {"a": 1}}]}]})),
        "flows: {\"a\":1}"
    );
    assert_eq!(
        raw(json!({"entry": [{"changes": [{"field": "calls"}]}]})),
        "calls: {\"field\":\"calls\"}"
    );
    assert_eq!(
        raw(json!({"entry": [{"id": "0", "messaging": []}]})),
        ": {\"id\":\"0\",\"messaging\":[]}"
    );
    assert_eq!(raw(json!({"entry": [7]})), ": 7");
    assert_eq!(raw(body(json!({"messages": []}))).get(..10), Some("messages: "));
    for odd in [json!({}), json!(null), json!([]), json!("x"), json!(1)] {
        assert_eq!(raw(odd.clone()), format!(": {odd}"));
    }
    assert_eq!(read(&json!({"entry": []})), []);
}

#[test]
fn a_sample_without_envelope_is_read_too() {
    let envelope = body(json!({"messages": [text_message("w1", "1650")]}));
    assert_eq!(whats(&envelope["entry"][0]["changes"][0]), whats(&envelope));
    let single = json!({"entry": {"changes": envelope["entry"][0]["changes"][0]}});
    assert_eq!(whats(&single), whats(&envelope));
}

#[test]
fn escaped_letters_are_letters_and_half_ones_cost_nothing_else() {
    let with = |text: &str| {
        let body = format!(
            "{{\"value\":{{\"messages\":[{{\"text\":{{\"body\":\"{text}\"}}}},{{\"id\":\"w2\"}}]}}}}"
        );
        let updates = parse(body.as_bytes()).unwrap();
        assert_eq!(updates.len(), 2);
        let What::Message(first) = &updates[0].what else { panic!() };
        first.message.content.clone()
    };
    let text = |body: &str| Content::Text { body: body.into() };
    assert_eq!(with("\\u00e9\\ud83d\\ude00"), text("é😀"));
    assert_eq!(with("\\u00e9\\ud83d"), text("é\u{fffd}"));
    assert_eq!(with("a\\u0000b"), text("a\u{fffd}b"));
}

#[test]
fn what_is_no_json_says_where() {
    for body in
        ["", "{", "{\"entry\":[}", "hello", &"[".repeat(100_000), &"{\"a\":".repeat(100_000)]
    {
        let error = parse(body.as_bytes()).unwrap_err();
        assert!(error.0.contains("line 1"), "{error}");
    }
}

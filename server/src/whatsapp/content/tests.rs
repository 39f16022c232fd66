//! Each type of message, as it is documented and as it has been seen.

use serde_json::json;

use super::*;

fn unsupported(kind: &str) -> Content {
    Content::Unsupported { kind: kind.into() }
}

fn file(id: &str) -> Media {
    Media {
        media_id: Some(id.into()),
        mime: Some("a/b".into()),
        sha256: Some("c2hh".into()),
        ..Media::default()
    }
}

#[test]
fn text_is_text_with_and_without_its_type() {
    let hello = Content::Text { body: "Hello".into() };
    assert_eq!(content(&json!({"type": "text", "text": {"body": "Hello"}})), hello);
    assert_eq!(content(&json!({"text": {"body": "Hello"}})), hello);
    assert_eq!(content(&json!({"type": "", "text": {"body": "Hello"}})), hello);
}

#[test]
fn files_keep_what_is_known_of_them() {
    let block =
        json!({"id": 17, "mime_type": "a/b", "sha256": "c2hh", "url": "https://example.org"});
    let of = |kind: &str| content(&json!({"type": kind, kind: block}));
    assert_eq!(of("image"), Content::Image(file("17")));
    assert_eq!(of("video"), Content::Video(file("17")));
    assert_eq!(of("audio"), Content::Audio(file("17")));
    assert_eq!(of("voice"), Content::Audio(Media { voice: true, ..file("17") }));
    assert_eq!(of("document"), Content::Document(file("17")));
    assert_eq!(of("sticker"), Content::Sticker(file("17")));
    let note = content(&json!({"type": "audio", "audio": {"id": "1", "voice": true}}));
    assert!(matches!(note, Content::Audio(Media { voice: true, .. })));
    let paper = content(&json!({"type": "document", "document":
        {"id": "1", "filename": "../../etc/passwd", "caption": "See"}}));
    let Content::Document(paper) = paper else { panic!("{paper:?}") };
    assert_eq!(paper.filename.as_deref(), Some("../../etc/passwd"));
    assert_eq!(paper.caption.as_deref(), Some("See"));
    let moving = content(&json!({"type": "sticker", "sticker": {"id": "1", "animated": true}}));
    assert!(matches!(moving, Content::Sticker(Media { animated: true, .. })));
}

#[test]
fn a_file_with_an_error_has_no_id_that_could_be_fetched() {
    let message = json!({"type": "video", "video": {"id": "1", "caption": "Look"}, "errors": [{"code": 131_052}]});
    let expected = Media { caption: Some("Look".into()), ..Media::default() };
    assert_eq!(content(&message), Content::Video(expected));
    let bare = json!({"type": "video", "errors": [{"code": 131_052}]});
    assert_eq!(content(&bare), Content::Video(Media::default()));
}

#[test]
fn a_place_keeps_its_degrees_as_text() {
    let place = content(&json!({"type": "location", "location":
        {"latitude": 37.483_307, "longitude": "-122.15", "name": "Café", "address": ""}}));
    assert_eq!(
        place,
        Content::Location(Location {
            latitude: "37.483307".into(),
            longitude: "-122.15".into(),
            name: Some("Café".into()),
            address: None,
        })
    );
}

#[test]
fn cards_need_no_name() {
    let message = json!({"type": "contacts", "contacts": [
        {"name": {"formatted_name": "Ana Lima", "first_name": "Ana"}, "org": {"company": "Acme"},
         "phones": [{"phone": "+1 650", "wa_id": "1650"}, {"wa_id": "1651"}, {}], "emails": [{"email": "a@b.c"}]},
        {"name": {"first_name": "Bo", "last_name": "Ek"}},
        {"phones": [{"phone": "1"}]},
        "broken",
    ]});
    let ana = Card {
        name: Some("Ana Lima".into()),
        phones: vec!["+1 650".into(), "1651".into()],
        emails: vec!["a@b.c".into()],
        company: Some("Acme".into()),
    };
    let bo = Card { name: Some("Bo Ek".into()), ..Card::default() };
    let nameless = Card { phones: vec!["1".into()], ..Card::default() };
    assert_eq!(content(&message), Content::Contacts { cards: vec![ana, bo, nameless] });
}

#[test]
fn only_a_card_that_we_asked_for_is_the_senders_own() {
    let card = |origin| json!({"contacts": [{"origin": origin, "phones": [{"phone": "+1 650", "wa_id": ""}]}]});
    assert_eq!(own_phone(&card("contact_request")).as_deref(), Some("1650"));
    assert_eq!(own_phone(&card("other")), None);
    assert_eq!(own_phone(&json!({"contacts": [{"phones": [{"phone": "1"}]}]})), None);
}

#[test]
fn buttons_and_lists_say_what_was_chosen() {
    assert_eq!(
        content(&json!({"type": "button", "button": {"text": "Yes", "payload": "y"}})),
        Content::Button { text: "Yes".into(), payload: Some("y".into()) }
    );
    assert_eq!(
        content(&json!({"type": "button", "button": {"text": "Yes"}})),
        Content::Button { text: "Yes".into(), payload: None }
    );
    let yes = Content::ButtonReply { id: "y".into(), title: "Yes".into() };
    let reply = json!({"id": "y", "title": "Yes"});
    for block in
        [json!({"type": "button_reply", "button_reply": reply}), json!({"button_reply": reply})]
    {
        assert_eq!(content(&json!({"type": "interactive", "interactive": block})), yes);
    }
    assert_eq!(
        content(&json!({"type": "interactive", "interactive": {"type": "list_reply", "list_reply":
            {"id": 1, "title": "One", "description": "The first"}}})),
        Content::ListReply {
            id: "1".into(),
            title: "One".into(),
            description: Some("The first".into())
        }
    );
}

#[test]
fn a_form_keeps_its_answers_raw_whatever_they_are() {
    let response = |json: Value| {
        let reply = json!({"name": "flow", "body": "Sent", "response_json": json});
        match content(
            &json!({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": reply}}),
        ) {
            Content::FlowReply { name, body, response } => {
                assert_eq!((name.as_str(), body.as_deref()), ("flow", Some("Sent")));
                response
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(response(json!("{\"a\":1}")).as_deref(), Some("{\"a\":1}"));
    assert_eq!(response(json!("not json")).as_deref(), Some("not json"));
    assert_eq!(response(json!({"a": 1})).as_deref(), Some("{\"a\":1}"));
    assert_eq!(response(json!(null)), None);
}

#[test]
fn a_call_permission_ends_unless_it_is_permanent_or_refused() {
    let of = |reply: Value| {
        content(&json!({"type": "interactive", "interactive":
            {"type": "call_permission_reply", "call_permission_reply": reply}}))
    };
    let until = |granted, until| Content::CallPermission { granted, until };
    assert_eq!(
        of(json!({"response": "accept", "expiration_timestamp": 1_750_030_073})),
        until(true, Some(1_750_030_073))
    );
    assert_eq!(
        of(json!({"response": "accept", "expiration_timestamp": "1750030073"})),
        until(true, Some(1_750_030_073))
    );
    assert_eq!(
        of(json!({"response": "accept", "is_permanent": true, "expiration_timestamp": 1})),
        until(true, None)
    );
    assert_eq!(of(json!({"response": "reject", "expiration_timestamp": 1})), until(false, None));
    assert_eq!(of(json!({})), until(false, None));
}

#[test]
fn a_reaction_without_emoji_was_taken_back() {
    let of = |block: Value| content(&json!({"type": "reaction", "reaction": block}));
    let on = |emoji: Option<&str>| Content::Reaction {
        target: "w1".into(),
        emoji: emoji.map(str::to_owned),
    };
    assert_eq!(of(json!({"message_id": "w1", "emoji": "👍"})), on(Some("👍")));
    assert_eq!(of(json!({"message_id": "w1", "emoji": ""})), on(None));
    assert_eq!(of(json!({"message_id": "w1"})), on(None));
    assert_eq!(of(json!({"emoji": "👍"})), unsupported("reaction"));
}

#[test]
fn an_order_lists_its_items_as_they_were_written() {
    let order = content(
        &json!({"type": "order", "order": {"catalog_id": "1", "text": "Please", "product_items": [
        {"product_retailer_id": "sku", "quantity": 2, "item_price": 9.5, "currency": "EUR"}, {}]}}),
    );
    let item = OrderItem {
        product: "sku".into(),
        quantity: "2".into(),
        price: "9.5".into(),
        currency: "EUR".into(),
    };
    assert_eq!(
        order,
        Content::Order { text: Some("Please".into()), items: vec![item, OrderItem::default()] }
    );
}

#[test]
fn the_system_always_has_words() {
    for kind in ["user_changed_number", "user_changed_user_id", "customer_identity_changed", "news"]
    {
        let said = content(&json!({"type": "system", "system": {"type": kind, "body": "Said"}}));
        assert_eq!(said, Content::System { body: "Said".into() });
        let silent = content(&json!({"type": "system", "system": {"type": kind}}));
        assert!(matches!(silent, Content::System { body } if body.ends_with('.')));
    }
}

#[test]
fn edits_and_revocations_name_their_target() {
    let edited = json!({"type": "edit", "edit": {"original_message_id": "w1",
        "message": {"context": {}, "type": "text", "text": {"body": "New"}}}});
    let new = Box::new(Content::Text { body: "New".into() });
    assert_eq!(content(&edited), Content::Edit { target: "w1".into(), content: new });
    let revoked = json!({"type": "revoke", "revoke": {"original_message_id": "w1"}});
    assert_eq!(content(&revoked), Content::Revoke { target: "w1".into() });
    assert_eq!(content(&json!({"type": "edit", "edit": {}})), unsupported("edit"));
    assert_eq!(content(&json!({"type": "revoke"})), unsupported("revoke"));
    assert_eq!(content(&json!({"type": "request_welcome"})), Content::Welcome);
}

#[test]
fn what_is_unknown_or_broken_is_named() {
    let said = json!({"type": "unsupported", "unsupported": {"type": "poll_creation"}, "errors": [{"code": 131_051}]});
    assert_eq!(content(&said), unsupported("poll_creation"));
    assert_eq!(content(&json!({"type": "unsupported", "errors": []})), unsupported("unknown"));
    assert_eq!(
        content(&json!({"type": "unknown", "errors": [{"code": 130_501}]})),
        unsupported("unknown")
    );
    assert_eq!(content(&json!({"type": "hologram", "hologram": {}})), unsupported("hologram"));
    assert_eq!(content(&json!({"type": 5})), unsupported("5"));
    assert_eq!(
        content(&json!({"type": ["text"], "text": {"body": "x"}})),
        Content::Text { body: "x".into() }
    );
    let game =
        json!({"type": "interactive", "interactive": {"type": "game_reply", "game_reply": {}}});
    assert_eq!(content(&game), unsupported("game_reply"));
    for kind in ["text", "image", "voice", "location", "contacts", "button", "interactive", "order"]
    {
        assert_eq!(content(&json!({"type": kind})), unsupported(kind));
        assert_eq!(content(&json!({"type": kind, kind: []})), unsupported(kind));
        assert_eq!(
            content(&json!({"type": kind, kind: {}, "errors": null})),
            match kind {
                "image" => Content::Image(Media::default()),
                "voice" => Content::Audio(Media { voice: true, ..Media::default() }),
                "order" => Content::Order { text: None, items: vec![] },
                // An empty card is a card.
                "contacts" => Content::Contacts { cards: vec![Card::default()] },
                _ => unsupported(kind),
            }
        );
    }
    for nothing in [json!({}), json!(null), json!([1]), json!("text")] {
        assert_eq!(content(&nothing), unsupported("unknown"));
    }
}

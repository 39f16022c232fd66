//! Every type of message that WhatsApp delivers is shown in its thread as what it is.

use serde_json::{Value, json};
use shared::message::Content;
use shared::message::content::{Card, Location, Media, OrderItem};

use super::tools::shows;
use crate::on_both;

on_both! {
    async fn words_are_shown(world: World) {
        shows(&world, vec![
            (json!({"type": "text", "text": {"body": "*Hi*\n😀 \u{202e}abc"}}), text("*Hi*\n😀 \u{202e}abc")),
            (json!({"type": "text", "text": {"body": "x".repeat(4096)}}), text(&"x".repeat(4096))),
            (json!({"type": "button", "text": null, "button": {"text": "Yes", "payload": "YES"}}),
             Content::Button { text: "Yes".into(), payload: Some("YES".into()) }),
            (json!({"type": "button", "button": {"text": "No"}, "context": {"from": "1", "id": "wamid.unknown"}}),
             Content::Button { text: "No".into(), payload: None }),
            (json!({"type": "reaction", "reaction": {"message_id": "wamid.0", "emoji": "👍🏽"}}),
             Content::Reaction { target: "wamid.0".into(), emoji: Some("👍🏽".into()) }),
            (json!({"type": "reaction", "reaction": {"message_id": "wamid.0", "emoji": ""}}), unreacted()),
            (json!({"type": "reaction", "reaction": {"message_id": "wamid.0"}}), unreacted()),
            (json!({"type": "edit", "edit": {"original_message_id": "wamid.0", "message":
                {"type": "text", "text": {"body": "Hello"}, "context": {"id": "wamid.x"}}}}),
             Content::Edit { target: "wamid.0".into(), content: Box::new(text("Hello")) }),
            (json!({"type": "revoke", "revoke": {"original_message_id": "wamid.0"}}),
             Content::Revoke { target: "wamid.0".into() }),
            (json!({"type": "request_welcome"}), Content::Welcome),
        ]).await;
    }

    async fn files_are_shown_with_whatsapps_id_of_them(world: World) {
        let file = json!({"id": "4711", "mime_type": "image/jpeg", "sha256": "c2hh", "url": "https://lookaside/1"});
        let and = |more: Value| merged(&file, &more);
        let media = Media {
            media_id: Some("4711".into()), mime: Some("image/jpeg".into()), sha256: Some("c2hh".into()), ..Media::default()
        };
        let captioned = Media { caption: Some("Look".into()), ..media.clone() };
        let note = Media { mime: Some("audio/ogg; codecs=opus".into()), voice: true, ..media.clone() };
        let gone = Media { media_id: None, ..media.clone() };
        shows(&world, vec![
            (json!({"type": "image", "image": and(json!({"caption": "Look"}))}), Content::Image(captioned.clone())),
            (json!({"type": "image", "image": file}), Content::Image(media.clone())),
            (json!({"type": "video", "video": and(json!({"caption": "Look"}))}), Content::Video(captioned)),
            (json!({"type": "audio", "audio": file}), Content::Audio(media.clone())),
            (json!({"type": "audio", "audio": and(json!({"voice": true, "mime_type": "audio/ogg; codecs=opus"}))}),
             Content::Audio(note)),
            (json!({"type": "voice", "voice": file}), Content::Audio(Media { voice: true, ..media.clone() })),
            (json!({"type": "document", "document": and(json!({"filename": "../../etc/passwd"}))}),
             Content::Document(Media { filename: Some("../../etc/passwd".into()), ..media.clone() })),
            (json!({"type": "sticker", "sticker": and(json!({"animated": true, "mime_type": "image/webp"}))}),
             Content::Sticker(Media { animated: true, mime: Some("image/webp".into()), ..media })),
            (json!({"type": "image", "image": file, "errors": [{"code": 131_052, "title": "Media download error"}]}),
             Content::Image(gone)),
        ]).await;
    }

    async fn places_cards_and_orders_are_shown(world: World) {
        shows(&world, vec![
            (json!({"type": "location", "location":
                {"latitude": 37.44, "longitude": -122.161, "name": "Philz", "address": "101 Forest Ave"}}),
             Content::Location(Location { latitude: "37.44".into(), longitude: "-122.161".into(),
                name: Some("Philz".into()), address: Some("101 Forest Ave".into()) })),
            (json!({"type": "location", "location": {"latitude": 0, "longitude": "13.4"}}),
             Content::Location(Location { latitude: "0".into(), longitude: "13.4".into(), ..Location::default() })),
            (json!({"type": "contacts", "contacts": [
                {"name": {"formatted_name": "Dr. Bo", "first_name": "Bo"}, "phones": [{"phone": "+1 650", "wa_id": "1650"}],
                 "emails": [{"email": "bo@example.com", "type": "WORK"}], "org": {"company": "Bo & Co"}, "origin": "other"},
                {"phones": [{"phone": "110"}]}]}),
             Content::Contacts { cards: vec![
                Card { name: Some("Dr. Bo".into()), phones: vec!["+1 650".into()], emails: vec!["bo@example.com".into()],
                    company: Some("Bo & Co".into()) },
                Card { phones: vec!["110".into()], ..Card::default() }] }),
            (json!({"type": "order", "order": {"catalog_id": "9", "text": "Please", "product_items": [
                {"product_retailer_id": "bike", "quantity": 2, "item_price": 99.5, "currency": "EUR"}]}}),
             Content::Order { text: Some("Please".into()), items: vec![OrderItem { product: "bike".into(),
                quantity: "2".into(), price: "99.5".into(), currency: "EUR".into() }] }),
        ]).await;
    }

    async fn answers_to_what_we_asked_are_shown(world: World) {
        let flow = |response: Value| json!({"type": "interactive", "interactive": {"type": "nfm_reply",
            "nfm_reply": {"name": "flow", "body": "Sent", "response_json": response}}});
        let filled = |response: Option<&str>| Content::FlowReply {
            name: "flow".into(), body: Some("Sent".into()), response: response.map(Into::into),
        };
        let permission = |reply: Value| json!({"type": "interactive", "interactive":
            {"type": "call_permission_reply", "call_permission_reply": reply}});
        shows(&world, vec![
            (json!({"type": "interactive", "interactive": {"type": "button_reply",
                "button_reply": {"id": "yes", "title": "Yes"}}}),
             Content::ButtonReply { id: "yes".into(), title: "Yes".into() }),
            (json!({"type": "interactive", "interactive": {"type": "list_reply",
                "list_reply": {"id": "a", "title": "A", "description": "The first"}}}),
             Content::ListReply { id: "a".into(), title: "A".into(), description: Some("The first".into()) }),
            (flow(json!("{\"size\":\"L\"}")), filled(Some("{\"size\":\"L\"}"))),
            (flow(json!("not json {")), filled(Some("not json {"))),
            (flow(json!({"size": "L"})), filled(Some("{\"size\":\"L\"}"))),
            (flow(json!(null)), filled(None)),
            (permission(json!({"response": "accept", "expiration_timestamp": 1_900_000_000})),
             Content::CallPermission { granted: true, until: Some(1_900_000_000) }),
            (permission(json!({"response": "accept", "is_permanent": true})),
             Content::CallPermission { granted: true, until: None }),
            (permission(json!({"response": "reject", "response_source": "user_action"})),
             Content::CallPermission { granted: false, until: None }),
            (json!({"type": "interactive", "interactive": {"type": "dance", "dance": {}}}), unsupported("dance")),
        ]).await;
    }

    async fn what_whatsapp_cannot_deliver_is_named(world: World) {
        let errors = json!([{"code": 131_051, "title": "Message type unknown"}]);
        let mut expected: Vec<_> = ["button", "edit", "errors", "gif", "group_invite", "hsm", "image", "interactive",
            "keep_in_chat", "link_preview", "list", "location", "media_placeholder", "order", "pin", "poll_creation",
            "poll_update", "product", "reaction"].map(|kind| {
            (json!({"type": "unsupported", "unsupported": {"type": kind}, "errors": errors}), unsupported(kind))
        }).into();
        expected.extend([
            (json!({"type": "unsupported", "errors": errors}), unsupported("unknown")),
            (json!({"type": "unknown", "errors": [{"code": 130_501}]}), unsupported("unknown")),
            (json!({"type": "hologram", "hologram": {"depth": 3}}), unsupported("hologram")),
        ]);
        shows(&world, expected).await;
    }
}

/// What WhatsApp calls so and we don't know.
pub fn unsupported(kind: &str) -> Content {
    Content::Unsupported { kind: kind.into() }
}

pub fn text(body: &str) -> Content {
    Content::Text { body: body.into() }
}

fn unreacted() -> Content {
    Content::Reaction { target: "wamid.0".into(), emoji: None }
}

fn merged(one: &Value, other: &Value) -> Value {
    let both = [one, other].into_iter().filter_map(Value::as_object);
    Value::Object(both.flatten().map(|(key, value)| (key.clone(), value.clone())).collect())
}

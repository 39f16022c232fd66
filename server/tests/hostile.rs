//! Whatever comes from outside is read without a fall: damaged webhooks, frames, commands, searches and files. That the
//! server goes on afterwards is told in `webhook::property`, `realtime::slow_client` and `message`.

mod bytes;
mod files;
mod http;

use serde_json::json;
use server::features::search::query;
use server::features::search::vocabulary::Vocabulary;
use server::whatsapp::webhook;
use shared::command::Command;
use shared::protocol::ClientFrame;

use bytes::read_damaged;

const ID: &str = "01K5T0000000000000000000AB";

#[test]
fn no_webhook_makes_us_fall() {
    let of = |value: serde_json::Value| {
        let entry = json!([{ "id": "1", "changes": [{ "field": "messages", "value": value }] }]);
        json!({ "object": "whatsapp_business_account", "entry": entry }).to_string().into_bytes()
    };
    let by = json!([{ "profile": { "name": "Sam" }, "wa_id": "4915112345678", "user_id": "DE.1" }]);
    let meta = json!({ "display_phone_number": "4930123", "phone_number_id": "106540352242922" });
    let message = |more: serde_json::Value| {
        let mut it = json!({ "from": "4915112345678", "id": "wamid.1", "timestamp": "1762000000" });
        it.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        of(json!({ "metadata": meta, "contacts": by, "messages": [it] }))
    };
    let media =
        json!({ "id": "4711", "mime_type": "image/jpeg", "sha256": "c2hh", "caption": "Look" });
    let sdp = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\nm=audio 3480 UDP/TLS/RTP/SAVPF 111\r\n";
    let seeds = vec![
        message(
            json!({ "type": "text", "text": { "body": "Hi 😀" }, "context": { "id": "wamid.0" } }),
        ),
        message(json!({ "type": "image", "image": media })),
        message(json!({ "type": "location", "location": { "latitude": 52.5, "longitude": 13.4 } })),
        message(
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.0", "emoji": "👍🏽" } }),
        ),
        message(json!({ "type": "interactive", "interactive":
            { "type": "button_reply", "button_reply": { "id": "a", "title": "Yes" } } })),
        message(json!({ "type": "order", "order": { "catalog_id": "1", "product_items":
            [{ "product_retailer_id": "a", "quantity": 2, "item_price": 1.5, "currency": "EUR" }] } })),
        of(
            json!({ "metadata": meta, "statuses": [{ "id": "wamid.1", "status": "failed", "timestamp": "1762000000",
            "recipient_id": "4915112345678", "errors": [{ "code": 131_026, "title": "Undeliverable" }],
            "pricing": { "category": "service", "billable": false } }] }),
        ),
        of(
            json!({ "metadata": meta, "contacts": by, "calls": [{ "id": "wacid.1", "event": "connect",
            "direction": "USER_INITIATED", "timestamp": "1762000000", "from": "4915112345678",
            "session": { "sdp_type": "offer", "sdp": sdp } }] }),
        ),
        of(json!({ "event": "APPROVED", "message_template_id": 1, "message_template_name": "a",
            "message_template_language": "de", "reason": "NONE" })),
    ];
    for seed in &seeds {
        assert!(!webhook::parse(seed).unwrap().is_empty(), "{}", seed.escape_ascii());
    }
    read_damaged(&seeds, |bytes| drop(webhook::parse(bytes)));
}

#[test]
fn no_frame_and_no_command_makes_us_fall() {
    let frames = [
        json!({ "hello": { "protocol": 1, "token": "ey.J.x", "resume": { "epoch": ID, "seq": 4 } } }),
        json!({ "watch": { "views": ["mine", "unassigned", "all"], "since": 0 } }),
        json!({ "idle": true }),
        json!({ "here": { "tab": ID, "at": ID, "doing": "replying", "typing": true } }),
        json!({ "ask": { "at": ID } }),
        json!({ "answer": { "to": ID, "yes": false } }),
        json!({ "board": { "limit": 5 } }),
    ];
    let frames: Vec<_> = frames.iter().map(|it| it.to_string().into_bytes()).collect();
    let taken =
        frames.iter().filter(|it| serde_json::from_slice::<ClientFrame>(it).is_ok()).count();
    assert!(taken == frames.len(), "{taken} of {} are frames", frames.len());
    read_damaged(&frames, |bytes| drop(serde_json::from_slice::<ClientFrame>(bytes)));
    let commands = crate::policy::matrix::every_action().into_iter().map(|action| {
        let id = shared::ids::CommandId(ulid::Ulid::nil());
        serde_json::to_vec(&Command { id, action, seen: None }).unwrap()
    });
    let commands: Vec<_> = commands.collect();
    read_damaged(&commands, |bytes| drop(serde_json::from_slice::<Command>(bytes)));
}

#[test]
fn no_search_makes_us_fall() {
    let seeds = [
        "sam müller",
        "in:closed from:ana label:\"very important\" order",
        "has:file is:unread before:2026-02-29 after:2026-01-01",
        "+49 (151) 123-45 678",
        "\"the exact words\" -not \u{202e}abc 👩‍👩‍👧",
        "ticket:4711 city:Köln",
    ];
    let seeds: Vec<_> = seeds.iter().map(|it| it.as_bytes().to_vec()).collect();
    let vocabulary = Vocabulary::none();
    read_damaged(&seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        drop(query::parse(&text, &vocabulary));
    });
}

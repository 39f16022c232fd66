//! What comes back to the business, and that it always comes.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use simulator::{Customer, Misbehaviour, Options, Signature, Simulator, Tick};

use crate::business::{Business, NUMBER};
use crate::receiver::Receiver;

#[tokio::test]
async fn a_text_arrives_in_metas_shape() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.simulator.set_time(Some(1_750_030_073));
    let wamid = sam.writes("Hello").await;
    business.simulator.settled().await;

    let body = business.receiver.seen()[0].json();
    let user_id = sam.user_id();
    assert_eq!(
        body,
        json!({ "object": "whatsapp_business_account", "entry": [{
            "id": "100200300400500",
            "changes": [{ "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": { "display_phone_number": "15550783881", "phone_number_id": NUMBER },
                "contacts": [{ "profile": { "name": "Sam" }, "wa_id": "16505550101", "user_id": user_id }],
                "messages": [{
                    "from": "16505550101", "from_user_id": user_id, "id": wamid,
                    "timestamp": "1750030073", "type": "text", "text": { "body": "Hello" },
                }],
            } }],
        }] })
    );
}

#[tokio::test]
async fn the_signature_is_over_the_bytes_sent_which_are_ascii() {
    let business = Business::start().await;
    let ana = business.simulator.phone("Aña 🌻").await;
    ana.writes("Olá / 你好").await;
    business.simulator.settled().await;

    let seen = business.receiver.seen().remove(0);
    assert!(seen.body.is_ascii());
    assert_eq!(
        seen.json()["entry"][0]["changes"][0]["value"]["messages"][0]["text"]["body"],
        "Olá / 你好"
    );
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"simulator-app-secret").unwrap();
    mac.update(&seen.body);
    assert_eq!(
        seen.signature,
        Some(format!("sha256={}", hex::encode(mac.finalize().into_bytes())))
    );
}

#[tokio::test]
async fn a_refused_webhook_is_tried_until_it_is_taken_and_does_not_block_the_next() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.receiver.answers([500, 503]);
    let first = sam.writes("one").await;
    business.simulator.settled().await;
    sam.writes("two").await;
    business.simulator.settled().await;

    assert_eq!(business.receiver.seen().len(), 4);
    let texts: Vec<Value> = business
        .receiver
        .messages()
        .iter()
        .map(|message| message["text"]["body"].clone())
        .collect();
    assert_eq!(texts, ["one", "two"]);
    assert_eq!(sam.tick(&first), Some(Tick::Delivered));
}

#[tokio::test]
async fn nothing_is_lost_or_reordered_while_the_server_is_away() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.receiver.stop().await;
    for nth in 0..20 {
        sam.writes(&nth.to_string()).await;
    }
    assert_eq!(business.simulator.pending_webhooks(), 20);
    let back = Receiver::start_at(business.receiver.port);
    business.simulator.settled().await;

    let texts: Vec<String> = back
        .messages()
        .iter()
        .map(|message| message["text"]["body"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(texts, (0..20).map(|nth| nth.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_simulator_ends_with_its_last_handle() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let address = simulator.base_url().replace("http://", "");
    let other = simulator.clone();
    drop(simulator);
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(other);
    while std::net::TcpStream::connect(&address).is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn webhooks_wait_for_a_url() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    simulator.phone("Sam").await.writes("early").await;
    assert_eq!(simulator.pending_webhooks(), 1);
    let receiver = Receiver::start();
    simulator.set_webhook_url(&receiver.url);
    simulator.settled().await;
    assert_eq!(receiver.messages()[0]["text"]["body"], "early");
}

#[tokio::test]
async fn the_handshake_is_repeated_by_the_server_that_knows_the_token() {
    let business = Business::start().await;
    assert!(business.simulator.verify_webhook().await);
    let stranger = Options { verify_token: "another".into(), ..Options::default() };
    assert!(!Business::with(stranger).await.simulator.verify_webhook().await);
}

#[tokio::test]
async fn a_customer_with_a_hidden_phone_is_known_by_user_id_alone() {
    let business = Business::start().await;
    let customer =
        Customer { username: Some("kay".into()), hide_phone: true, ..Customer::named("Kay") };
    let kay = business.simulator.customer(customer).await;
    kay.writes("Hi").await;
    business.simulator.settled().await;

    let value = business.receiver.values().remove(0);
    assert_eq!(value["contacts"][0]["profile"], json!({ "name": "Kay", "username": "kay" }));
    assert!(value["contacts"][0].get("wa_id").is_none());
    assert!(value["messages"][0].get("from").is_none());
    assert_eq!(value["messages"][0]["from_user_id"], json!(kay.user_id()));
    assert!(!value.to_string().contains(&kay.number()));
}

#[tokio::test]
async fn crafted_bodies_are_delivered_once_with_the_signature_asked_for() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let values = (0..3)
        .map(|nth| {
            business.simulator.text_message_value(&sam, "batched", &format!("wamid.{nth}"), 1)
        })
        .collect();
    let body = business.simulator.envelope(values);
    assert_eq!(business.simulator.deliver(body).await, 200);
    assert_eq!(business.receiver.messages().len(), 3);

    business.receiver.answers([401]);
    assert_eq!(business.simulator.deliver_raw("{", Signature::Missing).await, 401);
    assert_eq!(business.receiver.seen().last().unwrap().signature, None);
}

#[tokio::test]
async fn ids_never_repeat() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let mut ids = BTreeSet::new();
    for _ in 0..500 {
        ids.insert(sam.writes("x").await);
    }
    assert_eq!(ids.len(), 500);
    business.simulator.settled().await;
    assert_eq!(business.receiver.messages().len(), 500);
}

#[tokio::test]
async fn a_wrong_signature_is_followed_by_the_right_one() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::WrongSignature.next(1));
    business.receiver.answers([401]);
    business.simulator.phone("Sam").await.writes("Hi").await;
    business.simulator.settled().await;
    let seen = business.receiver.seen();
    assert_eq!(seen.len(), 2);
    assert_ne!(seen[0].signature, seen[1].signature);
}

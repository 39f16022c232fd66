//! The simulator told to misbehave, over its library and over HTTP.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use simulator::{Misbehaviour, Tick};

use crate::business::{Business, NUMBER};

fn texts(business: &Business) -> Vec<String> {
    let messages = business.receiver.messages();
    messages.iter().map(|message| message["text"]["body"].as_str().unwrap().to_owned()).collect()
}

async fn counts_to(business: &Business, last: usize) {
    let sam = business.simulator.phone("Sam").await;
    for nth in 0..last {
        sam.writes(&format!("{nth:02}")).await;
    }
}

#[tokio::test]
async fn duplicates_come_as_often_as_told() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::DuplicateWebhooks { copies: 9 }.next(2));
    counts_to(&business, 3).await;
    business.simulator.settled().await;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts(&business) {
        *seen.entry(text).or_default() += 1;
    }
    assert_eq!(seen.values().copied().collect::<Vec<_>>(), [10, 10, 1]);
}

#[tokio::test]
async fn a_shuffled_batch_is_complete_and_out_of_order() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::ReorderWebhooks { batch: 50 });
    counts_to(&business, 50).await;
    business.simulator.settled().await;
    let came = texts(&business);
    let mut sorted = came.clone();
    sorted.sort();
    assert_ne!(came, sorted);
    assert_eq!(sorted, (0..50).map(|nth| format!("{nth:02}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_batch_is_one_request() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::BatchWebhooks { size: 20 });
    counts_to(&business, 20).await;
    business.simulator.settled().await;
    assert_eq!((business.receiver.seen().len(), texts(&business).len()), (1, 20));
}

#[tokio::test]
async fn what_is_gathered_goes_out_when_it_behaves_again() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::BatchWebhooks { size: 1000 });
    counts_to(&business, 3).await;
    business.simulator.behave();
    business.simulator.settled().await;
    assert_eq!(texts(&business).len(), 3);
}

#[tokio::test]
async fn held_webhooks_wait_for_their_release() {
    let business = Business::start().await;
    let hold = business.simulator.misbehave(Misbehaviour::HoldWebhooks);
    let sam = business.simulator.phone("Sam").await;
    let wamid = sam.writes("held").await;
    assert_eq!(business.simulator.pending_webhooks(), 1);
    assert_eq!(sam.tick(&wamid), Some(Tick::Sent));
    business.simulator.stop(hold);
    sam.awaits_tick(&wamid, Tick::Delivered).await;
    assert_eq!(texts(&business), ["held"]);
}

#[tokio::test]
async fn late_webhooks_are_days_old() {
    let business = Business::start().await;
    business.simulator.set_time(Some(1_750_030_073));
    business.simulator.misbehave(Misbehaviour::LateWebhooks { days: 3 });
    counts_to(&business, 1).await;
    business.simulator.settled().await;
    assert_eq!(business.receiver.messages()[0]["timestamp"], "1749770873");
}

#[tokio::test]
async fn a_delayed_webhook_lets_the_others_pass() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::DelayWebhooks { ms: 1000 }.next(1));
    counts_to(&business, 2).await;
    business.simulator.settled().await;
    assert_eq!(texts(&business), ["01", "00"]);
}

#[tokio::test]
async fn the_never_seen_is_sent() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.simulator.misbehave(Misbehaviour::UnknownMessageType.next(1));
    business.simulator.misbehave(Misbehaviour::UnknownField.next(1));
    business.simulator.misbehave(Misbehaviour::OmitContacts.next(1));
    business.simulator.misbehave(Misbehaviour::UnknownStatus.next(1));
    sam.writes("what is this").await;
    business.writes(&sam, "Hi").await;
    business.simulator.settled().await;

    let message = &business.receiver.messages()[0];
    assert_eq!(message["type"], "hologram");
    assert_eq!(message["hologram"]["projection"]["body"], "what is this");
    assert!(business.receiver.values()[0].get("contacts").is_none());
    let first = business.receiver.seen()[0].json();
    assert_eq!(first["entry"][0]["changes"][1]["field"], "tide_update");
    assert!(first["entry"][0]["time"].is_i64());
    assert_eq!(business.receiver.status_names(), ["sent", "teleported", "delivered"]);
}

#[tokio::test]
async fn delivered_can_be_skipped() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.simulator.misbehave(Misbehaviour::SkipDelivered);
    sam.writes("Hello").await;
    business.writes(&sam, "Hi").await;
    sam.reads().await;
    business.simulator.settled().await;
    assert_eq!(business.receiver.status_names(), ["sent", "read"]);
}

#[tokio::test]
async fn a_message_can_be_accepted_and_fail() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    business.simulator.misbehave(Misbehaviour::FailLater { code: 131_053 }.next(1));
    business.writes(&sam, "Hi").await;
    business.simulator.settled().await;
    let status = business.receiver.statuses().remove(0);
    assert_eq!(
        (&status["status"], &status["errors"][0]["code"]),
        (&json!("failed"), &json!(131_053))
    );
    assert_eq!(status["biz_opaque_callback_data"], "ours:Hi");
}

#[tokio::test]
async fn answers_can_be_html_or_garbage() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    let answer = async |text: &str| {
        let request = business.http.post(business.url(&format!("{NUMBER}/messages")));
        let request =
            request.bearer_auth("simulator-access-token").json(&Business::text(&sam, text));
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    business.simulator.misbehave(Misbehaviour::AnswerWithoutJson.next(1));
    business.simulator.misbehave(Misbehaviour::GarbageAnswers.next(1));
    let (status, body) = answer("not accepted").await;
    assert_eq!((status, body.starts_with("<html>")), (500, true));
    let (status, body) = answer("accepted").await;
    assert_eq!((status, serde_json::from_str::<Value>(&body).is_err()), (200, true));
    assert_eq!(sam.received().len(), 1);
}

#[tokio::test]
async fn a_missing_signature_is_followed_by_one() {
    let business = Business::start().await;
    business.simulator.misbehave(Misbehaviour::MissingSignature.next(1));
    business.receiver.answers([401]);
    counts_to(&business, 1).await;
    business.simulator.settled().await;
    let signed: Vec<bool> =
        business.receiver.seen().iter().map(|seen| seen.signature.is_some()).collect();
    assert_eq!(signed, [false, true]);
}

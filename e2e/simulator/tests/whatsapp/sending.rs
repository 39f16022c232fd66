//! What the business sends, and what becomes of it.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Customer, Misbehaviour, Options, PairLimit, Tick, WindowCheck};

use crate::business::{Business, NUMBER};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn an_answer_reaches_the_phone_and_its_ticks_come_back_in_order() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    let wamid = business.writes(&sam, "Hi Sam").await;
    let received = sam.awaits("Hi Sam").await;
    assert_eq!(received.wamid, wamid);
    assert_eq!(received.callback_data.as_deref(), Some("ours:Hi Sam"));
    sam.reads().await;
    business.simulator.settled().await;

    assert_eq!(business.receiver.status_names(), ["sent", "delivered", "read"]);
    for status in business.receiver.statuses() {
        assert_eq!(status["id"], json!(wamid));
        assert_eq!(status["biz_opaque_callback_data"], "ours:Hi Sam");
        assert_eq!(status["recipient_id"], json!(sam.number()));
        assert!(status["timestamp"].is_string());
    }
    assert_eq!(business.receiver.statuses()[0]["pricing"]["category"], "service");
}

#[tokio::test]
async fn the_answer_names_the_whatsapp_id_which_may_not_be_the_number() {
    let business = Business::start().await;
    let bia = Customer {
        phone: "5511987654321".into(),
        wa_id: Some("551187654321".into()),
        ..Customer::named("Bia")
    };
    let bia = business.simulator.customer(bia).await;
    bia.writes("Oi").await;
    let (_, answer) = business.posts(Business::text(&bia, "Olá")).await;
    assert_eq!(
        answer["contacts"][0],
        json!({ "input": "+5511987654321", "wa_id": "551187654321" })
    );
    business.simulator.settled().await;
    assert_eq!(business.receiver.messages()[0]["from"], "551187654321");
}

#[tokio::test]
async fn a_user_id_can_be_written_to() {
    let business = Business::start().await;
    let kay = Customer { hide_phone: true, ..Customer::named("Kay") };
    let kay = business.simulator.customer(kay).await;
    kay.writes("Hi").await;
    let mut message = Business::text(&kay, "Hello");
    message.as_object_mut().unwrap().remove("to");
    message["recipient"] = json!(kay.user_id());
    let (_, answer) = business.posts(message).await;
    assert_eq!(answer["contacts"][0], json!({ "input": kay.user_id(), "user_id": kay.user_id() }));
    kay.awaits("Hello").await;
}

#[tokio::test]
async fn outside_the_window_a_message_is_accepted_and_fails() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.simulator.set_time(Some(10 * DAY));
    sam.writes("Hello").await;
    business.simulator.set_time(Some(11 * DAY));
    let wamid = business.writes(&sam, "too late").await;
    business.simulator.settled().await;

    assert!(sam.received().is_empty());
    let status = business.receiver.statuses().remove(0);
    assert_eq!((&status["status"], &status["id"]), (&json!("failed"), &json!(wamid)));
    assert_eq!(status["errors"][0]["code"], 131_047);
    assert!(status.get("recipient_user_id").is_none());
    assert!(business.receiver.values()[1].get("contacts").is_none());
}

#[tokio::test]
async fn a_second_before_its_end_the_window_is_open() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes_at("Hello", 10 * DAY).await;
    business.simulator.set_time(Some(11 * DAY - 1));
    business.writes(&sam, "in time").await;
    sam.awaits("in time").await;
}

#[tokio::test]
async fn the_closed_window_can_be_refused_at_once_and_templates_pass() {
    let options = Options { window: WindowCheck::AtOnce, ..Options::default() };
    let business = Business::with(options).await;
    let sam = business.simulator.phone("Sam").await;
    assert_eq!(business.is_refused(&sam).await, (400, 131_047));

    let (status, answer) = business
        .posts(json!({
            "messaging_product": "whatsapp", "to": sam.number(), "type": "template",
            "template": { "name": "hello_world", "language": { "code": "en_US" } },
        }))
        .await;
    assert_eq!((status, &answer["messages"][0]["message_status"]), (200, &json!("accepted")));
    assert_eq!(sam.received()[0].kind, "template");
}

#[tokio::test]
async fn refusals_have_the_code_and_status_of_meta() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    for (code, status) in [(130_429, 400), (131_056, 400), (190, 401), (131_016, 500), (2, 503)] {
        business.simulator.misbehave(Misbehaviour::RefuseSends { code }.next(1));
        assert_eq!(business.is_refused(&sam).await, (status, code));
    }
    assert!(business.simulator.sent_requests().is_empty());
    business.writes(&sam, "now it goes").await;
}

#[tokio::test]
async fn the_pair_budget_runs_out() {
    let options = Options {
        pair_limit: Some(PairLimit { burst: 3.0, per_second: 0.0 }),
        ..Options::default()
    };
    let business = Business::with(options).await;
    let (sam, kay) = (business.simulator.phone("Sam").await, business.simulator.phone("Kay").await);
    sam.writes("Hello").await;
    kay.writes("Hello").await;
    for _ in 0..3 {
        business.writes(&sam, "Hi").await;
    }
    assert_eq!(business.is_refused(&sam).await, (400, 131_056));
    business.writes(&kay, "Hi").await;
}

#[tokio::test]
async fn a_dropped_answer_has_sent_the_message() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    business.simulator.misbehave(Misbehaviour::DropAnswers.next(1));
    let request = business.http.post(business.url(&format!("{NUMBER}/messages")));
    let message = Business::text(&sam, "lost answer");
    let answer = request.bearer_auth("simulator-access-token").json(&message).send().await;
    assert!(answer.is_err(), "not even a head of an answer");

    let received = sam.awaits("lost answer").await;
    business.simulator.settled().await;
    assert_eq!(business.simulator.sent_requests(), [message]);
    let status = business.receiver.statuses().remove(0);
    assert_eq!(status["id"], json!(received.wamid));
    assert_eq!(status["biz_opaque_callback_data"], "ours:lost answer");
}

#[tokio::test]
async fn a_hanging_answer_has_sent_the_message_when_the_client_gives_up() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    business.simulator.misbehave(Misbehaviour::HangAnswers { ms: 60_000, accept: true });
    let request = business.http.post(business.url(&format!("{NUMBER}/messages")));
    let request = request.timeout(Duration::from_millis(200)).bearer_auth("simulator-access-token");
    let answer = request.json(&Business::text(&sam, "slow")).send().await;
    assert!(answer.unwrap_err().is_timeout());
    sam.awaits("slow").await;
}

#[tokio::test]
async fn a_status_can_arrive_before_the_answer() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    business.simulator.misbehave(Misbehaviour::StatusBeforeAnswer);
    let wamid = business.writes(&sam, "Hi").await;
    assert_eq!(business.receiver.statuses()[0]["id"], json!(wamid));
}

#[tokio::test]
async fn who_has_no_phone_is_undeliverable() {
    let business = Business::start().await;
    let (status, _) = business
        .posts(json!({
            "messaging_product": "whatsapp", "to": "+491701234567", "text": { "body": "Anyone?" },
        }))
        .await;
    business.simulator.settled().await;
    assert_eq!(status, 200);
    assert_eq!(business.receiver.statuses()[0]["errors"][0]["code"], 131_026);
}

#[tokio::test]
async fn reading_marks_everything_before_as_read() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let (first, second) = (sam.writes("one").await, sam.writes("two").await);
    let third = sam.writes("three").await;
    let (status, answer) = business
        .posts(json!({
            "messaging_product": "whatsapp", "status": "read", "message_id": second,
            "typing_indicator": { "type": "text" },
        }))
        .await;
    assert_eq!((status, answer), (200, json!({ "success": true })));
    assert_eq!([sam.tick(&first), sam.tick(&second)], [Some(Tick::Read); 2]);
    assert_ne!(sam.tick(&third), Some(Tick::Read));
    assert_eq!(business.simulator.read_receipts(), [second]);
}

#[tokio::test]
async fn strangers_are_turned_away() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let post = |url: String, token: &'static str, body: &'static str| {
        let request = business.http.post(url).bearer_auth(token).body(body);
        async {
            let answer = request.send().await.unwrap();
            let status = answer.status().as_u16();
            (status, answer.json::<Value>().await.unwrap()["error"].clone())
        }
    };
    let messages = business.url(&format!("{NUMBER}/messages"));
    let (status, error) = post(messages.clone(), "wrong", "{}").await;
    assert_eq!((status, &error["code"]), (401, &json!(190)));
    let (status, error) = post(business.url("42/messages"), "simulator-access-token", "{}").await;
    assert_eq!((status, &error["code"], &error["error_subcode"]), (400, &json!(100), &json!(33)));
    let (status, error) = post(messages, "simulator-access-token", "{\"to\":").await;
    assert_eq!((status, &error["code"]), (400, &json!(100)));
    business.simulator.set_access_token("a newer one");
    assert_eq!(business.is_refused(&sam).await, (401, 190));
}

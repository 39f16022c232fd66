//! The interface of the page and of browser tests.

use reqwest::Method;
use serde_json::{Value, json};

use crate::business::Business;

impl Business {
    async fn controls(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/simulator/{path}", self.simulator.base_url());
        let answer = self.http.request(method, url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let text = answer.text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_default()
    }
}

#[tokio::test]
async fn a_chat_is_led_over_http() {
    let business = Business::start().await;
    let sam = business.controls(Method::POST, "phones", json!({ "name": "Sam" })).await;
    let id = sam["id"].as_str().unwrap();
    let path = format!("phones/{id}/messages");
    let hello = business.controls(Method::POST, &path, json!({ "text": "Hello" })).await;
    let reply = json!({ "text": "Anybody?", "reply_to": hello["id"] });
    business.controls(Method::POST, &path, reply).await;
    let place = json!({ "type": "location", "body": { "latitude": 1.0, "longitude": 2.0 } });
    business.controls(Method::POST, &path, place).await;
    let phone = business.simulator.phone("Sam").await;
    business.writes(&phone, "Hi").await;

    let unread = business.controls(Method::GET, "phones", json!(null)).await;
    assert_eq!(unread["phones"][0]["unread"], 1);
    business.controls(Method::POST, &format!("phones/{id}/read"), json!(null)).await;
    business.controls(Method::GET, "settled", json!(null)).await;

    let chat = business.controls(Method::GET, &format!("phones/{id}"), json!(null)).await;
    let told: Vec<_> = chat["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["kind"].as_str().unwrap(), line["tick"].as_str().unwrap()))
        .collect();
    let delivered = "delivered";
    assert_eq!(
        told,
        [("text", delivered), ("text", delivered), ("location", delivered), ("text", "read")]
    );
    assert_eq!(chat["lines"][1]["context"], hello["id"]);
    assert_eq!(business.receiver.status_names(), ["sent", "delivered", "read"]);
    let requests = business.controls(Method::GET, "requests", json!(null)).await;
    assert_eq!(requests[0]["request"]["text"]["body"], "Hi");
}

#[tokio::test]
async fn misbehaviour_is_ordered_and_ended_over_http() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    let plan = json!({ "kind": "refuse_sends", "code": 131_056, "next": 5 });
    business.controls(Method::POST, "misbehave", plan).await;
    assert_eq!(business.is_refused(&sam).await, (400, 131_056));
    let state = business.controls(Method::GET, "state", json!(null)).await;
    assert_eq!(state["misbehaviours"][0]["plan"]["next"], 4);
    business.controls(Method::DELETE, "misbehave", json!(null)).await;
    business.writes(&sam, "Hi").await;
}

#[tokio::test]
async fn a_telephone_is_used_over_http() {
    let business = Business::start().await;
    business.simulator.phone("Sam").await;
    let sam = "phones/16505550101";
    let made =
        business.controls(Method::POST, &format!("{sam}/calls"), json!({ "tone": 660 })).await;
    let call = business.controls(Method::GET, &format!("{sam}/call"), json!(null)).await;
    assert_eq!(
        (&call["id"], &call["state"], &call["tone"]),
        (&made["id"], &json!("ringing"), &json!(660))
    );
    assert_eq!(call["heard"]["packets_before_accept"], 0);
    business.controls(Method::POST, &format!("{sam}/call/tone"), json!({ "hz": 500 })).await;
    business.controls(Method::POST, &format!("{sam}/call/hangup"), json!(null)).await;
    let calls = business.controls(Method::GET, &format!("{sam}/calls"), json!(null)).await;
    assert_eq!((&calls[0]["state"], &calls[0]["tone"]), (&json!("ended"), &json!(500)));
    let chat = business.controls(Method::GET, sam, json!(null)).await;
    assert_eq!(chat["call"]["id"], made["id"]);

    let again = format!("{}/simulator/{sam}/call/answer", business.simulator.base_url());
    assert_eq!(business.http.post(again).send().await.unwrap().status().as_u16(), 409);
    let yes = json!({ "response": "accept", "permanent": true });
    business.controls(Method::POST, &format!("{sam}/permission"), yes).await;
    business.controls(Method::GET, "settled", json!(null)).await;
    let reply = business.receiver.messages().pop().unwrap();
    assert_eq!(reply["interactive"]["call_permission_reply"]["is_permanent"], true);
}

#[tokio::test]
async fn the_page_is_told_of_new_messages() {
    let business = Business::start().await;
    let mut events = business.events().await;
    let sam = business.simulator.phone("Sam").await;
    sam.writes("Hello").await;
    while events.next().await["line"]["body"]["body"] != "Hello" {}
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let business = Business::start().await;
    let base = business.simulator.base_url();
    for path in ["/", "/page.css", "/page.js", "/page/bubble.js", "/page/dom.js", "/page/call.js"] {
        let answer = business.http.get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let text = answer.text().await.unwrap().replace("http://www.w3.org/", "");
        assert!(!text.contains("src=\"http") && !text.contains("url(http"), "{path}");
    }
}

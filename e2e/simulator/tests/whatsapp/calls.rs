//! Calls: what the business may ask for, what it is told, and that both sides hear each other.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Misbehaviour, Options, Phase, Phone, Voice};

use crate::business::{Business, NUMBER};

impl Business {
    async fn calls(&self, mut asked: Value) -> (u16, Value) {
        asked["messaging_product"] = json!("whatsapp");
        let request = self.http.post(self.url(&format!("{NUMBER}/calls")));
        let answer =
            request.bearer_auth("simulator-access-token").json(&asked).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn permission(&self, of: &Phone) -> Value {
        let url = self.url(&format!("{NUMBER}/call_permissions?user_wa_id={}", of.number()));
        let answer = self.http.get(url).bearer_auth("simulator-access-token").send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Values of the field `calls`, as `connect`, `RINGING`, ...
    fn told(&self) -> Vec<String> {
        let name = |value: &Value| {
            let event = value.pointer("/calls/0/event").or(value.pointer("/statuses/0/status"));
            event.and_then(Value::as_str).map(str::to_owned)
        };
        self.receiver.values().iter().filter_map(name).collect()
    }

    fn call_webhook(&self, event: &str) -> Value {
        let values = self.receiver.values();
        let found = values.iter().find(|value| value["calls"][0]["event"] == event);
        found.unwrap_or_else(|| panic!("{event} in {values:?}")).clone()
    }
}

/// The business's side of a call: a peer that answers this offer as the client, and its description.
async fn answers(offer: &str) -> (Voice, String) {
    let (voice, answer) = Voice::business_answers(offer).await.unwrap();
    voice.plays(880);
    voice.starts();
    (voice, answer)
}

fn answer(action: &str, id: &str, sdp: &str) -> Value {
    json!({ "action": action, "call_id": id, "session": { "sdp_type": "answer", "sdp": sdp } })
}

#[tokio::test]
async fn a_customer_calls_and_both_hear_each_other() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let id = sam.calls().await;
    business.simulator.settled().await;
    let connect = business.call_webhook("connect");
    let call = &connect["calls"][0];
    assert_eq!((&call["id"], &call["direction"]), (&json!(id), &json!("USER_INITIATED")));
    assert_eq!(connect["contacts"][0]["profile"]["name"], "Sam");
    let offer = call["session"]["sdp"].as_str().unwrap();
    assert!(offer.contains("a=ice-lite\r\n") && offer.contains("a=setup:actpass\r\n"), "{offer}");

    let (voice, sdp) = answers(offer).await;
    assert_eq!(business.calls(answer("pre_accept", &id, &sdp)).await.0, 200);
    voice.connects().await.unwrap();
    while sam.call().unwrap().heard.packets == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(sam.call().unwrap().state, Phase::Ringing);
    assert_eq!(business.calls(answer("accept", &id, &sdp)).await.0, 200);
    sam.hears(880).await;
    voice.hears(440).await;
    assert!(sam.call().unwrap().heard.packets_before_accept > 0, "this business was too early");
    sam.presses("42#");
    while voice.heard().digits != "42#" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    assert_eq!(business.calls(json!({ "action": "terminate", "call_id": id })).await.0, 200);
    business.simulator.settled().await;
    let end = business.call_webhook("terminate");
    assert_eq!(end["calls"][0]["status"], "COMPLETED");
    assert!(end["calls"][0]["duration"].is_i64());
    assert_eq!(business.calls(json!({ "action": "terminate", "call_id": id })).await.0, 400);
}

#[tokio::test]
async fn an_answer_that_whatsapp_could_not_use_is_refused() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let id = sam.calls().await;
    business.simulator.settled().await;
    let connect = business.call_webhook("connect");
    let (_voice, sdp) = answers(connect["calls"][0]["session"]["sdp"].as_str().unwrap()).await;
    for wrong in [
        sdp.replace("setup:active", "setup:passive"),
        sdp.replace("opus/48000", "PCMU/8000"),
        sdp.replace("sha-256", "sha-512"),
        sdp.replace("\r\n", "\n"),
        sdp.replace("m=audio", "m=video"),
    ] {
        let (status, refused) = business.calls(answer("accept", &id, &wrong)).await;
        assert_eq!((status, &refused["error"]["code"]), (400, &json!(138_008)), "{wrong}");
    }
    assert_eq!(business.calls(answer("pre_accept", &id, &sdp)).await.0, 200);
    let other = format!("{sdp}a=x\r\n");
    assert_eq!(business.calls(answer("accept", &id, &other)).await.1["error"]["code"], 138_008);
    assert_eq!(business.calls(json!({ "action": "reject", "call_id": id })).await.0, 200);
    assert_eq!(sam.call().unwrap().state, Phase::Rejected);
    business.simulator.settled().await;
    assert_eq!(business.call_webhook("terminate")["calls"][0].get("duration"), None);
}

#[tokio::test]
async fn whoever_is_not_answered_gives_up() {
    let options = Options { call_patience: Duration::from_millis(50), ..Options::default() };
    let business = Business::with(options).await;
    let sam = business.simulator.phone("Sam").await;
    sam.calls().await;
    sam.awaits_call(Phase::Ended).await;
    business.simulator.settled().await;
    assert_eq!(business.told(), ["connect", "terminate"]);
}

#[tokio::test]
async fn the_business_calls_with_permission_alone() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    let to = format!("+{}", sam.number());
    let (voice, offer) = Voice::business_calls().await.unwrap();
    let connect = json!({
        "action": "connect", "to": to, "biz_opaque_callback_data": "ours",
        "session": { "sdp_type": "offer", "sdp": offer },
    });
    let (status, refused) = business.calls(connect.clone()).await;
    assert_eq!((status, &refused["error"]["code"]), (401, &json!(138_006)));
    assert_eq!(business.permission(&sam).await["permission"]["status"], "no_permission");

    sam.writes("Hello").await;
    let request = json!({
        "messaging_product": "whatsapp", "to": to, "type": "interactive",
        "interactive": { "type": "call_permission_request", "action": { "name": "call_permission_request" } },
    });
    let (status, asked) = business.posts(request.clone()).await;
    assert_eq!(status, 200, "{asked}");
    assert_eq!(business.posts(request).await.1["error"]["code"], 138_009);
    sam.allows_calls(false);
    business.simulator.settled().await;
    let reply = business.receiver.messages().pop().unwrap();
    assert_eq!(reply["context"]["id"], asked["messages"][0]["id"]);
    assert_eq!(reply["interactive"]["call_permission_reply"]["response"], "accept");
    let permission = business.permission(&sam).await;
    assert_eq!(permission["permission"]["status"], "temporary");
    assert_eq!(permission["actions"][1]["can_perform_action"], true);

    let (status, called) = business.calls(connect.clone()).await;
    assert_eq!(status, 200, "{called}");
    assert_eq!(business.calls(connect).await.1["error"]["code"], 138_003);
    business.simulator.settled().await;
    let answer = business.call_webhook("connect");
    assert_eq!(answer["calls"][0]["biz_opaque_callback_data"], "ours");
    voice.answered(answer["calls"][0]["session"]["sdp"].as_str().unwrap()).await.unwrap();
    voice.connects().await.unwrap();
    sam.answers();
    voice.plays(880);
    voice.starts();
    sam.hears(880).await;
    voice.hears(440).await;
    sam.hangs_up();
    business.simulator.settled().await;
    assert_eq!(
        business.told()[business.told().len() - 4..],
        ["connect", "RINGING", "ACCEPTED", "terminate"]
    );
    sam.forbids_calls();
    assert_eq!(business.permission(&sam).await["permission"]["status"], "no_permission");
}

#[tokio::test]
async fn webhooks_of_calls_come_in_the_wrong_order_when_told_to() {
    let business = Business::start().await;
    let sam = business.simulator.phone("Sam").await;
    business.simulator.misbehave(Misbehaviour::ConnectLast.next(1));
    sam.calls().await;
    sam.hangs_up();
    business.simulator.settled().await;
    assert_eq!(business.told(), ["terminate", "connect"]);

    sam.allows_calls(true);
    business.simulator.misbehave(Misbehaviour::AcceptedFirst.next(1));
    let (_voice, offer) = Voice::business_calls().await.unwrap();
    let session = json!({ "sdp_type": "offer", "sdp": offer });
    let connect = json!({ "action": "connect", "to": sam.number(), "session": session });
    assert_eq!(business.calls(connect).await.0, 200);
    sam.answers();
    business.simulator.settled().await;
    assert_eq!(business.told()[2..], ["ACCEPTED", "connect", "RINGING"]);
}

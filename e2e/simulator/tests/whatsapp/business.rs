//! The business: a simulator, a receiver of its webhooks, and an HTTP client.

use serde_json::{Value, json};
use simulator::{Options, Phone, Simulator};

use crate::receiver::Receiver;

pub(crate) const NUMBER: &str = "106540352242922";

pub(crate) struct Business {
    pub(crate) simulator: Simulator,
    pub(crate) receiver: Receiver,
    pub(crate) http: reqwest::Client,
}

impl Business {
    pub(crate) async fn start() -> Self {
        Self::with(Options::default()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let receiver = Receiver::start();
        let options = Options { webhook_url: Some(receiver.url.clone()), ..options };
        let simulator = Simulator::start(options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { simulator, receiver, http }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/v26.0/{path}", self.simulator.base_url())
    }

    /// Posts to the messages endpoint and tells status and body.
    pub(crate) async fn posts(&self, message: Value) -> (u16, Value) {
        let request = self.http.post(self.url(&format!("{NUMBER}/messages")));
        let answer =
            request.bearer_auth("simulator-access-token").json(&message).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) fn text(to: &Phone, text: &str) -> Value {
        json!({
            "messaging_product": "whatsapp", "recipient_type": "individual",
            "to": format!("+{}", to.number()), "type": "text", "text": { "body": text },
            "biz_opaque_callback_data": format!("ours:{text}"),
        })
    }

    /// Sends a text and tells its wamid.
    pub(crate) async fn writes(&self, to: &Phone, text: &str) -> String {
        let (status, answer) = self.posts(Self::text(to, text)).await;
        assert_eq!(status, 200, "{answer}");
        answer["messages"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Sends a text that is to be refused and tells HTTP status and code.
    pub(crate) async fn is_refused(&self, to: &Phone) -> (u16, i64) {
        let (status, answer) = self.posts(Self::text(to, "refuse me")).await;
        assert!(answer["error"]["fbtrace_id"].is_string(), "{answer}");
        (status, answer["error"]["code"].as_i64().unwrap())
    }
}

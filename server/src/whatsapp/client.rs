//! What we ask of the Cloud API, over HTTP. The base URL is Meta's or the simulator's. It follows no redirects, logs
//! no bodies, and repeats nothing by itself: jobs do, by the [`Outcome`].

use std::net::IpAddr;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use serde_json::{Value, json};

use super::errors::{ApiError, Class};
use super::json::text;
use super::outcome::{Answer, Outcome};
use super::refusals::{self, Refusals};
use crate::secret::Secret;

/// The Graph API's version that we speak.
pub const GRAPH_VERSION: &str = "v25.0";

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(20);
/// Shorter than servers keep theirs: on a connection that is just being closed, a message's fate would be unknown.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The Cloud API. Cheap to clone.
#[derive(Clone, Debug)]
pub struct WhatsApp {
    http: Client,
    base: Url,
    refusals: Refusals,
}

/// One of our numbers, as WhatsApp knows it.
#[derive(Clone, Debug)]
pub struct Number {
    /// WhatsApp's id of it.
    pub phone_number_id: String,
    /// Its access token.
    pub token: Secret<String>,
}

/// To whom something is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Digits with country code, in the form that WhatsApp used.
    Phone(String),
    /// For who hides the phone.
    Bsuid(String),
}

/// What WhatsApp says of one of our numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneInfo {
    /// As people write it.
    pub display_phone_number: String,
    /// What customers see.
    pub verified_name: Option<String>,
}

impl WhatsApp {
    /// The API at a base URL without version, such as `https://graph.facebook.com`.
    pub fn new(base: Url) -> anyhow::Result<Self> {
        Self::with_timeouts(base, CONNECT_TIMEOUT, TOTAL_TIMEOUT)
    }

    fn with_timeouts(base: Url, connect: Duration, total: Duration) -> anyhow::Result<Self> {
        let web = matches!(base.scheme(), "http" | "https") && !base.cannot_be_a_base();
        ensure!(web, "the address of WhatsApp's API must begin with http:// or https://");
        let mut http = Client::builder()
            .user_agent(concat!("onevoice/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(connect)
            .timeout(total)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .redirect(Policy::none());
        if is_local(&base) {
            // A proxy of the environment leads out of this machine, not into it.
            http = http.no_proxy();
            if base.scheme() == "http" {
                // The simulator's. To read all certificates takes longer than many a story of the tests.
                http = http.tls_certs_only([]);
            }
        }
        let http = http.build().context("setting up HTTPS")?;
        Ok(Self { http, base, refusals: refusals::none() })
    }

    /// Sends a text. `callback_data` (at most 512 characters) comes back with each status: our id of the message.
    pub async fn send_text(
        &self,
        number: &Number,
        to: &Recipient,
        text: &str,
        preview_url: bool,
        reply_to: Option<&str>,
        callback_data: &str,
    ) -> Outcome {
        let text = json!({ "body": text, "preview_url": preview_url });
        let body = message(to, "text", &text, reply_to, callback_data);
        self.post(number, &body).await.outcome()
    }

    /// Shows the customer that we have read a message, and with it those before.
    pub async fn mark_read(&self, number: &Number, wamid: &str) -> Result<(), ApiError> {
        let body =
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": wamid });
        self.post(number, &body).await.result().map(drop)
    }

    /// What WhatsApp says of one of our numbers: whether id and token fit together.
    pub async fn phone_number(&self, number: &Number) -> Result<PhoneInfo, ApiError> {
        let fields = [("fields", "display_phone_number,verified_name")];
        let request = self.http.get(self.url(&[&number.phone_number_id])).query(&fields);
        let said = self.ask(number, request).await.result()?;
        let display_phone_number = text(&said, "display_phone_number").ok_or_else(|| ApiError {
            class: Class::Permanent,
            code: None,
            trace: None,
            words: "This id is not one of a phone number. Copy the `Phone number ID` from Meta's App Dashboard."
                .to_owned(),
        })?;
        Ok(PhoneInfo { display_phone_number, verified_name: text(&said, "verified_name") })
    }

    async fn post(&self, number: &Number, body: &Value) -> Answer {
        let url = self.url(&[&number.phone_number_id, "messages"]);
        self.ask(number, self.http.post(url).json(body)).await
    }

    async fn ask(&self, number: &Number, request: RequestBuilder) -> Answer {
        let answer = answered(number, request).await;
        refusals::count(&self.refusals, &answer);
        answer
    }

    /// How often WhatsApp did not say yes.
    pub const fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .expect("the base was looked at when the client was made")
            .pop_if_empty()
            .push(GRAPH_VERSION)
            .extend(path);
        url
    }
}

async fn answered(number: &Number, request: RequestBuilder) -> Answer {
    let Ok(mut bearer) = HeaderValue::try_from(format!("Bearer {}", number.token.expose())) else {
        return Answer::Refused(bad_token());
    };
    bearer.set_sensitive(true);
    match request.header(AUTHORIZATION, bearer).send().await {
        Ok(response) => {
            let status = response.status();
            match response.bytes().await {
                Ok(body) => Answer::read(status, &body),
                Err(error) => failed(error),
            }
        }
        Err(error) => failed(error),
    }
}

fn failed(error: reqwest::Error) -> Answer {
    let answer = Answer::failed(&error);
    // The URL names our number.
    let cause = anyhow::Error::new(error.without_url());
    tracing::warn!(error = format!("{cause:#}"), "WhatsApp did not answer");
    answer
}

fn bad_token() -> ApiError {
    ApiError {
        class: Class::Auth,
        code: None,
        trace: None,
        words: "The access token of this number has characters that no token has. An admin must set it again."
            .to_owned(),
    }
}

fn message(
    to: &Recipient,
    kind: &str,
    content: &Value,
    reply_to: Option<&str>,
    ours: &str,
) -> Value {
    let (key, to) = match to {
        // Without `+`, Meta may take the number for one of our own country.
        Recipient::Phone(phone) => ("to", format!("+{}", phone.trim_start_matches('+'))),
        Recipient::Bsuid(bsuid) => ("recipient", bsuid.clone()),
    };
    let mut body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "type": kind,
        "biz_opaque_callback_data": ours,
        key: to,
        kind: content,
    });
    if let (Some(wamid), Some(body)) = (reply_to, body.as_object_mut()) {
        body.insert("context".to_owned(), json!({ "message_id": wamid }));
    }
    body
}

/// Whether it leads into this machine.
pub(crate) fn is_local(base: &Url) -> bool {
    base.host_str().is_some_and(|host| {
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    })
}

pub mod block;
pub mod calls;
pub mod interactive;
pub mod media;
pub mod templates;

#[cfg(test)]
mod tests;

//! Tells another program that nobody has answered: a signed POST to the address that the server was given, in the form of
//! Standard Webhooks (<https://www.standardwebhooks.com>), for which receivers find libraries. It follows no redirects,
//! logs neither bodies nor addresses, and repeats nothing by itself: a job does.

use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use sha2::Sha256;
use shared::time::Timestamp;

use crate::secret::Secret;
use crate::whatsapp::client::is_local;

/// The same for every try of one call.
pub const ID: &str = "webhook-id";
/// When this try was signed, in seconds since 1970.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// `v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`.
pub const SIGNATURE: &str = "webhook-signature";

/// Begins a secret that is written in base64.
const ENCODED: &str = "whsec_";
/// Shortest secret, in bytes (Standard Webhooks).
const SECRET_MIN: usize = 24;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);

/// Where, and signed with what.
#[derive(Clone, Debug)]
pub struct Settings {
    /// May hold a token.
    pub url: Secret<Url>,
    /// As bytes.
    pub key: Secret<Vec<u8>>,
}

impl Settings {
    /// From what somebody set; or what is wrong with it, and with which of the two.
    pub fn new(url: &str, secret: &str) -> Result<Self, (&'static str, &'static str)> {
        let url = Url::parse(url).ok().filter(|it| matches!(it.scheme(), "http" | "https"));
        let url =
            url.ok_or(("HOOK_URL", "must be a URL such as https://bot.example.com/onevoice"))?;
        let key = match secret.strip_prefix(ENCODED) {
            Some(encoded) => STANDARD.decode(encoded).unwrap_or_default(),
            None => secret.as_bytes().to_vec(),
        };
        if key.len() < SECRET_MIN {
            return Err((
                "HOOK_SECRET",
                "must have at least 24 bytes, or be `whsec_` and as many in base64",
            ));
        }
        Ok(Self { url: url.into(), key: key.into() })
    }
}

/// The other program. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hook {
    http: Client,
    settings: Settings,
}

impl Hook {
    /// Ready to call.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let mut http = Client::builder()
            .user_agent(concat!("onevoice/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            .redirect(Policy::none());
        if is_local(settings.url.expose()) {
            // A proxy of the environment leads out of this machine, not into it.
            http = http.no_proxy();
        }
        Ok(Self { http: http.build().context("setting up HTTPS")?, settings })
    }

    /// Tells it once. Any 2xx is a yes; everything else comes back in words, without the address.
    pub async fn call(&self, id: &str, now: Timestamp, body: Vec<u8>) -> Result<(), String> {
        let seconds = now.seconds();
        let signature = sign(self.settings.key.expose(), id, seconds, &body);
        let request = self
            .http
            .post(self.settings.url.expose().clone())
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .header(ID, id)
            .header(TIMESTAMP, seconds)
            .header(SIGNATURE, signature)
            .body(body);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("it answered {}", answer.status().as_u16())),
            Err(error) if error.is_timeout() => Err("it did not answer in time".into()),
            Err(_) => Err("it could not be reached".into()),
        }
    }
}

/// The signature of a body, with what it is signed with.
pub fn sign(key: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(format!("{id}.{seconds}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the specification's reference libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn the_known_answer_comes_out() {
        let it = Settings::new("https://bot.example.com", SECRET).unwrap();
        let signed = sign(it.key.expose(), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, BODY);
        assert_eq!(signed, SIGNED);
    }

    #[test]
    fn weak_secrets_and_odd_addresses_are_told() {
        for (url, secret, wrong) in [
            ("ftp://bot.example.com", SECRET, "HOOK_URL"),
            ("bot", SECRET, "HOOK_URL"),
            ("http://bot", "short", "HOOK_SECRET"),
            ("http://bot", "whsec_MfKQ9r8GKYqrTwjUPD8", "HOOK_SECRET"),
            ("http://bot", "whsec_not base64 but long enough", "HOOK_SECRET"),
        ] {
            assert_eq!(Settings::new(url, secret).unwrap_err().0, wrong, "{url} {secret}");
        }
    }

    #[test]
    fn neither_address_nor_secret_is_printed() {
        let it = Settings::new("https://bot.example.com/t0ken", SECRET).unwrap();
        let printed = format!("{it:?}");
        assert!(!printed.contains("t0ken") && !printed.contains("77"), "{printed}");
    }
}

//! Files at WhatsApp: asked for, fetched, handed over. The token goes to Meta's own addresses only.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Response, StatusCode, Url};
use serde_json::{Value, json};
use shared::message::file::Hash;

use super::super::errors::{ApiError, Class};
use super::super::json::{id, integer, text};
use super::super::outcome::Outcome;
use super::{Number, Recipient, WhatsApp, bad_token, message};

/// How long a file may take: shorter than the lease of the job that fetches it.
pub const PATIENCE: Duration = Duration::from_secs(80);

/// Where Meta keeps files (Cloud API, media), beside the address of the API itself.
const HOSTS: [&str; 4] = [".fbsbx.com", ".fbcdn.net", ".facebook.com", ".whatsapp.net"];

/// What WhatsApp says of a file that it keeps for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaInfo {
    /// Where it is, for five minutes.
    pub url: String,
    /// Of its bytes, when WhatsApp says it in a form that we know.
    pub hash: Option<Hash>,
    /// In bytes.
    pub size: Option<u64>,
}

/// A file in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// As the Cloud API calls its kind.
    pub kind: &'static str,
    /// WhatsApp's id of it.
    pub id: String,
    /// What stands below it.
    pub caption: Option<String>,
    /// What a document is called.
    pub filename: Option<String>,
    /// Shown as a voice message.
    pub voice: bool,
}

/// A file of ours that is handed over.
pub struct HandOver {
    /// What it is.
    pub mime: String,
    /// What it is called.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// The bytes.
    pub bytes: Body,
}

impl WhatsApp {
    /// Hands a file over; gives WhatsApp's id of it, which is good for 30 days and for this number. It sends nothing.
    pub async fn hand_over(&self, number: &Number, file: HandOver) -> Result<String, ApiError> {
        let part = Part::stream_with_length(file.bytes, file.size).file_name(file.name);
        let part =
            part.mime_str(&file.mime).map_err(|_| trouble("The file has no proper type."))?;
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", file.mime)
            .part("file", part);
        let url = self.url(&[&number.phone_number_id, "media"]);
        let request = self.http.post(url).multipart(form).timeout(PATIENCE);
        let said = self.ask(number, request).await.result()?;
        id(&said, "id").ok_or_else(|| trouble("WhatsApp took the file and gave no id for it."))
    }

    /// Sends a file that was handed over, as [`send_text`](Self::send_text) sends a text.
    pub async fn send_file(
        &self,
        number: &Number,
        to: &Recipient,
        file: &Attachment,
        reply_to: Option<&str>,
        callback_data: &str,
    ) -> Outcome {
        let mut body = json!({ "id": file.id });
        if let Some(body) = body.as_object_mut() {
            let caption = file.caption.as_ref().map(|it| ("caption".to_owned(), json!(it)));
            let filename = file.filename.as_ref().map(|it| ("filename".to_owned(), json!(it)));
            let voice = file.voice.then(|| ("voice".to_owned(), json!(true)));
            body.extend([caption, filename, voice].into_iter().flatten());
        }
        let body = message(to, file.kind, &body, reply_to, callback_data);
        self.post(number, &body).await.outcome()
    }

    /// Where a file is right now.
    pub async fn media(&self, number: &Number, id: &str) -> Result<MediaInfo, ApiError> {
        let query = [("phone_number_id", &number.phone_number_id)];
        let request = self.http.get(self.url(&[id])).query(&query);
        let said = self.ask(number, request).await.result()?;
        let url =
            text(&said, "url").ok_or_else(|| trouble("WhatsApp did not say where the file is."))?;
        let size = integer(&said, "file_size").and_then(|size| u64::try_from(size).ok());
        Ok(MediaInfo { url, hash: hash(&said), size })
    }

    /// The file itself, to be read chunk by chunk.
    pub async fn download(&self, number: &Number, url: &str) -> Result<Response, ApiError> {
        let url = self.trusted(url).ok_or_else(|| ApiError {
            class: Class::Permanent,
            code: None,
            trace: None,
            words: "WhatsApp named a strange address for this file, so it was not fetched.".into(),
        })?;
        let mut bearer = HeaderValue::try_from(format!("Bearer {}", number.token.expose()))
            .map_err(|_| bad_token())?;
        bearer.set_sensitive(true);
        let request = self.http.get(url).header(AUTHORIZATION, bearer).timeout(PATIENCE);
        let response = request.send().await.map_err(|error| {
            tracing::warn!(error = %error.without_url(), "a file did not come");
            trouble("WhatsApp did not hand the file over.")
        })?;
        match response.status() {
            StatusCode::OK => Ok(response),
            StatusCode::UNAUTHORIZED => Err(ApiError {
                class: Class::Auth,
                code: None,
                trace: None,
                words: "WhatsApp does not take this number's access token. An admin must check it."
                    .into(),
            }),
            // Its address is good for five minutes only: another try asks for a new one.
            status => {
                Err(trouble(&format!("WhatsApp answered {} instead of the file.", status.as_u16())))
            }
        }
    }

    /// An address to which our token may go.
    fn trusted(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?;
        let own = url.scheme() == self.base.scheme()
            && Some(host) == self.base.host_str()
            && url.port_or_known_default() == self.base.port_or_known_default();
        let metas = url.scheme() == "https" && HOSTS.iter().any(|known| host.ends_with(known));
        (own || metas).then_some(url)
    }
}

/// Of a file, from hexadecimal or base 64: WhatsApp writes both.
pub fn hash_of(text: &str) -> Option<Hash> {
    let bytes = text.to_ascii_lowercase().parse::<Hash>().ok();
    bytes.or_else(|| STANDARD.decode(text).ok()?.try_into().ok().map(Hash))
}

fn hash(said: &Value) -> Option<Hash> {
    hash_of(&text(said, "sha256")?)
}

fn trouble(words: &str) -> ApiError {
    ApiError { class: Class::Transient, code: None, trace: None, words: words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_meta_and_nobody_else() {
        let meta = WhatsApp::new(Url::parse("https://graph.facebook.com").unwrap()).unwrap();
        for (url, trusted) in [
            ("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true),
            ("https://graph.facebook.com/x", true),
            ("http://lookaside.fbsbx.com/x", false),
            ("https://evilfbsbx.com/x", false),
            ("https://lookaside.fbsbx.com.evil.example/x", false),
            ("https://lookaside.fbsbx.com@evil.example/x", false),
            ("http://169.254.169.254/latest", false),
            ("file:///etc/passwd", false),
            ("nonsense", false),
        ] {
            assert_eq!(meta.trusted(url).is_some(), trusted, "{url}");
        }
        let local = WhatsApp::new(Url::parse("http://127.0.0.1:9").unwrap()).unwrap();
        assert!(local.trusted("http://127.0.0.1:9/x").is_some());
        assert!(local.trusted("http://127.0.0.1:10/x").is_none());
    }

    #[test]
    fn a_hash_is_read_in_both_ways_of_writing() {
        let hash = Hash([255; 32]);
        assert_eq!(hash_of(&"FF".repeat(32)), Some(hash));
        assert_eq!(hash_of(&STANDARD.encode([255; 32])), Some(hash));
        assert_eq!(hash_of("c2hh"), None);
    }
}

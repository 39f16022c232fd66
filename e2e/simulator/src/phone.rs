//! A customer's phone, for tests: `sam.writes("Hello").await`.

mod calls;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::customer::Customer;
use crate::incoming;
use crate::line::{Received, Tick};
use crate::media::{self, Media};
use crate::options::BusinessNumber;
use crate::preferences;
use crate::put::Put as _;
use crate::statuses;
use crate::world::World;
use crate::{error, ids};

/// How long a phone waits for something before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// One customer, in a chat with one number of the business.
#[derive(Clone)]
pub struct Phone {
    pub(crate) world: Arc<World>,
    pub(crate) chat: usize,
    pub(crate) number: BusinessNumber,
}

#[expect(clippy::unused_async, reason = "tests await whatever a customer does")]
impl Phone {
    /// Writes a text. The webhook is on its way when this returns the message's id.
    pub async fn writes(&self, text: &str) -> String {
        self.sends("text", json!({ "body": text })).await
    }

    /// Writes a text with a timestamp of its own: long ago, or out of order.
    pub async fn writes_at(&self, text: &str, unix_seconds: i64) -> String {
        let message = json!({
            "type": "text", "text": { "body": text }, "timestamp": unix_seconds.to_string(),
        });
        self.sends_message(message).await
    }

    /// Answers a message, quoting it.
    pub async fn replies_to(&self, wamid: &str, text: &str) -> String {
        let from = &self.number.display;
        let context = json!({ "from": from, "id": wamid });
        let message = json!({ "type": "text", "text": { "body": text }, "context": context });
        self.sends_message(message).await
    }

    /// Sends a message of any type with the object under the type's name. `unsupported` may have its
    /// `errors` in it; it gets 131051 otherwise.
    pub async fn sends(&self, kind: &str, body: Value) -> String {
        self.sends_message(Self::message(kind, body)).await
    }

    /// Sends a message as it is, with `type` and all; sender, id and time are added unless given.
    pub async fn sends_message(&self, message: Value) -> String {
        let message = match message {
            Value::Object(message) => message,
            _ => Map::new(),
        };
        incoming::say(&self.world, self.chat, &self.number, message)
    }

    /// Sends a file: `kind` is image, video, audio, document or sticker; `more` is merged into the
    /// object (`caption`, `filename`, `voice`).
    pub async fn sends_file(
        &self,
        kind: &str,
        mime_type: &str,
        bytes: Vec<u8>,
        more: Value,
    ) -> String {
        let mut body = json!({ "mime_type": mime_type, "sha256": ids::sha256_base64(&bytes) });
        let id = media::keep(
            &self.world,
            Media { mime_type: mime_type.to_owned(), bytes: bytes.into() },
        );
        body.put("url", media::link(&self.world, &id));
        body.put("id", id);
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        self.sends(kind, body).await
    }

    /// Puts an emoji to a message, or takes it away with `""`.
    pub async fn reacts_to(&self, wamid: &str, emoji: &str) -> String {
        self.sends("reaction", json!({ "message_id": wamid, "emoji": emoji })).await
    }

    /// Stops the business's marketing, or wants it again.
    pub fn wants_marketing(&self, wants: bool) {
        preferences::choose(&self.world, self.chat, &self.number, wants);
    }

    /// Opens the chat: everything received is read.
    pub async fn reads(&self) {
        statuses::read_all(&self.world, self.chat, &self.number);
    }

    /// Waits for this very text from the business; panics after twenty seconds.
    pub async fn awaits(&self, text: &str) -> Received {
        let found = || self.received().into_iter().find(|got| got.text() == Some(text));
        let Some(received) = self.until(found).await else {
            let received: Vec<_> = self.received().iter().map(|got| got.body.to_string()).collect();
            panic!("{} waits for {text:?} and has {received:?}", self.name());
        };
        received
    }

    /// Waits until the customer's own message has come as far as `tick`; panics after twenty seconds.
    pub async fn awaits_tick(&self, wamid: &str, tick: Tick) {
        let found = || self.tick(wamid).filter(|now| *now >= tick);
        let came = self.until(found).await.is_some();
        assert!(came, "{} waits for {tick:?} and sees {:?}", self.name(), self.tick(wamid));
    }

    async fn until<T>(&self, found: impl Fn() -> Option<T>) -> Option<T> {
        let mut changes = self.world.changed.subscribe();
        let search = async {
            loop {
                if let Some(found) = found() {
                    return found;
                }
                // The sender lives as long as the world.
                drop(changes.changed().await);
            }
        };
        tokio::time::timeout(PATIENCE, search).await.ok()
    }
}

impl Phone {
    pub(crate) fn new(world: &Arc<World>, chat: usize) -> Self {
        Self { world: Arc::clone(world), chat, number: world.first_number().clone() }
    }

    pub(crate) fn message(kind: &str, body: Value) -> Value {
        let mut message = json!({ "type": kind });
        if kind == "unsupported" {
            let unknown = || json!([error::in_webhook(131_051)]);
            message.put("errors", body.get("errors").cloned().unwrap_or_else(unknown));
        }
        message.put(kind, body);
        message
    }

    /// The same customer, in a chat with another number of the business.
    ///
    /// # Panics
    /// When the options know no such `phone_number_id`.
    #[must_use]
    pub fn to_number(&self, phone_number_id: &str) -> Self {
        let number = self.world.number(phone_number_id).expect("a number of the options").clone();
        Self { number, ..self.clone() }
    }

    /// Everything the business sent to this phone from this number, in order.
    pub fn received(&self) -> Vec<Received> {
        let state = self.world.state();
        let lines = state.chat(self.chat).lines.iter();
        lines
            .filter(|line| !line.mine && line.number == self.number.id)
            .map(Received::from)
            .collect()
    }

    /// How far a message has come.
    pub fn tick(&self, wamid: &str) -> Option<Tick> {
        let state = self.world.state();
        let (chat, line) = state.line(wamid)?;
        state.chat(chat).lines.get(line).map(|line| line.tick)
    }

    /// Who this is, with everything that was made up.
    pub fn customer(&self) -> Customer {
        self.world.state().chat(self.chat).customer.clone()
    }

    /// The profile name.
    pub fn name(&self) -> String {
        self.customer().name
    }

    /// The phone number, digits only.
    pub fn number(&self) -> String {
        self.customer().phone
    }

    /// The business-scoped user id.
    pub fn user_id(&self) -> String {
        self.customer().user_id
    }

    /// The customer has another BSUID from now on; no webhook tells so.
    pub fn rotates_user_id(&self, user_id: &str) {
        self.world.state().rename_user(self.chat, user_id);
    }
}

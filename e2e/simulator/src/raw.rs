//! Webhooks made by hand: what a test wants the server to see, exactly, once, without retry.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::envelope::{self, Change};
use crate::incoming;
use crate::outbox::{self, Webhook};
use crate::phone::Phone;
use crate::signature::{Signature, spell};
use crate::simulator::Simulator;

impl Simulator {
    /// Posts these bytes once and tells the HTTP status; 0 when there was no answer.
    pub async fn deliver_raw(&self, bytes: impl Into<Vec<u8>>, signature: Signature) -> u16 {
        let world = Arc::clone(&self.world);
        let bytes = bytes.into();
        let header = signature.header(&world.options.app_secret, &bytes);
        let attempt = async move { world.outbox.attempt(bytes, header).await };
        self.world.runtime.spawn(attempt).await.ok().flatten().unwrap_or(0)
    }

    /// Posts a body once, signed and spelled as Meta does, and tells the HTTP status.
    pub async fn deliver(&self, body: Value) -> u16 {
        self.deliver_raw(spell(&body), Signature::Valid).await
    }

    /// Queues a change of any field among the other webhooks, with retries.
    pub fn post_change(&self, field: &str, value: Value) {
        let change = Change { field: field.into(), value };
        let webhook = Webhook::new(&incoming::alone(), change);
        outbox::send(&self.world, webhook, Duration::ZERO);
    }

    /// A body with these values of the field `messages`, one change each.
    pub fn envelope(&self, values: Vec<Value>) -> Value {
        let changes = values.into_iter().map(Change::messages).collect::<Vec<_>>();
        self.wrap(&changes)
    }

    /// A body with one change of any field.
    pub fn envelope_of(&self, field: &str, value: Value) -> Value {
        self.wrap(&[Change { field: field.into(), value }])
    }

    /// The start of a value: product and metadata of the phone's business number.
    pub fn empty_value(&self, phone: &Phone) -> Value {
        Value::Object(envelope::value(&phone.number))
    }

    /// A value with a text of this customer.
    pub fn text_message_value(
        &self,
        phone: &Phone,
        text: &str,
        wamid: &str,
        timestamp: i64,
    ) -> Value {
        let message = json!({ "type": "text", "text": { "body": text } });
        self.message_value(phone, message, wamid, timestamp)
    }

    /// A value with any message of this customer; `message` has `type` and the object of that name.
    pub fn message_value(
        &self,
        phone: &Phone,
        message: Value,
        wamid: &str,
        timestamp: i64,
    ) -> Value {
        let customer = phone.customer();
        let mut whole = envelope::sender(&customer);
        whole.insert("id".into(), json!(wamid));
        whole.insert("timestamp".into(), json!(timestamp.to_string()));
        if let Value::Object(message) = message {
            whole.extend(message);
        }
        envelope::message_value(&phone.number, &customer, &Value::Object(whole), true)
    }

    /// A value with a status of a message to this customer; `more` is merged into it (`errors`,
    /// `biz_opaque_callback_data`, `pricing`).
    pub fn status_value(
        &self,
        phone: &Phone,
        wamid: &str,
        status: &str,
        timestamp: i64,
        more: Value,
    ) -> Value {
        let customer = phone.customer();
        let mut whole = Map::new();
        whole.insert("id".into(), json!(wamid));
        whole.insert("status".into(), json!(status));
        whole.insert("timestamp".into(), json!(timestamp.to_string()));
        if !customer.hide_phone {
            whole.insert("recipient_id".into(), json!(customer.wa_id()));
        }
        whole.insert("recipient_user_id".into(), json!(customer.user_id));
        if let Value::Object(more) = more {
            whole.extend(more);
        }
        envelope::status_value(&phone.number, &customer, &Value::Object(whole))
    }

    fn wrap(&self, changes: &[Change]) -> Value {
        envelope::envelope(&self.world.options.waba_id, self.world.clock.now(), changes)
    }
}

//! What a simulator is started with. The defaults suit a test: a free port, hardly any delay,
//! generous limits.

use std::time::Duration;

use crate::limits::PairLimit;

/// How a [`crate::Simulator`] behaves from its start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address to listen at; port 0 takes a free one.
    pub listen: String,
    /// Where webhooks go. They are queued until there is one.
    pub webhook_url: Option<String>,
    /// Key of the webhooks' signatures.
    pub app_secret: String,
    /// What the handshake sends as `hub.verify_token`.
    pub verify_token: String,
    /// The bearer token of the Cloud API.
    pub access_token: String,
    /// The WhatsApp Business Account that owns the numbers.
    pub waba_id: String,
    /// The business's numbers, at least one; customers write to the first unless told otherwise.
    pub numbers: Vec<BusinessNumber>,
    /// Between answer and `sent`, between `sent` and `delivered`, between `delivered` and `read`.
    pub status_delay: Duration,
    /// Wait before a refused webhook is tried again; doubles up to `retry_most`.
    pub retry_first: Duration,
    /// The longest wait between two tries of a webhook.
    pub retry_most: Duration,
    /// How many webhooks are under way at once, at most one for each customer.
    pub parallel_webhooks: usize,
    /// What becomes of free text outside the 24 hours.
    pub window: WindowCheck,
    /// Messages to one customer; `None` for no limit.
    pub pair_limit: Option<PairLimit>,
    /// Messages of one number each second; `None` for no limit.
    pub throughput: Option<u32>,
    /// Whether new customers read whatever arrives at once.
    pub auto_read: bool,
    /// Whether a message to an unknown number makes a customer of it, instead of failing with 131026.
    pub adopt_unknown: bool,
    /// How long a call rings until whoever calls gives up.
    pub call_patience: Duration,
    /// Whether who calls may be called back for a week, which is told by an automatic reply.
    pub callback_permission: bool,
    /// Seed of everything that happens by chance, apart from ids, which never repeat.
    pub seed: u64,
}

/// A phone number of the business.
#[derive(Clone, Debug)]
pub struct BusinessNumber {
    /// `phone_number_id`.
    pub id: String,
    /// The number itself, digits only.
    pub display: String,
    /// The name customers see.
    pub verified_name: String,
}

/// When a message outside the customer service window is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowCheck {
    /// Accepted, then a `failed` status with 131047: what Meta usually does.
    Later,
    /// HTTP 400 with 131047.
    AtOnce,
    /// Never.
    Off,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0".into(),
            webhook_url: None,
            app_secret: "simulator-app-secret".into(),
            verify_token: "simulator-verify-token".into(),
            access_token: "simulator-access-token".into(),
            waba_id: "100200300400500".into(),
            numbers: vec![BusinessNumber::default()],
            status_delay: Duration::from_millis(10),
            retry_first: Duration::from_millis(200),
            retry_most: Duration::from_secs(5),
            parallel_webhooks: 16,
            window: WindowCheck::Later,
            pair_limit: Some(PairLimit::GENEROUS),
            throughput: Some(1000),
            auto_read: false,
            adopt_unknown: false,
            call_patience: Duration::from_mins(1),
            callback_permission: false,
            seed: 1,
        }
    }
}

impl Default for BusinessNumber {
    fn default() -> Self {
        Self {
            id: "106540352242922".into(),
            display: "15550783881".into(),
            verified_name: "Onevoice Demo".into(),
        }
    }
}

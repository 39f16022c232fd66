//! Whether a customer may be called, as WhatsApp says just now ("Obtain user call permissions", Cloud API Calling).

use serde::{Deserialize, Serialize};

use crate::time::{Millis, Timestamp};

/// Below a conversation, `GET`: [`Calling`].
pub const CALLING: &str = "calling";

/// Whether a customer may be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calling {
    /// What the customer said to it.
    pub consent: Consent,
    /// Whether we may call now.
    pub may_call: bool,
    /// Whether we may ask now.
    pub may_ask: bool,
    /// How often we may still call.
    pub calls: Vec<Quota>,
    /// How often we may still ask.
    pub asks: Vec<Quota>,
}

/// What a customer said to being called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nothing, or no.
    None,
    /// Yes, until a time. Nobody is told when it is over.
    Until(Timestamp),
    /// Yes.
    Always,
}

/// How often something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Within how long.
    pub within: Millis,
    /// Altogether.
    pub most: u32,
    /// So far.
    pub used: u32,
    /// When there is room again, where there is none.
    pub again: Option<Timestamp>,
}

impl Quota {
    /// How often it may still be done.
    pub const fn left(&self) -> u32 {
        self.most.saturating_sub(self.used)
    }
}

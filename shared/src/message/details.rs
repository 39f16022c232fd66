//! What is known of one message of ours beside what it says: asked for when somebody looks, and never kept by clients.

use serde::{Deserialize, Serialize};

use super::{Failure, Status};
use crate::time::Timestamp;

/// What is known of one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// WhatsApp's id of it, once it has one.
    pub wamid: Option<String>,
    /// How far it got and when, in the order in which we were told; empty for what customers wrote.
    pub steps: Vec<Step>,
}

/// One step of a message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How far.
    pub status: Status,
    /// When, by WhatsApp's time where it told us.
    pub at: Timestamp,
    /// Why it failed, when it did.
    pub failure: Option<Failure>,
    /// What WhatsApp charges, when it said so.
    pub price: Option<Price>,
}

/// What WhatsApp says of what a message costs (Cloud API, `pricing` of a status). It names no amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Whether it is charged at all.
    pub billable: Option<bool>,
    /// As what it is charged, such as `marketing`, `utility` or `service`.
    pub category: Option<String>,
    /// How charges are counted, such as `PMP` for each message.
    pub model: Option<String>,
    /// Why it costs what it does, such as `regular` or `free_customer_service`.
    pub kind: Option<String>,
}

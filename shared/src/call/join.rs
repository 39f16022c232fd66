//! How a tab joins a call: it offers its sound, and is told where to send it.

use serde::{Deserialize, Serialize};

use crate::ids::TabId;

/// Below a conversation, `POST /{call}` a [`Join`]: [`Joined`]. A call that is not there yet is begun by it.
pub const CALLS: &str = "calls";

/// A tab wants to talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// Which tab: the one before loses the call.
    pub tab: TabId,
    /// What the browser offers (SDP, RFC 8866), at most 64 KiB.
    pub offer: String,
    /// I call this customer, rather than going to a call that is there.
    #[serde(default)]
    pub dial: bool,
}

/// A tab may talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// What to answer to the browser (SDP).
    pub answer: String,
}

//! Who listens in on a call: heard by nobody, by the one who talks, or by the customer too. Everybody who sees the call sees
//! who does, and it stays written in it.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, TabId};
use crate::words::words;

/// Below a call, `POST` a [`Listen`]: [`super::Joined`].
pub const LISTENING: &str = "listening";
/// Most who listen in on one call.
pub const LISTENERS_MAX: usize = 4;

/// By whom somebody who listens in is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By nobody.
    Listen,
    /// By the one of us who talks.
    Whisper,
    /// By the customer, too.
    Barge,
}

words!(Mode { Listen = "listen", Whisper = "whisper", Barge = "barge" });

impl Mode {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::Listen, Self::Whisper, Self::Barge];
}

/// Somebody who listens in, or did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listener {
    /// Who.
    pub agent: AgentId,
    /// By whom they are heard; nothing once they have left.
    pub now: Option<Mode>,
    /// By whom they were heard at most.
    pub most: Mode,
}

/// A tab wants to listen in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listen {
    /// Which tab: the one before loses the call.
    pub tab: TabId,
    /// What the browser offers (SDP, RFC 8866), at most 64 KiB: on the first line one speaks and hears the customer, on the
    /// second one hears the colleague.
    pub offer: String,
}

//! Being logged in: one session for each browser.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, SessionId};
use crate::time::Timestamp;

/// What happened to a session. Seen by no client; the server's own sockets follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Someone logged in.
    Started {
        /// Which.
        session: SessionId,
        /// Whose.
        agent: AgentId,
    },
    /// Logged out, revoked, or taken away because its token was used twice.
    Ended {
        /// Which.
        session: SessionId,
        /// Whose.
        agent: AgentId,
    },
}

/// One browser in which I am logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Since when.
    pub started: Timestamp,
    /// When it last asked for a fresh token.
    pub last_used: Timestamp,
    /// What the browser calls itself.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

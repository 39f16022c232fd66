//! Recordings of calls: that there is one, who has listened, and where it can be heard.

use serde::{Deserialize, Serialize};

use crate::ids::AgentId;
use crate::time::{Millis, Timestamp};

/// Below a call, `POST`: [`Playable`]. It is noted who asked.
pub const RECORDING: &str = "recording";

/// What there is of a call to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// What is said is being recorded; the file is kept when the call is over.
    Now,
    /// A file, for who may hear it.
    Kept {
        /// How long it is.
        lasts: Millis,
        /// When it is deleted; without a time, with its conversation.
        until: Option<Timestamp>,
    },
    /// Its time had come.
    Deleted,
}

/// Where a recording can be heard for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playable {
    /// Its address.
    pub path: String,
    /// Until when that works.
    pub until: Timestamp,
    /// Who has listened before, latest first: [`HEARD_MAX`] at most.
    pub heard: Vec<Heard>,
}

/// Most who are told to have listened.
pub const HEARD_MAX: usize = 20;

/// That somebody listened to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Who.
    pub agent: AgentId,
    /// When.
    pub at: Timestamp,
}

//! Whether calls of a number are recorded, and what both are told before.

use serde::{Deserialize, Serialize};

use crate::ids::UploadId;
use crate::message::File;

/// Longest time for which recordings are kept, in days: ten years.
pub const DAYS_MAX: u16 = 3_650;

/// That calls of a number are recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// What both hear before anybody of us is heard: Opus in Ogg. If it can't be told, nothing is recorded.
    pub announcement: Option<File>,
    /// For how many days a recording is kept; otherwise as long as its conversation.
    pub days: Option<u16>,
}

/// What both shall hear before a call is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Announcement {
    /// Nothing.
    None,
    /// The same as now.
    Same,
    /// This, which I have spoken and handed over.
    Spoken(UploadId),
}

//! Where a customer came from: the advertisement or post whose button opened the chat.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Longest text of an advertisement that is kept, in characters.
pub const AD_TEXT_MAX: usize = 1_000;

/// What opened the chat, as WhatsApp tells it (`referral` of a message, click-to-WhatsApp ads).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ad {
    /// `ad` or `post`, or whatever else Meta may say.
    pub kind: String,
    /// Meta's id of it.
    pub id: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// What it says.
    pub body: Option<String>,
    /// Meta's id of the click, for measuring what an advertisement brings.
    pub click: Option<String>,
}

impl Ad {
    /// Where it can be seen, if that is a page of the web: anything else must never become a link.
    pub fn link(&self) -> Option<&str> {
        self.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }
}

/// The latest advertisement through which a customer came to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Which.
    pub ad: Ad,
    /// When, by WhatsApp's time.
    pub at: Timestamp,
}

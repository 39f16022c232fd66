//! Emojis on messages. WhatsApp keeps one of each side; of ours the latest counts, whoever of us gave it.

use super::{Content, Message};
use crate::ids::MessageId;
use crate::time::{Millis, Timestamp};

/// Those that most people use (WhatsApp's own first row).
pub const USUAL: [&str; 6] = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
/// After so long WhatsApp takes no reaction any more (Cloud API, reaction messages).
pub const OPEN_FOR: Millis = Millis::days(30);
/// Longest emoji, in characters: families and flags are made of many.
const EMOJI_MAX: usize = 16;

/// Whether this is what WhatsApp may take as an emoji: what looks like words is not.
pub fn is_emoji(text: &str) -> bool {
    let length = text.chars().count();
    (1..=EMOJI_MAX).contains(&length)
        && !text.is_ascii()
        && !text.chars().any(|it| it.is_alphabetic() || it.is_whitespace() || it.is_control())
}

impl Message {
    /// To which message this is a reaction, when it is one to a message that we know.
    pub fn reacts_to(&self) -> Option<MessageId> {
        let about =
            self.reply_to.as_ref().filter(|_| matches!(self.content, Content::Reaction { .. }));
        about.and_then(|it| it.message)
    }

    /// Why nobody can react to it, if so.
    pub fn unreactable(&self, now: Timestamp) -> Option<&'static str> {
        match self.content {
            Content::Reaction { .. }
            | Content::System { .. }
            | Content::Revoke { .. }
            | Content::Welcome
            | Content::CallPermission { .. }
            | Content::Edit { .. } => Some("WhatsApp takes no reaction to this."),
            _ if now - self.at > OPEN_FOR => {
                Some("WhatsApp takes reactions only to messages of the last 30 days.")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emojis_are_taken_and_words_are_not() {
        for emoji in USUAL.into_iter().chain(["👍🏽", "👨‍👩‍👧‍👦", "🇵🇱", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
        {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for words in
            ["", " ", "ok", "é", "👍 👍", "1", "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍", "\u{0}👍"]
        {
            assert!(!is_emoji(words), "{words:?}");
        }
    }
}

//! What was said, in one short line: for lists and quotes.

use super::{Content, Media};
use crate::conversation::PREVIEW_MAX;

impl Content {
    /// In one line of at most [`PREVIEW_MAX`] characters, for lists and quotes.
    pub fn preview(&self) -> String {
        let line = match self {
            Self::Text { body } | Self::System { body } => body.clone(),
            Self::Image(media) => media.preview("📷", "Photo"),
            Self::Video(media) => media.preview("🎬", "Video"),
            Self::Audio(media) if media.voice => "🎤 Voice message".into(),
            Self::Audio(media) => media.preview("🎵", "Audio"),
            Self::Document(media) => media.preview("📄", "Document"),
            Self::Sticker(_) => "Sticker".into(),
            Self::Location(place) => {
                labelled("📍", place.name.as_ref().or(place.address.as_ref()), "Location")
            }
            Self::Contacts { cards } => {
                labelled("👤", cards.first().and_then(|card| card.name.as_ref()), "Contact")
            }
            Self::Template(sent) => sent.body.clone(),
            Self::Interactive(it) => it.body.clone(),
            Self::Button { text, .. } => text.clone(),
            Self::ButtonReply { title, .. } | Self::ListReply { title, .. } => title.clone(),
            Self::FlowReply { body, .. } => labelled("📝", body.as_ref(), "Form"),
            Self::CallPermission { granted: true, .. } => "📞 You may call".into(),
            Self::CallPermission { granted: false, .. } => "📞 You may not call".into(),
            Self::Reaction { emoji: Some(emoji), .. } => format!("Reacted {emoji}"),
            Self::Reaction { emoji: None, .. } => "Took a reaction back".into(),
            Self::Order { text, items } => labelled(
                "🛒",
                text.as_ref(),
                if items.len() == 1 { "Order of 1 item" } else { "Order" },
            ),
            Self::Edit { content, .. } => format!("✏️ {}", content.preview()),
            Self::Revoke { .. } => "Deleted a message".into(),
            Self::Welcome => "Opened the chat".into(),
            Self::Unsupported { kind } => format!("Unsupported: {kind}"),
        };
        one_line(&line)
    }
}

impl Media {
    fn preview(&self, icon: &str, name: &str) -> String {
        labelled(icon, self.caption.as_ref().or(self.filename.as_ref()), name)
    }
}

fn labelled(icon: &str, words: Option<&String>, otherwise: &str) -> String {
    let words = words.map(|words| words.trim()).filter(|words| !words.is_empty());
    format!("{icon} {}", words.unwrap_or(otherwise))
}

/// The text with all white space as single blanks, cut to [`PREVIEW_MAX`] characters.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for character in word.chars() {
            if length == PREVIEW_MAX - 1 {
                line.push('…');
                return line;
            }
            line.push(character);
            length += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_short_line() {
        let long = Content::Text { body: format!("a\n\n b\t{}", "ż".repeat(500)) };
        let preview = long.preview();
        assert!(preview.starts_with("a b ż"));
        assert_eq!(preview.chars().count(), PREVIEW_MAX);
        assert!(preview.ends_with('…'));
        assert_eq!(Content::Text { body: "  hello \n you ".into() }.preview(), "hello you");
    }

    #[test]
    fn a_preview_names_what_has_no_words() {
        assert_eq!(Content::Image(Media::default()).preview(), "📷 Photo");
        assert_eq!(
            Content::Unsupported { kind: "poll_creation".into() }.preview(),
            "Unsupported: poll_creation"
        );
    }
}

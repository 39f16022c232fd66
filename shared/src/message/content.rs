//! What was said: every type of message that WhatsApp has (Cloud API, webhooks: messages).

mod kind;

use serde::{Deserialize, Serialize};

use super::file::Bytes;
use crate::conversation::PREVIEW_MAX;

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Content {
    /// Words, with WhatsApp's formatting marks as typed.
    Text {
        /// The words.
        body: String,
    },
    /// A picture.
    Image(Media),
    /// A film.
    Video(Media),
    /// Sound; a voice note when `voice` is set.
    Audio(Media),
    /// A file.
    Document(Media),
    /// A sticker.
    Sticker(Media),
    /// A place.
    Location(Location),
    /// Visiting cards.
    Contacts {
        /// One or more.
        cards: Vec<Card>,
    },
    /// A quick reply of a template was pressed.
    Button {
        /// What it said.
        text: String,
        /// What the template put behind it.
        payload: Option<String>,
    },
    /// A reply button of ours was pressed.
    ButtonReply {
        /// Ours.
        id: String,
        /// What it said.
        title: String,
    },
    /// A row of a list of ours was chosen.
    ListReply {
        /// Ours.
        id: String,
        /// What it said.
        title: String,
        /// What it said below.
        description: Option<String>,
    },
    /// A form was filled in.
    FlowReply {
        /// `flow` or `address_message`.
        name: String,
        /// In words.
        body: Option<String>,
        /// The answers as WhatsApp sent them: a text that may or may not be JSON.
        response: Option<String>,
    },
    /// We may call, or may not.
    CallPermission {
        /// Whether we may.
        granted: bool,
        /// Unix seconds until when; `None` for good, or when refused.
        until: Option<i64>,
    },
    /// An emoji on another message; without one it was taken back.
    Reaction {
        /// WhatsApp's id of that message, which we may not know.
        target: String,
        /// The emoji.
        emoji: Option<String>,
    },
    /// Things to buy.
    Order {
        /// A word with it.
        text: Option<String>,
        /// What.
        items: Vec<OrderItem>,
    },
    /// WhatsApp says something about the customer, such as another number.
    System {
        /// In words.
        body: String,
    },
    /// The customer changed a message.
    Edit {
        /// WhatsApp's id of that message.
        target: String,
        /// What it says now.
        content: Box<Content>,
    },
    /// The customer took a message back.
    Revoke {
        /// WhatsApp's id of that message.
        target: String,
    },
    /// The customer opened the chat for the first time.
    Welcome,
    /// Something that we, or WhatsApp's API, can't show. Its raw form is kept.
    Unsupported {
        /// What WhatsApp calls it.
        kind: String,
    },
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// WhatsApp's id of the file, good for seven days; absent when it could not be had.
    pub media_id: Option<String>,
    /// As the sender claims.
    pub mime: Option<String>,
    /// Base 64, as WhatsApp gives it.
    pub sha256: Option<String>,
    /// What was written below it.
    pub caption: Option<String>,
    /// As the sender called it: never a path of ours.
    pub filename: Option<String>,
    /// A voice note.
    #[serde(default)]
    pub voice: bool,
    /// A sticker that moves.
    #[serde(default)]
    pub animated: bool,
    /// Whether we have it.
    #[serde(default)]
    pub bytes: Bytes,
}

/// A place. Degrees are kept as text, as WhatsApp wrote them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north.
    pub latitude: String,
    /// Degrees east.
    pub longitude: String,
    /// What it is called.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<String>,
}

/// A visiting card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Whose.
    pub name: Option<String>,
    /// As written on it.
    pub phones: Vec<String>,
    /// As written on it.
    pub emails: Vec<String>,
    /// Where they work.
    pub company: Option<String>,
}

/// One line of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderItem {
    /// The shop's number of the thing.
    pub product: String,
    /// How many, as WhatsApp wrote it.
    pub quantity: String,
    /// For one, as WhatsApp wrote it.
    pub price: String,
    /// ISO 4217.
    pub currency: String,
}

impl Content {
    /// The file in it, if there is one.
    pub fn media(&self) -> Option<&Media> {
        match self {
            Self::Image(it)
            | Self::Video(it)
            | Self::Audio(it)
            | Self::Document(it)
            | Self::Sticker(it) => Some(it),
            Self::Edit { content, .. } => content.media(),
            _ => None,
        }
    }

    /// The same, to change what we know of it.
    pub fn media_mut(&mut self) -> Option<&mut Media> {
        match self {
            Self::Image(it)
            | Self::Video(it)
            | Self::Audio(it)
            | Self::Document(it)
            | Self::Sticker(it) => Some(it),
            Self::Edit { content, .. } => content.media_mut(),
            _ => None,
        }
    }

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

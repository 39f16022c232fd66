//! What was said: every type of message that WhatsApp has (Cloud API, webhooks: messages).

mod forward;
mod kind;
mod plain;
mod preview;

use serde::{Deserialize, Serialize};

use super::file::Bytes;
use super::interactive::Interactive;
use crate::template::Sent;
use crate::template::sent::Top;

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
    /// A template of ours, filled in.
    Template(Box<Sent>),
    /// Something of ours that is answered by pressing it.
    Interactive(Box<Interactive>),
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
            Self::Template(sent) => match &sent.header {
                Some(Top::File(_, it)) => Some(it),
                Some(Top::Text(_) | Top::Location(_)) | None => None,
            },
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
            Self::Template(sent) => match &mut sent.header {
                Some(Top::File(_, it)) => Some(it),
                Some(Top::Text(_) | Top::Location(_)) | None => None,
            },
            Self::Edit { content, .. } => content.media_mut(),
            _ => None,
        }
    }
}

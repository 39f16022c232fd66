//! What WhatsApp takes as what, and how large (Cloud API, media: supported types). Browser and server say the same, so that
//! nobody waits for an upload that must fail.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::content::{Content, Media};
use super::file::{Bytes, File, Hash};
use crate::ids::{ConversationId, MessageId, QuickReplyId, UploadId};
use crate::template::sent::Top;

/// Longest caption, in characters.
pub const CAPTION_MAX: usize = 1024;

const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// What a file is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentAs {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    Document,
    /// A sticker.
    Sticker,
}

/// A file that was handed over to us, to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Which.
    pub id: UploadId,
    /// As it will arrive.
    pub sent_as: SentAs,
    /// What it is.
    pub file: File,
}

/// A file that the server has, to be sent once more: asked with [`crate::reads::UPLOADS_AGAIN`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// Of a message that waits for its time.
    Held {
        /// Where.
        conversation: ConversationId,
        /// Which.
        message: MessageId,
    },
    /// Of a quick reply.
    QuickReply {
        /// Which.
        id: QuickReplyId,
        /// Which of its files.
        hash: Hash,
    },
}

/// By the ends of names, what their first bytes don't tell: what is inside an archive, and plain text.
const BY_NAME: [(&str, &str); 9] = [
    ("txt", "text/plain"),
    ("csv", "text/plain"),
    ("log", "text/plain"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

impl SentAs {
    /// All there are.
    pub const ALL: [Self; 5] =
        [Self::Image, Self::Video, Self::Audio, Self::Document, Self::Sticker];

    /// As what a file of this kind and name goes out; nothing when WhatsApp does not take it.
    pub fn of(kind: &str, name: &str) -> Option<Self> {
        match essence(kind) {
            "image/jpeg" | "image/png" => Some(Self::Image),
            "image/webp" => Some(Self::Sticker),
            "video/mp4" | "video/3gpp" => Some(Self::Video),
            "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/x-m4a"
            | "audio/ogg" => Some(Self::Audio),
            _ => document(kind, name).map(|_| Self::Document),
        }
    }

    /// How large it may be, in bytes.
    pub const fn limit(self) -> u64 {
        match self {
            Self::Image => 5 * MB,
            Self::Video | Self::Audio => 16 * MB,
            Self::Document => 100 * MB,
            Self::Sticker => 500 * KB,
        }
    }

    /// Whether words can stand below it.
    pub const fn takes_caption(self) -> bool {
        matches!(self, Self::Image | Self::Video | Self::Document)
    }

    /// As the Cloud API calls it, and its content.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Sticker => "sticker",
        }
    }

    /// The content of a message with it.
    pub fn content(self, file: File, name: &str, caption: Option<String>) -> Content {
        let document = self == Self::Document;
        let media = Media {
            mime: mime(&file.kind, name).map(str::to_owned),
            caption,
            filename: document.then(|| name.to_owned()),
            bytes: Bytes::Here(file),
            ..Media::default()
        };
        match self {
            Self::Image => Content::Image(media),
            Self::Video => Content::Video(media),
            Self::Audio => Content::Audio(media),
            Self::Document => Content::Document(media),
            Self::Sticker => Content::Sticker(media),
        }
    }

    /// The other way round.
    pub fn of_content(content: &Content) -> Option<(Self, &Media)> {
        match content {
            Content::Image(media) => Some((Self::Image, media)),
            Content::Video(media) => Some((Self::Video, media)),
            Content::Audio(media) => Some((Self::Audio, media)),
            Content::Document(media) => Some((Self::Document, media)),
            Content::Sticker(media) => Some((Self::Sticker, media)),
            Content::Template(sent) => match &sent.header {
                Some(Top::File(sent_as, media)) => Some((*sent_as, media)),
                Some(Top::Text(_) | Top::Location(_)) | None => None,
            },
            _ => None,
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Image => "pictures",
            Self::Video => "videos",
            Self::Audio => "audio files",
            Self::Document => "documents",
            Self::Sticker => "stickers",
        }
    }
}

/// As what a file goes out, or why WhatsApp would not take it and what to do.
pub fn check(kind: &str, name: &str, size: u64) -> Result<SentAs, String> {
    if size == 0 {
        return Err("This file is empty.".into());
    }
    let Some(sent_as) = SentAs::of(kind, name) else {
        return Err("WhatsApp does not take files of this type. Pictures can go as JPEG or PNG, videos as MP4, \
                    sound as MP3, M4A, AAC or OGG, documents as PDF, text, Word, Excel or PowerPoint."
            .into());
    };
    let limit = sent_as.limit();
    if size > limit {
        let most =
            if limit >= MB { format!("{} MB", limit / MB) } else { format!("{} KB", limit / KB) };
        let advice = match sent_as {
            SentAs::Image => "Make it smaller, or send it as a PDF.",
            SentAs::Video | SentAs::Audio => "Make it shorter, or send a link to it.",
            SentAs::Document | SentAs::Sticker => "Make it smaller, or send a link to it.",
        };
        return Err(format!("WhatsApp takes {} up to {most}. {advice}", sent_as.plural()));
    }
    Ok(sent_as)
}

/// What WhatsApp is told that a file is.
pub fn mime<'a>(kind: &'a str, name: &str) -> Option<&'a str> {
    let kind = essence(kind);
    SentAs::of(kind, name).and_then(|sent_as| match sent_as {
        SentAs::Document => document(kind, name),
        SentAs::Image | SentAs::Video | SentAs::Audio | SentAs::Sticker => Some(kind),
    })
}

fn essence(kind: &str) -> &str {
    kind.split(';').next().unwrap_or_default().trim()
}

/// The type of a document that WhatsApp takes.
fn document<'a>(kind: &'a str, name: &str) -> Option<&'a str> {
    let kind = essence(kind);
    if kind == "application/pdf" || kind == "text/plain" {
        return Some(kind);
    }
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase())?;
    let known = BY_NAME.iter().find(|(known, _)| *known == end).map(|(_, mime)| *mime)?;
    let office = known != "text/plain";
    // Text, and nothing at all, have no first bytes of their own; browsers go by the name.
    let plain = matches!(kind, "" | "application/octet-stream" | "text/csv");
    let archive = matches!(kind, "application/zip" | "application/x-ole-storage") && office;
    (kind == known || archive || plain).then_some(known)
}

impl fmt::Display for SentAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SentAs {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| format!("nothing is sent as `{name}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_goes_out_as_what_whatsapp_takes_it_for() {
        for (kind, name, meant) in [
            ("image/png", "a.png", Some(SentAs::Image)),
            ("audio/ogg; codecs=opus", "a.ogg", Some(SentAs::Audio)),
            ("application/pdf", "a", Some(SentAs::Document)),
            ("application/octet-stream", "notes.TXT", Some(SentAs::Document)),
            ("application/zip", "a.docx", Some(SentAs::Document)),
            ("application/zip", "a.zip", None),
            ("text/html", "a.txt", None),
            ("image/gif", "a.gif", None),
            ("application/x-msdownload", "a.pdf.exe", None),
        ] {
            assert_eq!(SentAs::of(kind, name), meant, "{kind} {name}");
        }
        assert_eq!(
            mime("application/zip", "a.docx"),
            BY_NAME.iter().find(|it| it.0 == "docx").map(|it| it.1)
        );
    }

    #[test]
    fn what_is_too_large_says_how_large_it_may_be() {
        assert_eq!(check("image/png", "a.png", 5 * MB), Ok(SentAs::Image));
        let words = check("image/png", "a.png", 5 * MB + 1).unwrap_err();
        assert!(words.contains("5 MB") && words.contains("smaller"), "{words}");
        assert!(check("text/plain", "a.txt", 0).is_err());
    }
}

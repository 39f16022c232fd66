//! What was said, to be said again to somebody else.

use super::{Content, Media};
use crate::message::TEXT_MAX;
use crate::message::file::Bytes;
use crate::message::sending::{CAPTION_MAX, SentAs, check};

impl Content {
    /// The same for another customer, or why it can't be had: words as words, files as they are kept here.
    pub fn forwarded(&self) -> Result<Self, String> {
        match self {
            Self::Image(it)
            | Self::Video(it)
            | Self::Audio(it)
            | Self::Document(it)
            | Self::Sticker(it) => it.forwarded(),
            Self::Edit { content, .. } => content.forwarded(),
            Self::Text { .. }
            | Self::Location(_)
            | Self::Contacts { .. }
            | Self::Template(_)
            | Self::Interactive(_)
            | Self::Button { .. }
            | Self::ButtonReply { .. }
            | Self::ListReply { .. }
            | Self::FlowReply { .. } => words(self.plain()),
            Self::CallPermission { .. }
            | Self::Reaction { .. }
            | Self::Order { .. }
            | Self::System { .. }
            | Self::Revoke { .. }
            | Self::Welcome
            | Self::Unsupported { .. } => Err("This can't be forwarded to a customer.".into()),
        }
    }
}

impl Media {
    fn forwarded(&self) -> Result<Content, String> {
        let file = match &self.bytes {
            Bytes::Here(file) => file.clone(),
            Bytes::Coming => return Err("Its file is still on its way to us.".into()),
            Bytes::Missing { .. } => return Err("We don't have its file.".into()),
        };
        let name = self.filename.as_deref().unwrap_or("file");
        let sent_as = check(&file.kind, name, file.size)?;
        let caption = self
            .caption
            .clone()
            .filter(|it| sent_as.takes_caption() && it.chars().count() <= CAPTION_MAX);
        let mut content = sent_as.content(file, name, caption);
        if let Some(media) = content.media_mut() {
            media.voice = self.voice && sent_as == SentAs::Audio;
        }
        Ok(content)
    }
}

fn words(body: String) -> Result<Content, String> {
    if body.trim().is_empty() {
        return Err("There are no words in it to forward.".into());
    }
    if body.chars().count() > TEXT_MAX {
        return Err(format!("It is longer than the {TEXT_MAX} characters that WhatsApp takes."));
    }
    Ok(Content::Text { body })
}

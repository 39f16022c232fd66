//! What was said, as words to be copied or said again.

use super::{Card, Content, Location, Media};

impl Content {
    /// All its words: what one would copy, or say again. One line in words where it has none.
    pub fn plain(&self) -> String {
        match self {
            Self::Text { body } | Self::System { body } => body.clone(),
            Self::Image(media)
            | Self::Video(media)
            | Self::Audio(media)
            | Self::Document(media)
            | Self::Sticker(media) => media.words().unwrap_or_else(|| self.preview()),
            Self::Location(place) => place.plain(),
            Self::Contacts { cards } => {
                cards.iter().map(Card::plain).collect::<Vec<_>>().join("\n\n")
            }
            Self::Template(sent) => sent.body.clone(),
            Self::Interactive(it) => it.body.clone(),
            Self::Button { text, .. } => text.clone(),
            Self::ButtonReply { title, .. } => title.clone(),
            Self::ListReply { title, description, .. } => {
                lines([Some(title), description.as_ref()])
            }
            Self::FlowReply { body, response, .. } => lines([body.as_ref(), response.as_ref()]),
            Self::Edit { content, .. } => content.plain(),
            Self::CallPermission { .. }
            | Self::Reaction { .. }
            | Self::Order { .. }
            | Self::Revoke { .. }
            | Self::Welcome
            | Self::Unsupported { .. } => self.preview(),
        }
    }
}

impl Media {
    fn words(&self) -> Option<String> {
        self.caption.clone().or_else(|| self.filename.clone())
    }
}

impl Location {
    fn plain(&self) -> String {
        let map = format!("https://maps.google.com/?q={},{}", self.latitude, self.longitude);
        lines([self.name.as_ref(), self.address.as_ref(), Some(&map)])
    }
}

impl Card {
    fn plain(&self) -> String {
        let all = self.name.iter().chain(&self.company).chain(&self.phones).chain(&self.emails);
        all.map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

fn lines<const N: usize>(lines: [Option<&String>; N]) -> String {
    let lines = lines.into_iter().flatten().map(String::as_str);
    lines.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

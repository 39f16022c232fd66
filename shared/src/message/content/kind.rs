//! What WhatsApp calls each content.

use super::Content;

impl Content {
    /// What it is, as WhatsApp calls it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Document(_) => "document",
            Self::Sticker(_) => "sticker",
            Self::Location(_) => "location",
            Self::Contacts { .. } => "contacts",
            Self::Template(_) => "template",
            Self::Button { .. } => "button",
            Self::Interactive(_)
            | Self::ButtonReply { .. }
            | Self::ListReply { .. }
            | Self::FlowReply { .. } => "interactive",
            Self::CallPermission { .. } => "call_permission",
            Self::Reaction { .. } => "reaction",
            Self::Order { .. } => "order",
            Self::System { .. } => "system",
            Self::Edit { .. } => "edit",
            Self::Revoke { .. } => "revoke",
            Self::Welcome => "request_welcome",
            Self::Unsupported { .. } => "unsupported",
        }
    }
}

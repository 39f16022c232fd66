//! Files that the server has already: brought into the composer without coming once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{ConversationId, UploadId};
use shared::message::sending::{Again, SentAs, Upload};
use shared::reads::UPLOADS_AGAIN;

use super::{About, Attachment, Attachments, Stage};
use crate::fetch::Answer;

/// A file that the server has.
#[derive(Clone, Debug)]
pub struct There {
    /// Where.
    pub of: Again,
    /// What it is called.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// As it will go.
    pub sent_as: SentAs,
    /// What stood below it.
    pub caption: Option<String>,
    /// Spoken for its message.
    pub voice: bool,
}

impl Attachments {
    /// Adds one that the server has, as if it had been handed over once more.
    pub fn bring(self, to: ConversationId, there: There) {
        let of = there.of.clone();
        let it = self.lay(to, there);
        spawn_local(async move {
            let taken = self.again(&of).await;
            // It may have been taken away meanwhile.
            let _ = it.stage.try_set(match taken {
                Ok(upload) => Stage::Ready(upload.id),
                Err(failure) => Stage::Refused(failure.words()),
            });
        });
    }

    /// Those that are with us, which stay here.
    pub fn ready(self, to: ConversationId) -> Vec<UploadId> {
        let ready = |it: &Attachment| match it.stage.get_untracked() {
            Stage::Ready(upload) => Some(upload),
            Stage::Coming(_) | Stage::Refused(_) => None,
        };
        untrack(|| self.of(to)).iter().filter_map(ready).collect()
    }

    /// Has a file that the server has handed over once more.
    pub async fn again(self, of: &Again) -> Answer<Upload> {
        self.0.get_value().session.post(UPLOADS_AGAIN, of).await
    }

    /// Adds one that was handed over once more.
    pub fn put_back(self, to: ConversationId, there: There, upload: UploadId) {
        self.lay(to, there).stage.set(Stage::Ready(upload));
    }

    fn lay(self, to: ConversationId, there: There) -> Attachment {
        let There { name, size, sent_as, caption, voice, .. } = there;
        let about = About { name, size, sent_as, object: None };
        self.put(to, about, caption.unwrap_or_default(), voice)
    }
}

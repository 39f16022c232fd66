//! Files that agents hand over to be sent: looked at before they are taken, and forgotten when they are not sent.

pub mod rows;

use shared::event::Actor;
use shared::ids::UploadId;
use shared::message::Content;
use shared::message::sending::{CAPTION_MAX, SentAs, Upload, check};
use shared::problem::Problem;

use crate::error::Result;
use crate::store::Tx;

/// Keeps a file that an agent handed over, if WhatsApp would take it.
pub fn take(tx: &mut Tx<'_>, file: shared::message::File, name: &str) -> Result<Upload> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can send files.").into());
    };
    let sent_as =
        check(&file.kind, name, file.size).map_err(|words| Problem::invalid("file", words))?;
    let (upload, now) = (Upload { id: UploadId(tx.ulid()), sent_as, file }, tx.now());
    rows::insert(&mut tx.bookkeeping(), me, name, &upload, now)?;
    Ok(upload)
}

/// The content of a message with a file that this agent handed over.
pub fn content(
    tx: &mut Tx<'_>,
    id: UploadId,
    caption: Option<String>,
    voice: bool,
) -> Result<Content> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can answer.").into());
    };
    let Some((name, upload)) = rows::find(tx.conn(), me, id)? else {
        let words = "This file is not there any more. Please attach it again.";
        return Err(Problem::invalid("upload", words).into());
    };
    let caption = caption.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
    let length = caption.as_ref().map_or(0, |it| it.chars().count());
    if length > 0 && !upload.sent_as.takes_caption() {
        return Err(Problem::invalid(
            "caption",
            "WhatsApp takes no caption for this kind of file.",
        )
        .into());
    }
    if length > CAPTION_MAX {
        let words = format!(
            "WhatsApp takes captions of at most {CAPTION_MAX} characters; this has {length}."
        );
        return Err(Problem::invalid("caption", words).into());
    }
    let mut content = upload.sent_as.content(upload.file, &name, caption);
    if let Some(media) = content.media_mut() {
        media.voice = voice && upload.sent_as == SentAs::Audio;
    }
    Ok(content)
}

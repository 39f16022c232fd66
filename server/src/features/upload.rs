//! Files that agents hand over to be sent: looked at before they are taken, and forgotten when they are not sent.

pub mod rows;

use shared::event::Actor;
use shared::ids::UploadId;
use shared::message::Content;
use shared::message::sending::{Again, CAPTION_MAX, SentAs, Upload, check};
use shared::problem::Problem;

use super::{conversation, held, quick_reply};
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Tx;

/// Keeps a file that an agent handed over, if WhatsApp would take it; for a note, whatever it is, and it is never sent.
pub fn take(
    tx: &mut Tx<'_>,
    file: shared::message::File,
    name: &str,
    noted: bool,
) -> Result<Upload> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can send files.").into());
    };
    // Colleagues take what WhatsApp does not.
    let checked = if noted && file.size > 0 {
        Ok(SentAs::Document)
    } else {
        check(&file.kind, name, file.size)
    };
    let sent_as = checked.map_err(|words| Problem::invalid("file", words))?;
    let (upload, now) = (Upload { id: UploadId(tx.ulid()), sent_as, file }, tx.now());
    rows::insert(&mut tx.bookkeeping(), (me, name, noted), &upload, now)?;
    Ok(upload)
}

/// A file that we have, once more as an upload of this agent's: what is to be sent anew need not come anew.
pub fn again(tx: &mut Tx<'_>, viewer: &Viewer, of: &Again) -> Result<Upload> {
    let none = || Problem::not_found("file");
    let (name, sent_as, file) = match of {
        Again::Held { conversation, message } => {
            conversation::rows::find(tx.conn(), viewer, *conversation)?.ok_or_else(none)?;
            let held = held::rows::find(tx.conn(), *conversation, *message)?.ok_or_else(none)?;
            let (sent_as, media) = SentAs::of_content(&held.content).ok_or_else(none)?;
            let file = media.bytes.here().cloned().ok_or_else(none)?;
            (media.filename.clone().unwrap_or_else(|| sent_as.to_string()), sent_as, file)
        }
        Again::QuickReply { id, hash } => {
            let reply = quick_reply::rows::find(tx.conn(), *id)?.ok_or_else(none)?;
            let kept = reply.files.into_iter().find(|it| it.file.hash == *hash);
            let kept = kept.ok_or_else(none)?;
            (kept.name, kept.sent_as, kept.file)
        }
    };
    let (upload, now) = (Upload { id: UploadId(tx.ulid()), sent_as, file }, tx.now());
    rows::insert(&mut tx.bookkeeping(), (viewer.agent, &name, false), &upload, now)?;
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

//! Fetches a file that a customer sent: to our disk first, and only then is it shown. WhatsApp's address of it lives for
//! five minutes, so each try asks for a new one.

use shared::event::Actor;
use shared::ids::{ConversationId, MessageId};
use shared::message::content::Media;
use shared::message::file::LARGEST;
use shared::message::{Bytes, File};

use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::message::file;
use crate::features::number;
use crate::files::NotWritten;
use crate::store::jobs::Claim;
use crate::whatsapp::client::Number;
use crate::whatsapp::client::media::hash_of;
use crate::whatsapp::{ApiError, Class};

/// Why there is no file.
enum Trouble {
    /// Another try may have it.
    Later(String),
    /// No try will.
    Never(String),
}

pub(super) async fn run(
    app: &App,
    id: MessageId,
    conversation: ConversationId,
    claim: &Claim,
) -> Result<Outcome> {
    let wanted = app.store.read(move |conn| {
        let media = file::wanted(conn, conversation, id)?;
        Ok(media.zip(number::rows::of_conversation(conn, conversation)?))
    });
    let Some((media, number)) = wanted.await? else { return Ok(Outcome::Done) };
    let number = number.at_whatsapp();
    let bytes = match bring(app, &number, &media).await? {
        Ok(file) => Bytes::Here(file),
        Err(Trouble::Later(words)) if claim.attempt < claim.job.tries() => {
            return Ok(Outcome::Later(pause_after(claim.attempt), words));
        }
        Err(Trouble::Later(words) | Trouble::Never(words)) => Bytes::Missing { words },
    };
    note(app, id, conversation, bytes).await.map(|()| Outcome::Done)
}

/// The faults were ours: somebody may try again.
pub(super) async fn give_up(app: &App, id: MessageId, conversation: ConversationId) -> Result<()> {
    let words = "It could not be fetched because of a fault on our side.".into();
    note(app, id, conversation, Bytes::Missing { words }).await
}

async fn note(app: &App, id: MessageId, conversation: ConversationId, bytes: Bytes) -> Result<()> {
    app.write(Actor::System, move |tx| file::note(tx, conversation, id, bytes)).await?;
    Ok(())
}

/// From WhatsApp to our disk, whole and unchanged.
async fn bring(app: &App, number: &Number, media: &Media) -> Result<Result<File, Trouble>> {
    let Some(id) = &media.media_id else {
        return Ok(Err(Trouble::Never("WhatsApp gave no id for this file.".into())));
    };
    let info = match app.whatsapp.media(number, id).await {
        Ok(info) => info,
        Err(error) => return Ok(Err(refused(error))),
    };
    if info.size.is_some_and(|size| size > LARGEST) {
        return Ok(Err(too_large()));
    }
    let mut response = match app.whatsapp.download(number, &info.url).await {
        Ok(response) => response,
        Err(error) => return Ok(Err(refused(error))),
    };
    let mut arriving = app.files.begin(app.clock.ulid(), LARGEST).await.map_err(Error::fault)?;
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => match arriving.write(&chunk).await {
                Ok(()) => {}
                Err(NotWritten::TooLarge(_)) => return Ok(Err(too_large())),
                Err(NotWritten::Disk(error)) => return Err(Error::fault(error)),
            },
            Ok(None) => break,
            Err(_) => {
                return Ok(Err(Trouble::Later("The file broke off on its way to us.".into())));
            }
        }
    }
    let told = info.hash.or_else(|| media.sha256.as_deref().and_then(hash_of));
    let whole = info.size.is_none_or(|size| size == arriving.size());
    if !whole || told.is_some_and(|told| told != arriving.hash()) {
        let words = "What came is not what WhatsApp said it would be: its checksum is wrong.";
        return Ok(Err(Trouble::Later(words.into())));
    }
    arriving.keep().await.map(Ok).map_err(Error::fault)
}

fn refused(error: ApiError) -> Trouble {
    match error.class {
        _ if error.retry() => Trouble::Later(error.words),
        Class::Permanent => Trouble::Never(
            "WhatsApp does not have this file any more. Ask the customer to send it again.".into(),
        ),
        _ => Trouble::Never(error.words),
    }
}

fn too_large() -> Trouble {
    Trouble::Never("The file is larger than the 100 MB that WhatsApp allows.".into())
}

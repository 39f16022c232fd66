//! Hands the file of a message to WhatsApp before the message: nothing is sent by that, so it may be done any number of
//! times. What WhatsApp has already is not handed over again.

use futures_util::stream;
use reqwest::Body;
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::MessageId;
use shared::message::file::Hash;
use shared::message::{Bytes, SentAs, Status, sending};
use shared::time::Millis;
use tokio::io::AsyncReadExt as _;

use super::super::Outcome;
use super::super::worker::pause_after;
use super::fail;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::message::{delivery, rows};
use crate::features::{number, upload};
use crate::store::Tx;
use crate::store::jobs::{self, Claim};
use crate::whatsapp::ApiError;
use crate::whatsapp::client::media::HandOver;

/// How long WhatsApp keeps what is handed over: 30 days (Cloud API, media), and a day for our clocks.
const KEPT: Millis = Millis::days(29);
/// So many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// What became of the file of a message.
pub(super) enum HandedOver {
    /// It has none.
    Nothing,
    /// WhatsApp's id of it.
    As(String),
    /// It could not be handed over, so there is nothing to send now.
    Not(Outcome),
}

/// A file that WhatsApp does not have.
struct Wanted {
    number: number::rows::WithToken,
    hash: Hash,
    mime: String,
    name: String,
}

/// Makes sure that WhatsApp has the file of a message.
pub(super) async fn hand_over(app: &App, id: MessageId, claim: &Claim) -> Result<HandedOver> {
    let now = app.clock.now();
    let looked = app.store.read(move |conn| {
        let delivery = delivery::rows::find(conn, id)?.filter(|it| it.status == Status::Queued);
        let Some(delivery) = delivery else { return Ok(None) };
        let Some(message) = rows::find(conn, delivery.conversation, id)? else { return Ok(None) };
        let number = number::rows::of_conversation(conn, delivery.conversation)?;
        let Some((_, media)) = SentAs::of_content(&message.content) else { return Ok(None) };
        let (Bytes::Here(file), Some(number)) = (&media.bytes, number) else { return Ok(None) };
        let known = upload::rows::known_as(conn, file.hash, number.number.id, now)?;
        let name = media.filename.clone().unwrap_or_else(|| "file".to_owned());
        let mime =
            media.mime.clone().or_else(|| Some(sending::mime(&file.kind, &name)?.to_owned()));
        let mime = mime.unwrap_or_else(|| file.kind.clone());
        Ok(Some((known, Wanted { number, hash: file.hash, mime, name })))
    });
    match looked.await? {
        None => Ok(HandedOver::Nothing),
        Some((Some(known), _)) => Ok(HandedOver::As(known)),
        Some((None, wanted)) => match carry(app, &wanted).await? {
            Ok(media) => {
                let (hash, number, known) = (wanted.hash, wanted.number.number.id, media.clone());
                app.write(Actor::System, move |tx| {
                    let until = tx.now() + KEPT;
                    upload::rows::remember(&mut tx.bookkeeping(), hash, number, &known, until)
                })
                .await?;
                Ok(HandedOver::As(media))
            }
            Err(error) => not_now(app, id, claim, error).await.map(HandedOver::Not),
        },
    }
}

/// Forgets WhatsApp's id of the file of a message, so that the next try hands it over anew.
pub(super) fn forget(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<()> {
    let message = rows::find(tx.conn(), it.id, id)?;
    let file = message.as_ref().and_then(|it| it.content.media()).and_then(|it| it.bytes.here());
    let Some(hash) = file.map(|file| file.hash) else { return Ok(()) };
    upload::rows::forget(&mut tx.bookkeeping(), hash, it.number)
}

/// From our disk to WhatsApp.
async fn carry(app: &App, it: &Wanted) -> Result<Result<String, ApiError>> {
    let found = app.files.read(it.hash).await.map_err(Error::fault)?;
    let Some((file, size)) = found else {
        return Err(Error::Fault(anyhow::anyhow!("a file that is to be sent is not on our disk")));
    };
    let chunks = stream::unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        match file.read(&mut chunk).await {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some((Ok(chunk), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let number = it.number.at_whatsapp();
    let (mime, name, bytes) = (it.mime.clone(), it.name.clone(), Body::wrap_stream(chunks));
    Ok(app.whatsapp.hand_over(&number, HandOver { mime, name, size, bytes }).await)
}

/// It did not work: later, or never. The message itself was not sent.
async fn not_now(app: &App, id: MessageId, claim: &Claim, error: ApiError) -> Result<Outcome> {
    if error.retry() && claim.attempt < claim.job.tries() {
        return Ok(Outcome::Later(pause_after(claim.attempt), error.words));
    }
    let claim = claim.clone();
    app.write(Actor::System, move |tx| {
        let Some((it, mut delivery)) = delivery::lock(tx, id)? else { return Ok(()) };
        if delivery.status == Status::Queued && jobs::holds(tx.conn(), &claim)? {
            fail(tx, &it, &mut delivery, error.failure())?;
        }
        Ok(())
    })
    .await?;
    Ok(Outcome::Done)
}

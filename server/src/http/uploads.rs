//! `POST /api/uploads`: a file that an agent is going to send, written to our disk as it comes, or one that is there. What it is, its first bytes
//! say; its name is only a name.

use actix_web::web::{Bytes, Data, Json, Payload, Query};
use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::event::Actor;
use shared::message::file::LARGEST;
use shared::message::sending::{Again, SentAs, Upload};
use shared::permission::Permission;
use shared::problem::{Code, Problem};
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::upload;
use crate::files::{Arriving, NotWritten, voice};
use crate::http::auth;
use crate::http::files::seal::tame;
use crate::policy::{Viewer, Visible};

/// `?name=…`: what it is called; `&voice=true`: it was spoken for this message; `&note=true`: it is for a note, and never
/// sent to a customer.
#[derive(Deserialize)]
pub struct UploadQuery {
    name: String,
    #[serde(default)]
    voice: bool,
    #[serde(default)]
    note: bool,
}

/// Takes a file.
pub async fn receive(
    app: Data<App>,
    viewer: Viewer,
    query: Query<UploadQuery>,
    mut body: Payload,
) -> Result<Json<Visible<Upload>>> {
    if query.note {
        viewer.require(Permission::Look)?;
    } else {
        sends(&viewer)?;
    }
    let mut arriving = app.files.begin(app.clock.ulid(), LARGEST).await.map_err(Error::fault)?;
    if query.voice {
        write(&mut arriving, &spoken(&mut body).await?).await?;
    } else {
        while let Some(chunk) = next(&mut body).await? {
            write(&mut arriving, &chunk).await?;
        }
    }
    let file = arriving.keep().await.map_err(Error::fault)?;
    let name = Some(tame(&query.name)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "file".to_owned());
    let noted = query.note;
    let taken =
        app.write(Actor::Agent(viewer.agent), move |tx| upload::take(tx, file, &name, noted));
    taken.await.map(|(upload, _)| Json(viewer.own(upload)))
}

/// Takes a file that is here already.
pub async fn again(
    app: Data<App>,
    viewer: Viewer,
    of: Json<Again>,
) -> Result<Json<Visible<Upload>>> {
    sends(&viewer)?;
    let taken = app.write(Actor::Agent(viewer.agent), move |tx| {
        let viewer = auth::viewer_of(tx.conn(), viewer.session)?;
        let upload = upload::again(tx, &viewer, &of)?;
        Ok(viewer.own(upload))
    });
    taken.await.map(|(upload, _)| Json(upload))
}

/// Files to be sent are for who answers, and for who sets up what others answer with.
fn sends(viewer: &Viewer) -> Result<()> {
    viewer.require(Permission::Reply).or_else(|_| viewer.require(Permission::Organise))
}

/// A recording, as WhatsApp takes it.
async fn spoken(body: &mut Payload) -> Result<Vec<u8>> {
    let mut recorded = Vec::new();
    while let Some(chunk) = next(body).await? {
        if (recorded.len() + chunk.len()) as u64 > SentAs::Audio.limit() {
            let words =
                "WhatsApp takes voice messages of up to 16 MB. Please record a shorter one.";
            return Err(Problem::new(Code::TooLarge, words).into());
        }
        recorded.extend_from_slice(&chunk);
    }
    if !voice::is_webm(&recorded) {
        return Ok(recorded);
    }
    let packed = spawn_blocking(move || voice::to_ogg(&recorded)).await.map_err(Error::fault)?;
    packed.map_err(|error| Problem::invalid("file", format!("It can't be sent: {error}.")).into())
}

async fn next(body: &mut Payload) -> Result<Option<Bytes>> {
    let broken = |_| {
        Problem::new(Code::Malformed, "The file broke off on its way. Please try again.").into()
    };
    body.next().await.transpose().map_err(broken)
}

async fn write(arriving: &mut Arriving, bytes: &[u8]) -> Result<()> {
    arriving.write(bytes).await.map_err(|error| match error {
        NotWritten::TooLarge(_) => {
            let words =
                "WhatsApp takes files of up to 100 MB. Make it smaller, or send a link to it.";
            Problem::new(Code::TooLarge, words).into()
        }
        NotWritten::Disk(error) => Error::fault(error),
    })
}

//! `POST /api/uploads`: a file that an agent is going to send, written to our disk as it comes. What it is, its first bytes
//! say; its name is only a name.

use actix_web::web::{Data, Json, Payload, Query};
use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::event::Actor;
use shared::message::file::LARGEST;
use shared::message::sending::Upload;
use shared::permission::Permission;
use shared::problem::{Code, Problem};

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::upload;
use crate::files::NotWritten;
use crate::http::files::seal::tame;
use crate::policy::{Viewer, Visible};

/// `?name=…`: what it is called.
#[derive(Deserialize)]
pub struct UploadQuery {
    name: String,
}

/// Takes a file.
pub async fn receive(
    app: Data<App>,
    viewer: Viewer,
    query: Query<UploadQuery>,
    mut body: Payload,
) -> Result<Json<Visible<Upload>>> {
    viewer.require(Permission::Reply)?;
    let mut arriving = app.files.begin(app.clock.ulid(), LARGEST).await.map_err(Error::fault)?;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| {
            Problem::new(Code::Malformed, "The file broke off on its way. Please try again.")
        })?;
        match arriving.write(&chunk).await {
            Ok(()) => {}
            Err(NotWritten::TooLarge(_)) => {
                let words =
                    "WhatsApp takes files of up to 100 MB. Make it smaller, or send a link to it.";
                return Err(Problem::new(Code::TooLarge, words).into());
            }
            Err(NotWritten::Disk(error)) => return Err(Error::fault(error)),
        }
    }
    let file = arriving.keep().await.map_err(Error::fault)?;
    let name = Some(tame(&query.name)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "file".to_owned());
    let taken = app.write(Actor::Agent(viewer.agent), move |tx| upload::take(tx, file, &name));
    taken.await.map(|(upload, _)| Json(viewer.own(upload)))
}

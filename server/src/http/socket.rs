//! `GET /api/socket`: the handshake of a socket; who it is follows in its first frame.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use shared::problem::Problem;

use crate::app::App;
use crate::error::{Error, Result};
use crate::http::origin;
use crate::realtime::greeting::Greeting;
use crate::realtime::wire::Socket;

/// Largest frame from a client, in bytes.
const FRAME_MAX: usize = 64 * 1024;

/// Opens a socket. It is served by a task of its own, so that a slow client makes nobody wait.
pub async fn open(app: Data<App>, request: HttpRequest, body: Payload) -> Result<HttpResponse> {
    if !origin::is_ours(&app, &request) {
        return Err(Problem::forbidden("Sockets can be opened from our own pages only.").into());
    }
    let (response, out, frames) = actix_ws::handle(&request, body).map_err(|error| {
        Error::Refused(Problem::new(shared::problem::Code::Malformed, error.to_string()))
    })?;
    let frames =
        frames.max_frame_size(FRAME_MAX).aggregate_continuations().max_continuation_size(FRAME_MAX);
    let greeting = Greeting::new(app.get_ref().clone(), Socket { out, frames });
    actix_web::rt::spawn(greeting.serve());
    Ok(response)
}

//! `GET /api/socket`: the handshake of a socket; who it is follows in its first frame.

use actix_web::http::header::{HOST, ORIGIN};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use shared::problem::Problem;

use crate::app::App;
use crate::error::{Error, Result};
use crate::realtime::connection::{Greeting, Socket};

/// Largest frame from a client, in bytes.
const FRAME_MAX: usize = 64 * 1024;

/// Opens a socket. It is served by a task of its own, so that a slow client makes nobody wait.
pub async fn open(app: Data<App>, request: HttpRequest, body: Payload) -> Result<HttpResponse> {
    if !same_origin(&app, &request) {
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

/// Browsers say from which page a socket is opened; programs needn't. The token in the hello is what lets them in.
fn same_origin(app: &App, request: &HttpRequest) -> bool {
    let Some(origin) = request.headers().get(ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    origin == app.config.public_url
        || host.is_some_and(|host| origin.split_once("://").map(|it| it.1) == Some(host))
}

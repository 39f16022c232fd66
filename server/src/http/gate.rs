//! What every request passes before its handler, and every answer after it: a body is as it is, not compressed, and keeps
//! coming; what is refused is noted. Without this a few
//! bytes could become gigabytes, and a few slow strangers could keep connections open for ever.

use std::io::ErrorKind::TimedOut;
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error as ActixError, HttpMessage as _, ResponseError as _};
use futures_util::{Stream, StreamExt as _, stream};
use shared::problem::{Code, Problem};
use shared::protocol::SOCKET;
use tokio::time::{Instant, timeout_at};

use crate::error::Error;
use crate::http::auth::Asking;

/// For so long a body may be quiet, and so late it may be.
const QUIET: Duration = Duration::from_secs(15);
/// How fast it comes at least, from then on, in bytes a second: a tenth of what a phone has at the edge of a network.
const SLOWEST: u32 = 1024;

/// Lets a request through, or refuses it.
pub async fn pass(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let encodings = request.headers().get_all(CONTENT_ENCODING);
    if encodings.into_iter().any(|it| !it.as_bytes().eq_ignore_ascii_case(b"identity")) {
        // Actix would unpack it, and looks at how much that is only after each piece.
        let words = "Compressed requests are not taken. Send it as it is.";
        let refused = Error::Refused(Problem::new(Code::Unsupported, words)).error_response();
        let refused = request.into_response(refused);
        note(&refused);
        return Ok(refused);
    }
    // A socket may be quiet; it has a rhythm of its own.
    if request.path() != SOCKET {
        let body = request.take_payload();
        request.set_payload(match body {
            Payload::None => Payload::None,
            body => Payload::Stream { payload: Box::pin(in_time(body, QUIET, SLOWEST)) },
        });
    }
    let response = next.call(request).await?.map_into_boxed_body();
    note(&response);
    Ok(response)
}

/// Notes what was refused to whom, for whoever looks into an attack: the route and who was logged in, nothing of what was
/// sent. What somebody may not see is not there for them, so that is noted of who is logged in.
fn note(response: &ServiceResponse<BoxBody>) {
    let (request, status) = (response.request(), response.status());
    let who = request.extensions().get::<Asking>().copied();
    if !matches!(status.as_u16(), 401 | 403 | 413 | 415 | 429) && (status != 404 || who.is_none()) {
        return;
    }
    let (method, status) = (request.method(), status.as_u16());
    let route = request.match_pattern().unwrap_or_default();
    if let Some(Asking { agent, session }) = who {
        tracing::info!(%method, route, status, agent.id = %agent, session.id = %session, "refused");
    } else {
        tracing::info!(%method, route, status, "refused");
    }
}

/// A body that ends with an error if it is quiet for too long, or slower than this all in all.
fn in_time<Body>(
    body: Body,
    quiet: Duration,
    slowest: u32,
) -> impl Stream<Item = Result<Bytes, PayloadError>>
where
    Body: Stream<Item = Result<Bytes, PayloadError>> + 'static,
{
    let begun = Instant::now();
    let body: Pin<Box<dyn Stream<Item = _>>> = Box::pin(body);
    stream::unfold((Some(body), 0_usize), move |(body, had)| async move {
        let mut body = body?;
        let had_by = u32::try_from(had).unwrap_or(u32::MAX);
        let all = begun + quiet + Duration::from_secs(1) * had_by / slowest;
        match timeout_at(all.min(Instant::now() + quiet), body.next()).await {
            Ok(Some(Ok(bytes))) => {
                let had = had + bytes.len();
                Some((Ok(bytes), (Some(body), had)))
            }
            Ok(Some(Err(error))) => Some((Err(error), (None, had))),
            Ok(None) => None,
            Err(_) => Some((Err(PayloadError::Io(TimedOut.into())), (None, had))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment, for tests that wait for it.
    const MOMENT: Duration = Duration::from_millis(20);

    async fn all(body: impl Stream<Item = Result<Bytes, PayloadError>>) -> (usize, bool) {
        let pieces: Vec<_> = body.collect().await;
        (pieces.len(), pieces.iter().all(Result::is_ok))
    }

    type Piece = Result<Bytes, PayloadError>;

    const PIECE: fn() -> Piece = || Ok(Bytes::from_static(b"x"));

    #[tokio::test]
    async fn a_body_that_comes_is_taken_whole() {
        let body = stream::iter((0..100).map(|_| PIECE()));
        assert_eq!(all(in_time(body, MOMENT, 1)).await, (100, true));
    }

    #[tokio::test]
    async fn a_body_that_falls_silent_is_given_up() {
        let body = stream::iter([PIECE(), PIECE()]).chain(stream::pending());
        assert_eq!(all(in_time(body, MOMENT, 1)).await, (3, false), "two pieces and the error");
    }

    #[tokio::test]
    async fn a_body_that_drips_for_ever_is_given_up_though_it_is_never_silent() {
        let drips = stream::unfold((), |()| async {
            tokio::time::sleep(MOMENT / 10).await;
            Some((PIECE(), ()))
        });
        let (pieces, good) = all(in_time(drips, MOMENT, 1_000_000)).await;
        assert!(!good && pieces > 1, "{pieces}");
    }
}

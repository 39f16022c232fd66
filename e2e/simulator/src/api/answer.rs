//! The answer to a send, and every way of spoiling it.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::BodyStream;
use futures_util::stream;

use super::send::{Fate, OnItsWay, tell_fate};
use crate::error::Refusal;
use crate::misbehaviour::Misbehaviour;
use crate::statuses;
use crate::world::World;

/// The longest that an answer waits for its status to arrive first.
const STATUS_FIRST: Duration = Duration::from_secs(5);

/// Misbehaviours that keep a message from being accepted.
pub(crate) async fn before_accepting(world: &Arc<World>) -> Result<Option<HttpResponse>, Refusal> {
    let refused = world.state().plans.take(|what| match what {
        Misbehaviour::RefuseSends { code } => Some(*code),
        _ => None,
    });
    if let Some(code) = refused {
        return Err(if code == 190 { Refusal::token() } else { Refusal::of(code) });
    }
    if world.state().plans.happens(&Misbehaviour::AnswerWithoutJson) {
        let page = "<html><body><h1>Sorry, something went wrong.</h1></body></html>";
        let answer = HttpResponse::InternalServerError().content_type("text/html").body(page);
        return Ok(Some(answer));
    }
    let hang = world.state().plans.take(|what| match what {
        Misbehaviour::HangAnswers { ms, accept: false } => Some(*ms),
        _ => None,
    });
    if let Some(ms) = hang {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        return Ok(Some(closed_connection()));
    }
    Ok(None)
}

/// The answer to an accepted message, or what a misbehaviour makes of it.
pub(crate) async fn after_accepting(
    world: &Arc<World>,
    accepted: OnItsWay,
) -> Result<HttpResponse, Refusal> {
    let (hang, drop_it, garbage, first) = {
        let plans = &mut world.state().plans;
        let hang = plans.take(|what| match what {
            Misbehaviour::HangAnswers { ms, accept: true } => Some(*ms),
            _ => None,
        });
        (
            hang,
            plans.happens(&Misbehaviour::DropAnswers),
            plans.happens(&Misbehaviour::GarbageAnswers),
            plans.happens(&Misbehaviour::StatusBeforeAnswer),
        )
    };
    if first && accepted.fate == Fate::Arrives {
        let done = statuses::sent_before_answer(world, &mut world.state(), &accepted.dispatch);
        // A server that is slow to take its status gets its answer nevertheless.
        drop(tokio::time::timeout(STATUS_FIRST, done.notified()).await);
    }
    tell_fate(world, &accepted);
    if let Some(ms) = hang {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    Ok(if drop_it {
        closed_connection()
    } else if garbage {
        HttpResponse::Ok().content_type("application/json").body("{\"messaging_product\":\"whats")
    } else {
        HttpResponse::Ok().json(accepted.answer)
    })
}

/// Closes the connection before a byte of the answer is out: the body fails while the head is still
/// in the buffer.
fn closed_connection() -> HttpResponse {
    let broken = stream::once(async {
        Err::<actix_web::web::Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    });
    HttpResponse::Ok().body(BodyStream::new(broken))
}

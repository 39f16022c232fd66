//! What a customer does with the telephone.

use actix_web::{HttpResponse, ResponseError, web};
use serde::Deserialize;
use serde_json::json;

use super::Missing;
use super::chats::phone;
use crate::calls::{Call, CallState};
use crate::world::World;

/// There is nothing to do it to.
#[derive(Debug)]
pub(super) struct NotNow;

impl std::fmt::Display for NotNow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("not with the call as it is")
    }
}

impl ResponseError for NotNow {
    fn error_response(&self) -> HttpResponse {
        HttpResponse::Conflict().json(json!({ "error": self.to_string() }))
    }
}

#[derive(Deserialize)]
pub(super) struct Calling {
    /// The `phone_number_id` called; the first number otherwise.
    number: Option<String>,
    /// What the customer plays, in Hz.
    #[serde(default = "concert_pitch")]
    tone: u32,
}

fn concert_pitch() -> u32 {
    440
}

pub(super) async fn call(
    id: web::Path<String>,
    calling: web::Json<Calling>,
    world: web::Data<World>,
) -> actix_web::Result<HttpResponse> {
    let phone = phone(world, &id, calling.number.as_deref())?;
    let id = phone.tries_to_call(calling.tone).await.ok_or(NotNow)?;
    Ok(HttpResponse::Created().json(json!({ "id": id })))
}

/// All calls of a phone, the oldest first.
pub(super) async fn list(
    id: web::Path<String>,
    world: web::Data<World>,
) -> actix_web::Result<HttpResponse> {
    let chat = world.state().find(&id).ok_or(Missing("phone"))?;
    let snapshots: Vec<_> =
        world.state().calls.iter().filter(|call| call.chat == chat).map(Call::snapshot).collect();
    let calls: Vec<CallState> =
        web::block(|| snapshots.into_iter().map(|snapshot| snapshot()).collect()).await?;
    Ok(HttpResponse::Ok().json(calls))
}

/// The latest call.
pub(super) async fn latest(
    id: web::Path<String>,
    world: web::Data<World>,
) -> actix_web::Result<HttpResponse> {
    let chat = world.state().find(&id).ok_or(Missing("phone"))?;
    let snapshot =
        world.state().latest_call(chat).map(|call| call.snapshot()).ok_or(Missing("call"))?;
    Ok(HttpResponse::Ok().json(web::block(snapshot).await?))
}

#[derive(Deserialize)]
pub(super) struct Doing {
    hz: Option<u32>,
    digits: Option<String>,
}

/// `answer`, `decline`, `hangup`, `tone` with `{hz}`, `digits` with `{digits}`.
pub(super) async fn act(
    path: web::Path<(String, String)>,
    doing: Option<web::Json<Doing>>,
    world: web::Data<World>,
) -> actix_web::Result<HttpResponse> {
    let (id, what) = path.into_inner();
    let phone = phone(world, &id, None)?;
    let doing = doing.map_or(Doing { hz: None, digits: None }, web::Json::into_inner);
    let done = match (what.as_str(), doing) {
        ("answer", _) => phone.tries_to_answer(),
        ("decline", _) => phone.tries_to_decline(),
        ("hangup", _) => phone.tries_to_hang_up(),
        ("tone", Doing { hz: Some(hz), .. }) => phone.plays(hz),
        ("digits", Doing { digits: Some(digits), .. }) => phone.presses(&digits),
        _ => return Err(Missing("thing to do").into()),
    };
    if done { Ok(HttpResponse::NoContent().finish()) } else { Err(NotNow.into()) }
}

#[derive(Deserialize)]
pub(super) struct Reply {
    /// `accept` or `reject`.
    response: String,
    #[serde(default)]
    permanent: bool,
    number: Option<String>,
}

/// The customer allows or forbids to be called.
pub(super) async fn permit(
    id: web::Path<String>,
    reply: web::Json<Reply>,
    world: web::Data<World>,
) -> actix_web::Result<HttpResponse> {
    let phone = phone(world, &id, reply.number.as_deref())?;
    if reply.response == "accept" {
        phone.allows_calls(reply.permanent);
    } else {
        phone.forbids_calls();
    }
    Ok(HttpResponse::NoContent().finish())
}

//! `POST /{phone}/calls` and `GET /{phone}/call_permissions`.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::send::recipient;
use super::{Token, id};
use crate::calls::{self, permission, sdp};
use crate::error::Refusal;
use crate::misbehaviour::Misbehaviour;
use crate::options::BusinessNumber;
use crate::shape;
use crate::voice::Voice;
use crate::world::World;

pub(crate) async fn post(
    _token: Token,
    request: HttpRequest,
    body: web::Bytes,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    let world = world.into_inner();
    let number = number(&world, &request, "post")?;
    let asked: Value = serde_json::from_slice(&body)
        .map_err(|_| Refusal::parameter("The request body is not valid JSON"))?;
    if text(&asked, "messaging_product") != Some("whatsapp") {
        return Err(Refusal::parameter("The parameter messaging_product is required."));
    }
    let refused = world.state().plans.take(|what| match what {
        Misbehaviour::RefuseCalls { code } => Some(*code),
        _ => None,
    });
    if let Some(code) = refused {
        return Err(if code == 190 { Refusal::token() } else { Refusal::of(code) });
    }
    let data = callback_data(&asked)?;
    let action = text(&asked, "action").unwrap_or_default();
    if action == "connect" {
        let id = connect(&world, &number, &asked, data).await?;
        let answer = json!({ "messaging_product": "whatsapp", "calls": [{ "id": id }] });
        return Ok(HttpResponse::Ok().json(answer));
    }
    let call = text(&asked, "call_id").ok_or_else(|| Refusal::of(131_008))?.to_owned();
    match action {
        "pre_accept" => calls::pre_accept(&world, &call, sdp::of(&asked, "answer")?).await?,
        "accept" => calls::accept(&world, &call, sdp::of(&asked, "answer")?, data).await?,
        "reject" => calls::reject(&world, &call)?,
        "terminate" => calls::terminate(&world, &call)?,
        _ => return Err(Refusal::because(131_009, "action is not valid")),
    }
    Ok(HttpResponse::Ok().json(json!({ "messaging_product": "whatsapp", "success": true })))
}

pub(crate) async fn permissions(
    _token: Token,
    request: HttpRequest,
    query: web::Query<HashMap<String, String>>,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    let number = number(&world, &request, "get")?;
    let who = query.get("user_wa_id").or_else(|| query.get("recipient"));
    let who = who.ok_or_else(|| Refusal::parameter("The parameter user_wa_id is required."))?;
    let chat = world.state().find(who);
    Ok(HttpResponse::Ok().json(permission::describe(&world, chat, &number)))
}

/// The business calls. Everything is checked before a phone rings.
async fn connect(
    world: &Arc<World>,
    number: &BusinessNumber,
    asked: &Value,
    data: Option<String>,
) -> Result<String, Refusal> {
    let offer = sdp::of(asked, "offer")?;
    let by_phone = text(asked, "to").is_some();
    let to = text(asked, "to")
        .or_else(|| text(asked, "recipient"))
        .ok_or_else(|| Refusal::of(131_008))?;
    let chat = recipient(world, to, by_phone).ok_or_else(|| Refusal::of(138_001))?;
    if world.state().in_call(chat, number) {
        return Err(Refusal::of(138_003));
    }
    permission::check_call(world, chat, number)?;
    let voice = Voice::is_called(&offer).await;
    let voice = voice.map_err(|error| Refusal::because(138_008, error.to_string()))?;
    calls::connect(world, chat, number, data, voice)
}

fn callback_data(asked: &Value) -> Result<Option<String>, Refusal> {
    if asked.get("biz_opaque_callback_data").is_none() {
        return Ok(None);
    }
    shape::string(asked, "biz_opaque_callback_data", 512).map(|data| Some(data.to_owned()))
}

fn number(world: &World, request: &HttpRequest, method: &str) -> Result<BusinessNumber, Refusal> {
    world.number(id(request)).cloned().ok_or_else(|| Refusal::unknown_object(method, id(request)))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

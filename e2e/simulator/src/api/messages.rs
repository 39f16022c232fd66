//! `POST /{phone}/messages`: sends, or marks as read. Whoever is refused here has sent nothing.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::send::{Order, accept};
use super::{Token, answer, id};
use crate::error::Refusal;
use crate::line::Tick;
use crate::options::BusinessNumber;
use crate::shape;
use crate::world::World;

pub(crate) async fn post(
    _token: Token,
    request: HttpRequest,
    body: web::Bytes,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    let world = world.into_inner();
    let number = world
        .number(id(&request))
        .cloned()
        .ok_or_else(|| Refusal::unknown_object("post", id(&request)))?;
    let message = parse(&body)?;
    if message.get("status").is_some() {
        return mark_read(&world, &number, &message);
    }
    if let Some(refused) = answer::before_accepting(&world).await? {
        return Ok(refused);
    }
    shape::message(&message)?;
    let order = Order { number, message };
    let accepted = accept(&world, order)?;
    answer::after_accepting(&world, accepted).await
}

fn parse(body: &[u8]) -> Result<Value, Refusal> {
    let message: Value = serde_json::from_slice(body)
        .map_err(|_| Refusal::parameter("The request body is not valid JSON"))?;
    if message.get("messaging_product").and_then(Value::as_str) != Some("whatsapp") {
        return Err(Refusal::parameter("The parameter messaging_product is required."));
    }
    Ok(message)
}

/// Blue ticks for this message and all before it, and perhaps "typing".
fn mark_read(
    world: &Arc<World>,
    number: &BusinessNumber,
    message: &Value,
) -> Result<HttpResponse, Refusal> {
    if message.get("status").and_then(Value::as_str) != Some("read") {
        return Err(Refusal::parameter("Param status must be one of {READ}"));
    }
    let wamid = shape::string(message, "message_id", usize::MAX)?;
    let mut state = world.state();
    let Some((chat, upto)) = state.line(wamid) else {
        return Err(Refusal::because(131_009, "Message ID not found"));
    };
    let lines = state.chat(chat).lines.iter().take(upto + 1);
    let read: Vec<String> = lines
        .filter(|line| line.mine && line.number == number.id && line.tick < Tick::Read)
        .map(|line| line.wamid.clone())
        .collect();
    for earlier in &read {
        state.raise(world, earlier, Tick::Read);
    }
    state.read_receipts.push(wamid.to_owned());
    if let Some(typing) = message.get("typing_indicator") {
        if typing.get("type").and_then(Value::as_str) != Some("text") {
            return Err(Refusal::because(131_009, "typing_indicator.type must be text"));
        }
        let phone = &state.chat(chat).customer.phone;
        world.tell(&json!({ "type": "typing", "phone": phone, "number": number.id }));
    }
    drop(state);
    world.changed.send_modify(|count| *count += 1);
    Ok(HttpResponse::Ok().json(json!({ "success": true })))
}

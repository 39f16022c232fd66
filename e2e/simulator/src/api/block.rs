//! `/{phone}/block_users`: whom the business wants nothing from. Only who wrote within the last day can be blocked.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{Token, id};
use crate::error::Refusal;
use crate::world::World;

/// How long after their last message somebody can be blocked, in seconds.
const DAY: i64 = 86_400;

pub(crate) async fn post(
    _token: Token,
    request: HttpRequest,
    body: web::Json<Value>,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    set(&world, id(&request), &body, true)
}

pub(crate) async fn delete(
    _token: Token,
    request: HttpRequest,
    body: web::Json<Value>,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    set(&world, id(&request), &body, false)
}

pub(crate) async fn get(
    _token: Token,
    request: HttpRequest,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    let number = own(&world, "get", id(&request))?;
    let state = world.state();
    let blocked = state.chats.iter().filter(|chat| chat.blocked.contains(number));
    let users: Vec<Value> = blocked
        .map(|chat| json!({ "messaging_product": "whatsapp", "wa_id": chat.customer.phone }))
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "data": users })))
}

fn set(world: &World, number: &str, body: &Value, block: bool) -> Result<HttpResponse, Refusal> {
    let number = own(world, "post", number)?.to_owned();
    let users = body.get("block_users").and_then(Value::as_array);
    let users = users.filter(|users| !users.is_empty());
    let users = users.ok_or_else(|| Refusal::parameter("Param block_users is required"))?;
    let (mut done, mut failed) = (vec![], vec![]);
    let now = world.clock.now();
    let mut state = world.state();
    for user in users {
        let input = user.get("user").and_then(Value::as_str).unwrap_or_default();
        let Some(found) = state.find(input.trim_start_matches('+')) else {
            failed.push(refused(input, "This user is not on WhatsApp"));
            continue;
        };
        let chat = state.chat_mut(found);
        let heard = chat.heard.get(&number).is_some_and(|at| now - at < DAY);
        if block && !heard {
            failed.push(refused(
                input,
                "Only users who wrote within the last 24 hours can be blocked",
            ));
            continue;
        }
        if block {
            chat.blocked.insert(number.clone());
        } else {
            chat.blocked.remove(&number);
        }
        done.push(json!({ "input": input, "wa_id": chat.customer.phone }));
    }
    let key = if block { "added_users" } else { "removed_users" };
    let mut answer = json!({ key: done });
    if !failed.is_empty()
        && let Some(answer) = answer.as_object_mut()
    {
        answer.insert("failed_users".into(), failed.into());
    }
    Ok(HttpResponse::Ok().json(json!({ "messaging_product": "whatsapp", "block_users": answer })))
}

fn refused(input: &str, details: &str) -> Value {
    let data = json!({ "details": details });
    let error =
        json!({ "message": "(#139100) Failed to block user", "code": 139_100, "error_data": data });
    json!({ "input": input, "wa_id": input.trim_start_matches('+'), "errors": [error] })
}

fn own<'n>(world: &World, method: &str, number: &'n str) -> Result<&'n str, Refusal> {
    world.number(number).map(|_| number).ok_or_else(|| Refusal::unknown_object(method, number))
}

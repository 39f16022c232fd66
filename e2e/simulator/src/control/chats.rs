//! Customers and their chats.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Missing;
use crate::calls;
use crate::customer::Customer;
use crate::phone::Phone;
use crate::put::Put as _;
use crate::world::{World, summary};

pub(super) async fn list(world: web::Data<World>) -> HttpResponse {
    let numbers: Vec<Value> = world
        .options
        .numbers
        .iter()
        .map(|number| json!({ "id": number.id, "display": number.display, "name": number.verified_name }))
        .collect();
    let state = world.state();
    let phones: Vec<Value> = state.chats.iter().map(summary).collect();
    HttpResponse::Ok().json(json!({ "numbers": numbers, "phones": phones }))
}

pub(super) async fn create(customer: web::Json<Customer>, world: web::Data<World>) -> HttpResponse {
    let chat = world.add(customer.into_inner());
    HttpResponse::Created().json(summary(world.state().chat(chat)))
}

pub(super) async fn transcript(
    id: web::Path<String>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let chat = find(&world, &id)?;
    let state = world.state();
    let call = calls::brief_of(&state, chat);
    let chat = state.chat(chat);
    Ok(HttpResponse::Ok()
        .json(json!({ "phone": summary(chat), "lines": chat.lines, "call": call })))
}

/// What the customer writes: a text, perhaps quoting, or anything else with its body.
#[derive(Deserialize)]
pub(super) struct Written {
    text: Option<String>,
    reply_to: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    body: Value,
    /// The `phone_number_id` written to; the first number otherwise.
    number: Option<String>,
    /// The advertisement that was pressed.
    referral: Option<Value>,
    /// Unix seconds, when not now.
    timestamp: Option<i64>,
}

pub(super) async fn write(
    id: web::Path<String>,
    written: web::Json<Written>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let written = written.into_inner();
    let phone = phone(world, &id, written.number.as_deref())?;
    let (kind, body) = match (written.text, written.kind) {
        (Some(text), _) => ("text".to_owned(), json!({ "body": text })),
        (None, Some(kind)) => (kind, written.body),
        (None, None) => return Err(Missing("text or type in the body")),
    };
    let mut message = Phone::message(&kind, body);
    if let Some(quoted) = written.reply_to {
        message.put("context", json!({ "from": phone.number.display, "id": quoted }));
    }
    if let Some(referral) = written.referral {
        message.put("referral", referral);
    }
    if let Some(timestamp) = written.timestamp {
        message.put("timestamp", timestamp.to_string());
    }
    let wamid = phone.sends_message(message).await;
    Ok(HttpResponse::Created().json(json!({ "id": wamid })))
}

#[derive(Deserialize)]
pub(super) struct File {
    kind: String,
    caption: Option<String>,
    filename: Option<String>,
    #[serde(default)]
    voice: bool,
    number: Option<String>,
}

/// The raw bytes of a file, with their content type.
pub(super) async fn send_file(
    id: web::Path<String>,
    file: web::Query<File>,
    content_type: web::Header<actix_web::http::header::ContentType>,
    bytes: web::Bytes,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let phone = phone(world, &id, file.number.as_deref())?;
    let mut more = json!({});
    for (key, value) in [("caption", &file.caption), ("filename", &file.filename)] {
        if let Some(value) = value {
            more.put(key, value.as_str());
        }
    }
    if file.voice {
        more.put("voice", true);
    }
    let mime_type = content_type.to_string();
    let wamid = phone.sends_file(&file.kind, &mime_type, bytes.to_vec(), more).await;
    Ok(HttpResponse::Created().json(json!({ "id": wamid })))
}

pub(super) async fn read(
    id: web::Path<String>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let numbers: Vec<String> =
        world.options.numbers.iter().map(|number| number.id.clone()).collect();
    for number in numbers {
        phone(world.clone(), &id, Some(&number))?.reads().await;
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Whether the customer wants offers.
#[derive(Deserialize)]
pub(super) struct Marketing {
    wants: bool,
}

pub(super) async fn marketing(
    id: web::Path<String>,
    marketing: web::Json<Marketing>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    phone(world, &id, None)?.wants_marketing(marketing.wants);
    Ok(HttpResponse::NoContent().finish())
}

/// A file, for the page, which has no token.
pub(super) async fn media(
    id: web::Path<String>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let media = world.state().media.get(id.as_str()).cloned().ok_or(Missing("file"))?;
    Ok(HttpResponse::Ok()
        .content_type(media.mime_type)
        .insert_header(("Content-Security-Policy", "sandbox"))
        .body(media.bytes))
}

fn find(world: &World, id: &str) -> Result<usize, Missing> {
    world.state().find(id).ok_or(Missing("phone"))
}

pub(super) fn phone(
    world: web::Data<World>,
    id: &str,
    number: Option<&str>,
) -> Result<Phone, Missing> {
    let chat = find(&world, id)?;
    let phone = Phone::new(&world.into_inner(), chat);
    match number {
        None => Ok(phone),
        Some(number) if phone.world.number(number).is_some() => Ok(phone.to_number(number)),
        Some(_) => Err(Missing("number")),
    }
}

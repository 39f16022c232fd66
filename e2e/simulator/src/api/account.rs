//! What the account owns: numbers, templates, subscriptions.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::{Token, id, media};
use crate::error::Refusal;
use crate::options::BusinessNumber;
use crate::put::Put as _;
use crate::world::World;

type Query = web::Query<HashMap<String, String>>;

/// `GET /{id}`: a number, a file or the account.
pub(crate) async fn get(
    _token: Token,
    request: HttpRequest,
    query: Query,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    let id = id(&request);
    let found = if let Some(number) = world.number(id) {
        Some(only(describe(number), query.get("fields")))
    } else if id == world.options.waba_id {
        let account = json!({ "id": id, "name": "Onevoice Demo", "currency": "USD" });
        Some(only(account, query.get("fields")))
    } else {
        media::describe(&world, id)
    };
    found
        .map(|found| HttpResponse::Ok().json(found))
        .ok_or_else(|| Refusal::unknown_object("get", id))
}

pub(crate) async fn phone_numbers(
    _token: Token,
    request: HttpRequest,
    query: Query,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    own_account(&world, &request, "get")?;
    let numbers: Vec<Value> = world.options.numbers.iter().map(describe).collect();
    Ok(HttpResponse::Ok().json(page(&numbers, &query, &world, &request)))
}

pub(crate) async fn templates(
    _token: Token,
    request: HttpRequest,
    query: Query,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    own_account(&world, &request, "get")?;
    let all = world.state().templates.clone();
    let wanted: Vec<Value> = all
        .into_iter()
        .filter(|template| {
            ["status", "category", "language", "name"].iter().all(|key| {
                let wanted = query.get(*key);
                wanted
                    .is_none_or(|wanted| template.get(key).and_then(Value::as_str) == Some(wanted))
            })
        })
        .map(|template| only(template, query.get("fields")))
        .collect();
    Ok(HttpResponse::Ok().json(page(&wanted, &query, &world, &request)))
}

/// Subscribing is remembered by nobody: this simulator has one app.
pub(crate) async fn subscribe(
    _token: Token,
    request: HttpRequest,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    own_account(&world, &request, "post")?;
    Ok(HttpResponse::Ok().json(json!({ "success": true })))
}

pub(crate) async fn subscriptions(
    _token: Token,
    request: HttpRequest,
    world: web::Data<World>,
) -> Result<HttpResponse, Refusal> {
    own_account(&world, &request, "get")?;
    let app = json!({ "id": "670843887433847", "name": "Onevoice", "link": "https://www.facebook.com/games/?app_id=670843887433847" });
    Ok(HttpResponse::Ok().json(json!({ "data": [{ "whatsapp_business_api_data": app }] })))
}

fn own_account(world: &World, request: &HttpRequest, method: &str) -> Result<(), Refusal> {
    let id = id(request);
    if id == world.options.waba_id {
        return Ok(());
    }
    Err(Refusal::unknown_object(method, id))
}

fn describe(number: &BusinessNumber) -> Value {
    json!({
        "id": number.id,
        "display_phone_number": formatted(&number.display),
        "verified_name": number.verified_name,
        "code_verification_status": "VERIFIED",
        "quality_rating": "GREEN",
        "platform_type": "CLOUD_API",
        "throughput": { "level": "STANDARD" },
        "status": "CONNECTED",
        "name_status": "APPROVED",
        "account_mode": "LIVE",
        "is_on_biz_app": false,
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
    })
}

/// Here, unlike in webhooks, Meta writes numbers for people.
fn formatted(digits: &str) -> String {
    match (digits.len(), digits.get(1..4), digits.get(4..7), digits.get(7..)) {
        (11, Some(area), Some(exchange), Some(line)) if digits.starts_with('1') => {
            format!("+1 {area}-{exchange}-{line}")
        }
        _ => format!("+{digits}"),
    }
}

/// The object with the asked fields alone; the id always comes along.
fn only(object: Value, fields: Option<&String>) -> Value {
    let Some(fields) = fields else { return object };
    let wanted: Vec<&str> = fields.split(',').map(str::trim).collect();
    match object {
        Value::Object(object) => object
            .into_iter()
            .filter(|(key, _)| key == "id" || wanted.contains(&key.as_str()))
            .collect(),
        other => other,
    }
}

/// A page of a list, with cursors; `after` is the index that the last page ended with.
fn page(all: &[Value], query: &Query, world: &World, request: &HttpRequest) -> Value {
    let limit = query.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(25_usize).max(1);
    let start = query.get("after").and_then(|after| after.parse().ok()).unwrap_or(0_usize);
    let data: Vec<&Value> = all.iter().skip(start).take(limit).collect();
    let end = start + data.len();
    let mut paging =
        json!({ "cursors": { "before": start.to_string(), "after": end.to_string() } });
    if end < all.len() {
        let path = request.path();
        paging.put("next", format!("{}{path}?limit={limit}&after={end}", world.base_url));
    }
    json!({ "data": data, "paging": paging })
}

//! The account's templates: made, and moved through their life as Meta's reviewers and customers would.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};

use super::Missing;
use crate::templates;
use crate::world::World;

pub(super) async fn list(world: web::Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(&world.state().templates)
}

/// A template as Meta's list has it; without id and status it gets them.
pub(super) async fn create(template: web::Json<Value>, world: web::Data<World>) -> HttpResponse {
    let id = templates::add(&world, template.into_inner());
    HttpResponse::Created().json(json!({ "id": id }))
}

/// `{"event": "PAUSED", "reason"?: ..}`, `{"quality": "RED"}`, `{"category": "MARKETING"}` or `{"components": [..]}`: it
/// becomes so, and a webhook tells it.
pub(super) async fn change(
    id: web::Path<String>,
    what: web::Json<Value>,
    world: web::Data<World>,
) -> Result<HttpResponse, Missing> {
    let world: Arc<World> = world.into_inner();
    if templates::change(&world, &id, &what) {
        return Ok(HttpResponse::NoContent().finish());
    }
    Err(Missing("template, or nothing to become"))
}

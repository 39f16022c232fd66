//! The Cloud API over HTTP, under any version and under none. It checks what Meta checks and
//! answers in Meta's shape.

mod account;
mod answer;
mod block;
mod calls;
mod media;
mod messages;
mod send;

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use crate::error::Refusal;
use crate::world::World;

/// The routes. Media links are no part of the Graph, hence without version.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/whatsapp_business/attachments/").get(media::download));
    config.service(web::scope("/v{version:[0-9]+\\.[0-9]+}").configure(graph));
    graph(config);
}

fn graph(config: &mut web::ServiceConfig) {
    config
        .route("/{id}/messages", web::post().to(messages::post))
        .route("/{id}/calls", web::post().to(calls::post))
        .route("/{id}/call_permissions", web::get().to(calls::permissions))
        .route("/{id}/block_users", web::post().to(block::post))
        .route("/{id}/block_users", web::delete().to(block::delete))
        .route("/{id}/block_users", web::get().to(block::get))
        .route("/{id}/media", web::post().to(media::upload))
        .route("/{id}/message_templates", web::get().to(account::templates))
        .route("/{id}/phone_numbers", web::get().to(account::phone_numbers))
        .route("/{id}/subscribed_apps", web::post().to(account::subscribe))
        .route("/{id}/subscribed_apps", web::get().to(account::subscriptions))
        .route("/{id}", web::get().to(account::get))
        .route("/{id}", web::delete().to(media::delete));
}

/// Proof that the request carries the right bearer token.
pub(crate) struct Token;

impl FromRequest for Token {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(if authorized(request) { Ok(Self) } else { Err(Refusal::token()) })
    }
}

fn authorized(request: &HttpRequest) -> bool {
    let Some(world) = request.app_data::<web::Data<World>>() else { return false };
    request
        .headers()
        .get("Authorization")
        .and_then(|header| header.to_str().ok())
        .and_then(|header| header.strip_prefix("Bearer "))
        .is_some_and(|token| token == world.state().access_token)
}

/// The path's id.
pub(crate) fn id(request: &HttpRequest) -> &str {
    request.match_info().get("id").unwrap_or_default()
}

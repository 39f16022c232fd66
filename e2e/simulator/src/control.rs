//! The simulator's own HTTP interface, for its page and for tests in a browser. Nothing here exists
//! at Meta, and the server must never use it.

mod calls;
mod chats;
mod conduct;
mod events;
mod templates;

use actix_web::{HttpResponse, ResponseError, web};
use serde_json::json;

/// Everything under `/simulator`.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    let scope = web::scope("/simulator")
        .route("/phones", web::get().to(chats::list))
        .route("/phones", web::post().to(chats::create))
        .route("/phones/{id}", web::get().to(chats::transcript))
        .route("/phones/{id}/messages", web::post().to(chats::write))
        .route("/phones/{id}/files", web::post().to(chats::send_file))
        .route("/phones/{id}/marketing", web::post().to(chats::marketing))
        .route("/phones/{id}/read", web::post().to(chats::read))
        .route("/phones/{id}/calls", web::post().to(calls::call))
        .route("/phones/{id}/calls", web::get().to(calls::list))
        .route("/phones/{id}/call", web::get().to(calls::latest))
        .route("/phones/{id}/call/{what}", web::post().to(calls::act))
        .route("/phones/{id}/permission", web::post().to(calls::permit))
        .route("/media/{id}", web::get().to(chats::media))
        .route("/templates", web::get().to(templates::list))
        .route("/templates", web::post().to(templates::create))
        .route("/templates/{id}", web::post().to(templates::change))
        .route("/misbehave", web::get().to(conduct::list))
        .route("/misbehave", web::post().to(conduct::misbehave))
        .route("/misbehave", web::delete().to(conduct::behave))
        .route("/misbehave/{id}", web::delete().to(conduct::stop))
        .route("/requests", web::get().to(conduct::requests))
        .route("/state", web::get().to(conduct::state))
        .route("/settled", web::get().to(conduct::settled))
        .route("/time", web::post().to(conduct::set_time))
        .route("/busy-day", web::post().to(conduct::start_busy_day))
        .route("/busy-day", web::delete().to(conduct::stop_busy_day))
        .route("/events", web::get().to(events::stream));
    config.service(scope);
}

/// There is no such thing here.
#[derive(Debug)]
pub(crate) struct Missing(&'static str);

impl std::fmt::Display for Missing {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "no such {}", self.0)
    }
}

impl ResponseError for Missing {
    fn error_response(&self) -> HttpResponse {
        HttpResponse::NotFound().json(json!({ "error": self.to_string() }))
    }
}

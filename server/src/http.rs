//! The route table, and what all routes share: limits, headers, errors.

pub mod allocation;
pub mod auth;
pub mod calls;
pub mod chats;
pub mod commands;
pub mod contact;
pub mod details;
pub mod drafts;
pub mod errors;
pub mod files;
pub mod intake;
pub mod limits;
pub mod loads;
pub mod metrics;
pub mod origin;
pub mod preferences;
pub mod reads;
pub mod search;
pub mod session;
pub mod site;
pub mod socket;
pub mod templates;
pub mod together;
pub mod uploads;
pub mod webhook;

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::Compress;
use actix_web::web::{self, ServiceConfig};
use actix_web::{App as Actix, HttpServer};
use shared::allocation::trial::TRIAL;
use shared::call::{CALLING, CALLS, LISTENING, RECORDING};
use shared::chat::CHATS;
use shared::draft::{BESIDE, DRAFTS};
use shared::held::PREFERENCES;
use shared::search::SEARCH;
use shared::template::TEMPLATES;
use shared::together::TOGETHER;
use shared::{protocol, reads as paths};

use crate::app::App;

/// Largest body of a request of our own app, in bytes.
const BODY_MAX: usize = 256 * 1024;

/// Every route. A test walks them as nobody.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/health", web::get().to(site::health))
        .route("/metrics", web::get().to(metrics::metrics))
        .service(
            web::resource("/webhooks/whatsapp")
                .app_data(web::PayloadConfig::new(webhook::BODY_MAX))
                .route(web::get().to(webhook::verify))
                .route(web::post().to(webhook::receive)),
        )
        .route(paths::COMMANDS, web::post().to(commands::execute))
        .route(paths::BOOTSTRAP, web::get().to(reads::bootstrap))
        .route(paths::CONVERSATIONS, web::get().to(reads::list))
        .route(&format!("{}/{{id}}", paths::CONVERSATIONS), web::get().to(reads::conversation))
        .route(&format!("{}/{{id}}/messages", paths::CONVERSATIONS), web::get().to(reads::thread))
        .route(&format!("{}/{{id}}/contact", paths::CONVERSATIONS), web::get().to(contact::card))
        .route(
            &format!("{}/{{id}}/messages/{{message}}", paths::CONVERSATIONS),
            web::get().to(details::show),
        )
        .route(&format!("{}/{{id}}/handed", paths::CONVERSATIONS), web::get().to(contact::handed))
        .route(&format!("{}/{{id}}/files", paths::CONVERSATIONS), web::get().to(files::links))
        .route(TRIAL, web::post().to(allocation::trial))
        .route(&format!("{}/{{id}}/{BESIDE}", paths::CONVERSATIONS), web::get().to(drafts::beside))
        .route(
            &format!("{}/{{id}}/{TOGETHER}/{{author}}", paths::CONVERSATIONS),
            web::post().to(together::act),
        )
        .route(
            &format!("{}/{{id}}/{CALLS}/{{call}}", paths::CONVERSATIONS),
            web::post().to(calls::join),
        )
        .route(
            &format!("{}/{{id}}/{CALLS}/{{call}}/{LISTENING}", paths::CONVERSATIONS),
            web::post().to(calls::listen),
        )
        .route(
            &format!("{}/{{id}}/{CALLS}/{{call}}/{RECORDING}", paths::CONVERSATIONS),
            web::post().to(calls::hear),
        )
        .route(&format!("{}/{{id}}/{CALLING}", paths::CONVERSATIONS), web::get().to(calls::calling))
        .route(CHATS, web::get().to(chats::look))
        .route(PREFERENCES, web::get().to(preferences::show))
        .route(PREFERENCES, web::post().to(preferences::set))
        .route(DRAFTS, web::get().to(drafts::all))
        .route(&format!("{DRAFTS}/{{id}}"), web::post().to(drafts::keep))
        .route(paths::LOADS, web::get().to(loads::all))
        .route(paths::UPLOADS, web::post().to(uploads::receive))
        .route(paths::UPLOADS_AGAIN, web::post().to(uploads::again))
        .route(&format!("{}/{{hash}}", paths::FILES), web::get().to(files::serve))
        .route(SEARCH, web::get().to(search::search))
        .route(TEMPLATES, web::get().to(templates::list))
        .route(protocol::SOCKET, web::get().to(socket::open))
        .configure(session::routes)
        .service(web::scope("/api").default_service(web::to(errors::no_such_route)))
        .default_service(web::get().to(site::page));
}

/// Serves on a socket that is already bound, until it is told to stop.
pub fn serve(app: App, listener: TcpListener, workers: usize) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        Actix::new()
            .app_data(web::Data::new(app.clone()))
            .app_data(web::PayloadConfig::new(BODY_MAX))
            .app_data(errors::json_config(BODY_MAX))
            .app_data(errors::query_config())
            .app_data(errors::path_config())
            .wrap(site::headers(&app))
            .wrap(Compress::default())
            .configure(routes)
    })
    .workers(workers)
    // Small frames must not wait for company.
    .tcp_nodelay(true)
    .shutdown_timeout(10)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}

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
pub mod gate;
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
pub mod table;
pub mod templates;
pub mod together;
pub mod uploads;
pub mod webhook;

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web;
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

use self::table::Table;
use crate::app::App;

/// Largest body of a request of our own app, in bytes.
const BODY_MAX: usize = 256 * 1024;

/// Every route. A test asks each of them as everybody (`policy::routes`), so that none is added without saying who may.
pub fn routes(table: &mut Table<'_>) {
    let conversations = paths::CONVERSATIONS;
    let one = format!("{conversations}/{{id}}");
    let call = format!("{one}/{CALLS}/{{call}}");
    table
        .get("/health", site::health)
        .get("/metrics", metrics::metrics)
        .get("/webhooks/whatsapp", webhook::verify)
        .post_up_to(webhook::BODY_MAX, "/webhooks/whatsapp", webhook::receive)
        .post(paths::COMMANDS, commands::execute)
        .get(paths::BOOTSTRAP, reads::bootstrap)
        .get(conversations, reads::list)
        .get(&one, reads::conversation)
        .get(&format!("{one}/messages"), reads::thread)
        .get(&format!("{one}/contact"), contact::card)
        .get(&format!("{one}/messages/{{message}}"), details::show)
        .get(&format!("{one}/handed"), contact::handed)
        .get(&format!("{one}/files"), files::links)
        .post(TRIAL, allocation::trial)
        .get(&format!("{one}/{BESIDE}"), drafts::beside)
        .post(&format!("{one}/{TOGETHER}/{{author}}"), together::act)
        .post(&call, calls::join)
        .post(&format!("{call}/{LISTENING}"), calls::listen)
        .post(&format!("{call}/{RECORDING}"), calls::hear)
        .get(&format!("{one}/{CALLING}"), calls::calling)
        .get(CHATS, chats::look)
        .get(PREFERENCES, preferences::show)
        .post(PREFERENCES, preferences::set)
        .get(DRAFTS, drafts::all)
        .post(&format!("{DRAFTS}/{{id}}"), drafts::keep)
        .get(paths::LOADS, loads::all)
        .post(paths::UPLOADS, uploads::receive)
        .post(paths::UPLOADS_AGAIN, uploads::again)
        .get(&format!("{}/{{hash}}", paths::FILES), files::serve)
        .get(SEARCH, search::search)
        .get(TEMPLATES, templates::list)
        .get(protocol::SOCKET, socket::open);
    session::routes(table);
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
            .wrap(from_fn(gate::pass))
            .wrap(site::headers(&app))
            .wrap(Compress::default())
            .configure(|config| Table::of(config, routes).otherwise())
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

//! The cookie with the refresh token. No script can read it, no other site can send it, and no other host can
//! set it.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use shared::reads::SESSION;

use crate::app::App;
use crate::features::session::IDLE;
use crate::secret::Secret;

/// Without TLS, as on a developer's machine.
const NAME: &str = "onevoice_session";
/// With TLS. By its prefix browsers take it from this host over TLS alone, so that no neighbour under the same domain can
/// set one (RFC 6265bis, 4.1.3.2). They then ask that it goes to all of our paths.
const HOST_NAME: &str = "__Host-onevoice_session";

/// The cookie that keeps a token for as long as an unused session lasts.
pub(super) fn holding(app: &App, token: &Secret<String>) -> Cookie<'static> {
    cookie(app, token.expose().clone(), Duration::milliseconds(IDLE.0))
}

/// The cookie that takes its place when it is over.
pub(super) fn gone(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

/// What the browser kept.
pub(super) fn token(app: &App, request: &HttpRequest) -> Option<Secret<String>> {
    let cookie = request.cookie(name(app))?;
    (!cookie.value().is_empty()).then(|| Secret::new(cookie.value().to_owned()))
}

fn cookie(app: &App, value: String, lasts: Duration) -> Cookie<'static> {
    Cookie::build(name(app), value)
        .path(if app.config.is_https() { "/" } else { SESSION })
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.config.is_https())
        .max_age(lasts)
        .finish()
}

fn name(app: &App) -> &'static str {
    if app.config.is_https() { HOST_NAME } else { NAME }
}

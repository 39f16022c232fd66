//! The cookie with the refresh token. No script can read it, no other site can send it, and it goes only where it is
//! needed.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use shared::reads::SESSION;

use crate::app::App;
use crate::features::session::IDLE;
use crate::secret::Secret;

const NAME: &str = "onevoice_session";

/// The cookie that keeps a token for as long as an unused session lasts.
pub(super) fn holding(app: &App, token: &Secret<String>) -> Cookie<'static> {
    cookie(app, token.expose().clone(), Duration::milliseconds(IDLE.0))
}

/// The cookie that takes its place when it is over.
pub(super) fn gone(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

/// What the browser kept.
pub(super) fn token(request: &HttpRequest) -> Option<Secret<String>> {
    let cookie = request.cookie(NAME)?;
    (!cookie.value().is_empty()).then(|| Secret::new(cookie.value().to_owned()))
}

fn cookie(app: &App, value: String, lasts: Duration) -> Cookie<'static> {
    Cookie::build(NAME, value)
        .path(SESSION)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.config.is_https())
        .max_age(lasts)
        .finish()
}

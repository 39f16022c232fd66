//! Logging in and out, and what else gives somebody a session: the first admin's link, and invitations.
//!
//! Who asks has no viewer yet, so each of these checks a secret itself. No password, token or address is logged.

mod cookie;
mod invitations;
mod mine;
mod setup;

use actix_web::http::header::{CACHE_CONTROL, HeaderName, USER_AGENT};
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use shared::event::Actor;
use shared::ids::{AgentId, SessionId};
use shared::problem::{Code, Problem};
use shared::reads::{self as paths, LoggedIn, Login};

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::agent;
use crate::features::session::{self, Refreshed};
use crate::http::auth::not_logged_in;
use crate::http::origin::OurPage;
use crate::http::table::Table;
use crate::policy::{self, Viewer};
use crate::secret::Secret;

/// The routes of this file and of those below it.
pub fn routes(table: &mut Table<'_>) {
    table
        .post(paths::SESSION, log_in)
        .delete(paths::SESSION, log_out)
        .post(paths::REFRESH, refresh)
        .get(paths::SESSIONS, mine::list)
        .delete(&format!("{}/{{id}}", paths::SESSIONS), mine::end)
        .get(paths::SETUP, setup::state)
        .post(paths::SETUP, setup::make_admin)
        .post(&format!("{}/{{agent}}", paths::INVITATIONS), invitations::make)
        .get(paths::JOIN, invitations::show)
        .post(paths::JOIN, invitations::join);
}

/// Email and password make a session. An unknown address takes as long as a wrong password, and gets the same answer.
async fn log_in(
    app: Data<App>,
    request: HttpRequest,
    _: OurPage,
    login: Json<Login>,
) -> Result<HttpResponse> {
    let Login { email, password } = login.into_inner();
    let email = agent::normal_email(&email)?;
    if let Err(too_many) = app.limits.count(peer(&request), Some(&email)) {
        return Ok(too_many.response());
    }
    let known = app.store.read(move |conn| agent::rows::credentials(conn, &email)).await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let right = app.passwords.verify(Secret::new(password), hash).await?;
    let Some(known) = known.filter(|_| right) else { return Err(wrong_password().into()) };
    let (agent, before, browser) = (known.0, cookie::token(&app, &request), user_agent(&request));
    let (started, _) = app
        .write(Actor::Agent(agent), move |tx| {
            let before = before.as_ref().map(|before| before.expose().as_str());
            session::log_in(tx, &known, &browser, before)
        })
        .await?;
    let (session, token) = started.ok_or_else(wrong_password)?;
    note(agent, session, "password");
    logged_in(&app, agent, session, &token)
}

/// The refresh token gets an access token, by the rule of [`session`].
async fn refresh(app: Data<App>, request: HttpRequest, _: OurPage) -> Result<HttpResponse> {
    let Some(token) = cookie::token(&app, &request) else { return Ok(nobody(&app)) };
    let asked = token.clone();
    // Whoever makes tokens up does not get as far as the one writer.
    if !app.store.read(move |conn| session::is_token(conn, asked.expose())).await? {
        return Ok(nobody(&app));
    }
    let (refreshed, _) =
        app.write(Actor::System, move |tx| session::refresh(tx, token.expose())).await?;
    match refreshed {
        Refreshed::Good { agent, session, token } => logged_in(&app, agent, session, &token),
        Refreshed::Reused { agent, session } => {
            tracing::warn!(agent.id = %agent, session.id = %session,
                "a refresh token was used twice: somebody may have copied it; the session has ended");
            Ok(nobody(&app))
        }
        Refreshed::Over => Ok(nobody(&app)),
    }
}

/// Ends the session of the cookie, and that of the access token. Who has neither is logged out already.
async fn log_out(
    app: Data<App>,
    request: HttpRequest,
    _: OurPage,
    viewer: Result<Viewer>,
) -> Result<HttpResponse> {
    let viewer = match viewer {
        Ok(viewer) => Some(viewer),
        Err(Error::Refused(_)) => None,
        Err(fault) => return Err(fault),
    };
    let token = cookie::token(&app, &request);
    if viewer.is_some() || token.is_some() {
        let actor = viewer.as_ref().map_or(Actor::System, |viewer| Actor::Agent(viewer.agent));
        app.write(actor, move |tx| {
            if let Some(viewer) = viewer {
                tracing::info!(agent.id = %viewer.agent, session.id = %viewer.session, "logged out");
                session::end(tx, viewer.session, viewer.agent)?;
            }
            token.map_or(Ok(()), |token| session::end_by_token(tx, token.expose()))
        })
        .await?;
    }
    Ok(HttpResponse::NoContent().cookie(cookie::gone(&app)).finish())
}

/// Notes that somebody has logged in, and how.
fn note(agent: AgentId, session: SessionId, by: &'static str) {
    tracing::info!(agent.id = %agent, session.id = %session, by, "logged in");
}

/// What whoever has shown their secret gets.
fn logged_in(
    app: &App,
    agent: AgentId,
    session: SessionId,
    token: &Secret<String>,
) -> Result<HttpResponse> {
    let (access_token, expires) = app.tokens.issue(agent, session)?;
    let it = LoggedIn { access_token, expires, agent, session, now: app.clock.now() };
    Ok(HttpResponse::Ok()
        .cookie(cookie::holding(app, token))
        .insert_header(NOT_KEPT)
        .json(policy::to_holder(it)))
}

/// Nobody is logged in, and the browser needn't ask again.
fn nobody(app: &App) -> HttpResponse {
    let mut response = Error::Refused(not_logged_in()).error_response();
    response
        .add_cookie(&cookie::gone(app))
        .expect("a name and attributes of ours stand in a header");
    response
}

/// For what no cache may keep.
const NOT_KEPT: (HeaderName, &str) = (CACHE_CONTROL, "no-store");

fn wrong_password() -> Problem {
    Problem::new(Code::WrongPassword, "Email and password don't fit together.")
}

fn peer(request: &HttpRequest) -> Option<std::net::IpAddr> {
    request.peer_addr().map(|peer| peer.ip())
}

fn user_agent(request: &HttpRequest) -> String {
    let header = request.headers().get(USER_AGENT);
    header.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()).unwrap_or_default()
}

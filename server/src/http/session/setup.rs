//! `/api/setup`: whether the first admin is still to be made, and making them by the link that the server printed.

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse};
use shared::event::Actor;
use shared::problem::{Code, Problem};
use shared::reads::{Setup, SetupState};

use super::{logged_in, note, peer, user_agent};
use crate::app::App;
use crate::error::Result;
use crate::features::{agent, session};
use crate::http::origin::OurPage;
use crate::secret::Secret;
use crate::{password, setup};

/// For everyone: without it the web app couldn't know which page to show.
pub(super) async fn state(app: Data<App>) -> Result<Json<SetupState>> {
    let needed = app.store.read(setup::needed).await?;
    Ok(Json(SetupState { needed }))
}

/// The link makes one admin, who is logged in then.
pub(super) async fn make_admin(
    app: Data<App>,
    request: HttpRequest,
    _: OurPage,
    body: Json<Setup>,
) -> Result<HttpResponse> {
    if let Err(too_many) = app.limits.count(peer(&request), None) {
        return Ok(too_many.response());
    }
    let Setup { token, name, email, password } = body.into_inner();
    let asked = token.clone();
    // What costs time is done for nobody else.
    if !app.store.read(move |conn| setup::is_token(conn, &asked)).await? {
        return Err(expired().into());
    }
    agent::check_name("name", &name)?;
    let email = agent::normal_email(&email)?;
    password::check_new(&password, &name, &email)?;
    let hash = app.passwords.hash(Secret::new(password)).await?;
    let browser = user_agent(&request);
    let (made, _) = app
        .write(Actor::System, move |tx| {
            let Some(admin) = setup::first_admin(tx, &token, name, email, &hash)? else {
                return Ok(None);
            };
            let (session, refresh) = session::start(tx, admin, &browser)?;
            Ok(Some((admin, session, refresh)))
        })
        .await?;
    let (admin, session, refresh) = made.ok_or_else(expired)?;
    note(admin, session, "the link of the first start");
    logged_in(&app, admin, session, &refresh)
}

fn expired() -> Problem {
    let detail = "This link has been used or is too old. While there is no admin, the server prints a new one when it is started.";
    Problem::new(Code::LinkExpired, detail)
}

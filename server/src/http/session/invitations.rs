//! `/api/invitations` and `/api/join`: a link for a colleague, and the colleague who comes with it.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use shared::event::Actor;
use shared::ids::AgentId;
use shared::permission::Permission;
use shared::reads::{Invitation, Invited, Join};

use super::{NOT_KEPT, logged_in, note, peer, user_agent};
use crate::app::App;
use crate::error::Result;
use crate::features::invitation;
use crate::http::origin::OurPage;
use crate::password;
use crate::policy::{self, Viewer};
use crate::secret::Secret;
use crate::store::Tx;

/// `?token=…`
#[derive(Deserialize)]
pub(super) struct JoinQuery {
    token: String,
}

/// A link with which a colleague chooses a password. Earlier ones stop working.
pub(super) async fn make(
    app: Data<App>,
    viewer: Viewer,
    agent: Path<AgentId>,
) -> Result<HttpResponse> {
    viewer.require(Permission::Administer)?;
    let agent = agent.into_inner();
    let make = move |tx: &mut Tx<'_>| invitation::make(tx, agent);
    let ((token, expires), _) = app.write(Actor::Agent(viewer.agent), make).await?;
    tracing::info!(agent.id = %viewer.agent, invited.id = %agent, "made a link to choose a password");
    let link = format!("{}/join?token={}", app.config.public_url, token.expose());
    let it = viewer.own(Invitation { link, expires });
    Ok(HttpResponse::Ok().insert_header(NOT_KEPT).json(it))
}

/// Whom a link invites.
pub(super) async fn show(app: Data<App>, query: Query<JoinQuery>) -> Result<HttpResponse> {
    let (token, now) = (query.into_inner().token, app.clock.now());
    let agent = app.store.read(move |conn| invitation::find(conn, &token, now)).await?;
    let it = Invited { name: agent.name, email: agent.email.unwrap_or_default() };
    Ok(HttpResponse::Ok().insert_header(NOT_KEPT).json(policy::to_holder(it)))
}

/// The colleague chooses a password, and is logged in then.
pub(super) async fn join(
    app: Data<App>,
    request: HttpRequest,
    _: OurPage,
    body: Json<Join>,
) -> Result<HttpResponse> {
    if let Err(too_many) = app.limits.count(peer(&request), None) {
        return Ok(too_many.response());
    }
    let Join { token, password } = body.into_inner();
    let (asked, now) = (token.clone(), app.clock.now());
    let invited = app.store.read(move |conn| invitation::find(conn, &asked, now)).await?;
    password::check_new(&password, &invited.name, invited.email.as_deref().unwrap_or_default())?;
    let hash = app.passwords.hash(Secret::new(password)).await?;
    let (actor, browser) = (Actor::Agent(invited.id), user_agent(&request));
    let accept = move |tx: &mut Tx<'_>| invitation::accept(tx, &token, &hash, &browser);
    let ((agent, session, refresh), _) = app.write(actor, accept).await?;
    note(agent, session, "a link to choose a password");
    logged_in(&app, agent, session, &refresh)
}

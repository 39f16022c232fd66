//! `/api/sessions`: where I am logged in, and ending it there.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use shared::event::Actor;
use shared::ids::SessionId;
use shared::problem::Problem;
use shared::reads::Sessions;

use super::cookie;
use crate::app::App;
use crate::error::Result;
use crate::features::session;
use crate::policy::{Viewer, Visible};

/// Where I am logged in.
pub(super) async fn list(app: Data<App>, viewer: Viewer) -> Result<Json<Visible<Sessions>>> {
    let (agent, current, idle) = (viewer.agent, viewer.session, app.clock.now() - session::IDLE);
    let read = move |conn: &mut _| session::rows::list(conn, agent, current, idle);
    Ok(Json(viewer.own(app.store.read(read).await?)))
}

/// Ends one of mine. Those of others do not exist for me; an admin ends them by deactivating their agent.
pub(super) async fn end(
    app: Data<App>,
    viewer: Viewer,
    id: Path<SessionId>,
) -> Result<HttpResponse> {
    let (agent, id) = (viewer.agent, id.into_inner());
    app.write(Actor::Agent(agent), move |tx| {
        if !session::rows::live_of(tx.conn(), agent)?.contains(&id) {
            return Err(Problem::not_found("session").into());
        }
        session::end(tx, id, agent)
    })
    .await?;
    let mut response = HttpResponse::NoContent();
    if id == viewer.session {
        response.cookie(cookie::gone(&app));
    }
    Ok(response.finish())
}

//! Drafts in and out, for their author alone.

use actix_web::web::{Data, Json, Path};
use shared::draft::{Draft, Kept, Left};
use shared::event::Actor;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::features::{conversation, draft};
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// Mine.
pub async fn all(app: Data<App>, viewer: Viewer) -> Result<Json<Visible<Vec<Kept>>>> {
    let mine = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        Ok(viewer.own(draft::rows::all(conn, viewer.agent)?))
    });
    mine.await.map(Json)
}

/// What whoever answered before me was writing in a conversation that is mine now.
pub async fn left(
    app: Data<App>,
    viewer: Viewer,
    of: Path<ConversationId>,
) -> Result<Json<Visible<Option<Left>>>> {
    let of = of.into_inner();
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, of)? else { return Ok(None) };
        let left = conversation::hand_over::left(conn, &it, viewer.agent)?;
        Ok(Some(viewer.own(left)))
    });
    found.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

/// Keeps one.
pub async fn keep(
    app: Data<App>,
    viewer: Viewer,
    of: Path<ConversationId>,
    it: Json<Draft>,
) -> Result<Json<Visible<()>>> {
    viewer.require(Permission::Reply)?;
    let (of, it) = (of.into_inner(), it.into_inner());
    let actor = Actor::Agent(viewer.agent);
    let kept = app.write(actor, move |tx| {
        let viewer = auth::viewer_of(tx.conn(), viewer.session)?;
        draft::keep(tx, &viewer, of, &it)?;
        Ok(viewer.own(()))
    });
    kept.await.map(|(done, _)| Json(done))
}

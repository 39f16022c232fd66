//! Drafts in and out, for their author alone.

use actix_web::web::{Data, Json, Path};
use shared::draft::{Beside, Draft, Kept};
use shared::event::Actor;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::features::{conversation, draft, together};
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

/// What others write, or wrote, in a conversation, as far as it is for me.
pub async fn beside(
    app: Data<App>,
    viewer: Viewer,
    of: Path<ConversationId>,
) -> Result<Json<Visible<Beside>>> {
    let of = of.into_inner();
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, of)? else { return Ok(None) };
        let left = conversation::hand_over::left(conn, &it, viewer.agent)?;
        let mut open = together::rows::all(conn, of)?;
        open.retain(|(author, offered)| viewer.joins(*author, *offered).is_ok());
        let open = open.into_iter().map(|(author, _)| author).collect();
        Ok(Some(viewer.own(Beside { left, open })))
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
    viewer.require(Permission::Look)?;
    let (of, it) = (of.into_inner(), it.into_inner());
    let actor = Actor::Agent(viewer.agent);
    let kept = app.write(actor, move |tx| {
        let viewer = auth::viewer_of(tx.conn(), viewer.session)?;
        draft::keep(tx, &viewer, of, &it)?;
        Ok(viewer.own(()))
    });
    kept.await.map(|(done, _)| Json(done))
}

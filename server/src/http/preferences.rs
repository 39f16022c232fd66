//! How I like to work, for me alone.

use actix_web::web::{Data, Json};
use shared::event::Actor;
use shared::held::Preferences;

use crate::app::App;
use crate::error::Result;
use crate::features::agent::preferences;
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// Mine.
pub async fn show(app: Data<App>, viewer: Viewer) -> Result<Json<Visible<Preferences>>> {
    let mine = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        Ok(viewer.own(preferences::of(conn, viewer.agent)?))
    });
    mine.await.map(Json)
}

/// Changes them.
pub async fn set(
    app: Data<App>,
    viewer: Viewer,
    it: Json<Preferences>,
) -> Result<Json<Visible<()>>> {
    let (actor, it) = (Actor::Agent(viewer.agent), it.into_inner());
    let set = app.write(actor, move |tx| {
        let viewer = auth::viewer_of(tx.conn(), viewer.session)?;
        preferences::set(tx, viewer.agent, it)?;
        Ok(viewer.own(()))
    });
    set.await.map(|(done, _)| Json(done))
}

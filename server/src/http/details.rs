//! What is known of one message beside what it says.

use actix_web::web::{Data, Json, Path};
use shared::ids::{ConversationId, MessageId};
use shared::message::Details;
use shared::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::features::conversation;
use crate::features::message::{delivery, rows};
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// `GET /api/conversations/{id}/messages/{message}`
pub async fn show(
    app: Data<App>,
    viewer: Viewer,
    path: Path<(ConversationId, MessageId)>,
) -> Result<Json<Visible<Details>>> {
    let (of, id) = path.into_inner();
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, of)? else { return Ok(None) };
        let Some(message) = rows::find(conn, of, id)? else { return Ok(None) };
        let wamid = rows::wamid(conn, id)?.filter(|wamid| !wamid.starts_with("sha256:"));
        let steps = delivery::rows::steps::of(conn, message.id)?;
        Ok(viewer.details(it.scope(), Details { wamid, steps }))
    });
    found.await?.map(Json).ok_or_else(|| Problem::not_found("message").into())
}

//! The contact of a conversation, for the panel beside it.

use actix_web::web::{Data, Json, Path};
use shared::contact::Card;
use shared::ids::ConversationId;
use shared::problem::Problem;

use crate::app::App;
use crate::error::Result;
use crate::features::{contact, conversation};
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// So many of their conversations are shown.
const HISTORY: i64 = 50;

/// Who it is, and what else they had with us.
pub async fn card(
    app: Data<App>,
    viewer: Viewer,
    id: Path<ConversationId>,
) -> Result<Json<Visible<Card>>> {
    let id = id.into_inner();
    let card = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, id)? else { return Ok(None) };
        let details = contact::rows::details(conn, it.contact.id)?;
        let history = conversation::rows::with_contacts(conn, &viewer, &[it.contact.id], HISTORY)?;
        Ok(Some(viewer.card(Card { contact: it.contact, details, history })))
    });
    card.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

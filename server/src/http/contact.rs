//! The contact of a conversation, for the panel beside it.

use actix_web::web::{Data, Json, Path};
use shared::contact::Card;
use shared::handed::Handed;
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
        let all = contact::person::all_of(conn, it.contact.id)?;
        let root = all.first().copied().unwrap_or(it.contact.id);
        let details = contact::rows::details(conn, root)?;
        let history = conversation::rows::with_contacts(conn, &viewer, &all, HISTORY)?;
        let mut identities = vec![];
        for id in all {
            identities.extend(contact::rows::find(conn, id)?);
        }
        Ok(Some(viewer.card(Card { contact: it.contact, details, identities, history })))
    });
    card.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

/// What was shared with them and by them, in those of their conversations that the viewer sees.
pub async fn handed(
    app: Data<App>,
    viewer: Viewer,
    id: Path<ConversationId>,
) -> Result<Json<Visible<Handed>>> {
    let id = id.into_inner();
    let handed = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let Some(it) = conversation::rows::find(conn, &viewer, id)? else { return Ok(None) };
        let people = contact::person::all_of(conn, it.contact.id)?;
        let all = conversation::rows::with_contacts(conn, &viewer, &people, HISTORY)?;
        let all: Vec<ConversationId> = all.iter().map(|it| it.id).collect();
        // Made for this viewer, of what they see alone.
        Ok(Some(viewer.own(contact::handed::in_these(conn, &all)?)))
    });
    handed.await?.map(Json).ok_or_else(|| Problem::not_found("conversation").into())
}

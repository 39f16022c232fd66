//! Whether there is a conversation with a phone number, for who wants to begin one.

use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use shared::chat::Line;
use shared::ids::NumberId;

use crate::app::App;
use crate::error::Result;
use crate::features::conversation::begin;
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// With whom.
#[derive(Deserialize)]
pub struct ChatQuery {
    number: NumberId,
    phone: String,
}

/// What there is with this phone number.
pub async fn look(
    app: Data<App>,
    viewer: Viewer,
    query: Query<ChatQuery>,
) -> Result<Json<Visible<Line>>> {
    let ChatQuery { number, phone } = query.into_inner();
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        begin::look(conn, &viewer, number, &phone)
    });
    Ok(Json(found.await?))
}

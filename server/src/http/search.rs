//! One box for people and everything that was said.

use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use shared::search::Found;

use crate::app::App;
use crate::error::Result;
use crate::features::search;
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// `?q=…`, and from where to search on.
#[derive(Deserialize)]
pub struct SearchQuery {
    q: String,
    before: Option<i64>,
}

/// What there is with these words.
pub async fn search(
    app: Data<App>,
    viewer: Viewer,
    query: Query<SearchQuery>,
) -> Result<Json<Visible<Found>>> {
    let wanted = search::query::parse(&query.q)?;
    let before = query.before;
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        Ok(viewer.found(search::find(conn, &viewer, &wanted, before)?))
    });
    found.await.map(Json)
}

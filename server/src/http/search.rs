//! One box for people and everything that was said.

use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use shared::search::Found;

use crate::app::App;
use crate::error::Result;
use crate::features::search::{self, vocabulary::Vocabulary};
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
    let (wanted, before) = (query.0.q, query.0.before);
    let found = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        let vocabulary = Vocabulary::read(conn)?;
        let wanted = search::query::parse(&wanted, &vocabulary)?;
        Ok(viewer.found(search::find(conn, &viewer, &wanted, before)?))
    });
    found.await.map(Json)
}

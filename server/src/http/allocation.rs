//! What rules would do with a conversation that there could be.

use actix_web::web::{Data, Json};
use shared::allocation::trial::{Sample, Trial};

use crate::app::App;
use crate::error::Result;
use crate::features::allocation;
use crate::http::auth;
use crate::policy::{Viewer, Visible};

/// What would become of it now.
pub async fn trial(
    app: Data<App>,
    viewer: Viewer,
    sample: Json<Sample>,
) -> Result<Json<Visible<Trial>>> {
    let (sample, now) = (sample.into_inner(), app.clock.now());
    let it = app.store.snapshot(move |conn| {
        let viewer = auth::viewer_of(conn, viewer.session)?;
        viewer.trial(allocation::trial::of(conn, sample, now)?)
    });
    it.await.map(Json)
}

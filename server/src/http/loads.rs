//! How much each agent has to do: numbers alone, which everyone may know who gives work to others.

use actix_web::web::{Data, Json};
use shared::reads::Loads;

use crate::app::App;
use crate::error::Result;
use crate::features::conversation::load;
use crate::policy::{Viewer, Visible};

/// `GET /api/loads`
pub async fn all(app: Data<App>, viewer: Viewer) -> Result<Json<Visible<Loads>>> {
    Ok(Json(viewer.own(app.store.read(load::rows::all).await?)))
}

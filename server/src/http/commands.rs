//! `POST /api/commands`: the one endpoint for changes.

use actix_web::web::{Data, Json};
use shared::command::{Command, Done};

use crate::app::App;
use crate::error::Result;
use crate::policy::Viewer;

/// Does a command. Sent again with the same id, it is done once.
pub async fn execute(app: Data<App>, viewer: Viewer, command: Json<Command>) -> Result<Json<Done>> {
    app.execute(&viewer, command.into_inner()).await.map(Json)
}

//! Erases what was deleted long enough ago, then the files that nothing else has. Run again, it finds nothing to do.

use shared::event::Actor;
use shared::ids::ConversationId;
use shared::message::file::Hash;

use super::Outcome;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::conversation::{delete, rows};

pub(super) async fn run(app: &App, id: ConversationId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| delete::erase_when_due(tx, id)).await?;
    // It was deleted anew after this job was claimed.
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

pub(super) async fn drop_file(app: &App, hash: Hash) -> Result<Outcome> {
    if !app.store.read(move |conn| rows::erase::has_file(conn, hash)).await? {
        app.files.remove(hash).await.map_err(Error::fault)?;
    }
    Ok(Outcome::Done)
}

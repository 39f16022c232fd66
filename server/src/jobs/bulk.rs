//! Does a bulk action, a few conversations at a time: others come in between, and after a crash it goes on where it was.

use shared::event::Actor;
use shared::ids::BulkId;
use shared::time::Millis;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::bulk;

pub(super) async fn run(app: &App, id: BulkId) -> Result<Outcome> {
    let (more, _) = app.write(Actor::System, move |tx| bulk::go_on(tx, id)).await?;
    Ok(if more { Outcome::More(Millis(0)) } else { Outcome::Done })
}

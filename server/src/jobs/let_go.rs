//! Whoever has left follows nothing any more: a few conversations at a time. Run again, it finds nothing to do.

use shared::event::Actor;
use shared::ids::AgentId;
use shared::time::Millis;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::conversation::follow;

pub(super) async fn run(app: &App, agent: AgentId) -> Result<Outcome> {
    let (more, _) = app.write(Actor::System, move |tx| follow::left(tx, agent)).await?;
    Ok(if more { Outcome::More(Millis(0)) } else { Outcome::Done })
}

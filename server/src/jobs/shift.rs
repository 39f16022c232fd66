//! Does what follows when somebody's hours begin or end. Run again, or too early, it finds nothing to do.

use shared::event::Actor;
use shared::ids::AgentId;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::agent::shift;

pub(super) async fn run(app: &App, agent: AgentId) -> Result<Outcome> {
    app.write(Actor::System, move |tx| shift::turn(tx, agent)).await?;
    // When they begin or end next was promised with it.
    Ok(Outcome::Done)
}

//! Gives a conversation to who asked for it. Run again, or when somebody has said something, it finds nothing to do.

use shared::event::Actor;
use shared::ids::ConversationId;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::conversation::ask;

pub(super) async fn run(app: &App, id: ConversationId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| ask::cede_when_due(tx, id)).await?;
    // Somebody else asked after this job was claimed.
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

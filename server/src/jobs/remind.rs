//! Reminds of a window that is about to close. Run again, or when somebody has answered, it finds nothing to do.

use shared::event::Actor;
use shared::ids::ConversationId;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::conversation::remind;

pub(super) async fn run(app: &App, id: ConversationId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| remind::when_due(tx, id)).await?;
    // The customer wrote again after this job was claimed.
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

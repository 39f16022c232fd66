//! Brings a conversation back that was put off. Run again, or too late, it finds nothing to do.

use shared::event::Actor;
use shared::ids::ConversationId;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::conversation::snooze;

pub(super) async fn run(app: &App, id: ConversationId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| snooze::wake_when_due(tx, id)).await?;
    // Another time was chosen after this job was claimed.
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

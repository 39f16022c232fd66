//! Lets go of messages that wait. Run again, or too late, it finds nothing to do.

use shared::event::Actor;
use shared::ids::{ConversationId, MessageId};

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::features::held;

pub(super) async fn run(app: &App, id: MessageId, of: ConversationId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| held::release(tx, of, id)).await?;
    // Clocks of two nodes may differ a little.
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

//! Who of us is in a call whose sound is in this process: nobody hears or is heard who is not in its story.

use shared::call::Call;
use shared::ids::{AgentId, CallId};

use super::Line;
use crate::app::App;
use crate::error::Result;
use crate::features::call::rows;

/// Who is not in the call any more is neither heard nor hears. What the log says may be old by now: somebody may have come
/// back since.
pub(super) async fn follow(app: &App, call: &Call, line: &Line) -> Result<()> {
    if line.agents.keys().all(|who| call.has(*who)) {
        return Ok(());
    }
    part(app, call.id).await.map(drop)
}

/// The same, after a tab was let in: its call may have gone on without it meanwhile. Says whether it is in it.
pub(super) async fn check(app: &App, id: CallId, who: AgentId) -> Result<bool> {
    let now = part(app, id).await?;
    Ok(now.is_some_and(|call| call.has(who)))
}

async fn part(app: &App, id: CallId) -> Result<Option<Call>> {
    let found = app.store.read(move |conn| rows::find(conn, id)).await?;
    let Some((call, line)) = found.as_ref().zip(app.calls.line(id)) else { return Ok(found) };
    for (who, leg) in line.agents {
        if !call.has(who) {
            line.sound.detach(leg);
            app.calls.change(id, |line| {
                if line.agents.get(&who) == Some(&leg) {
                    line.agents.remove(&who);
                }
            });
        }
    }
    Ok(found)
}

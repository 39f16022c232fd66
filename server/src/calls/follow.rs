//! Follows the log, and does with the sound what it says of the calls that are here.

use std::sync::Arc;

use shared::call::{Call, Direction, Fact, Stage};
use shared::event::{Entity, Fact as AnyFact};
use shared::ids::CallId;

use super::{Line, ears, people, record};
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::call::rows;
use crate::store::log::Logged;

/// Lines of the log that are read at once.
const STEP: usize = 200;

/// Runs until the process stops.
pub async fn follow(app: App) {
    let (mut head, mut stopped) = (app.tail.head(), app.tail.stopped());
    let mut place = *head.borrow_and_update();
    loop {
        let over = tokio::select! {
            changed = head.changed() => changed.is_err(),
            _ = stopped.changed() => true,
        };
        if over {
            return app.calls.inner.recordings.end().await;
        }
        let until = *head.borrow_and_update();
        while place < until {
            let lines = match app.tail.after(place, STEP).await {
                Ok(lines) if !lines.is_empty() => lines,
                Ok(_) => break,
                Err(error) => {
                    tracing::error!(%error, "cannot read what became of calls; trying again");
                    break;
                }
            };
            for line in &lines {
                place = line.seq;
                if let Err(error) = obey(&app, line).await {
                    tracing::error!(%error, "the sound of a call did not follow");
                }
            }
        }
    }
}

async fn obey(app: &App, logged: &Arc<Logged>) -> Result<()> {
    let AnyFact::Call(id, fact) = &logged.body.fact else { return Ok(()) };
    let Some(line) = app.calls.line(*id) else { return Ok(()) };
    let mut calls = logged.body.changes.iter().filter_map(|it| match &it.after {
        Some(Entity::Call(call)) if call.id == *id => Some(call),
        _ => None,
    });
    let Some(call) = calls.next_back() else { return Ok(()) };
    match fact {
        Fact::Connected => return connect(app, *id, &line).await,
        Fact::Dialled { digits } => return line.sound.digits(digits).map_err(Error::fault),
        _ => {}
    }
    ears::follow(app, call, &line);
    people::follow(app, call, &line).await?;
    sound_as(app, call, &line).await;
    Ok(())
}

/// WhatsApp has told where a call of ours is to be heard.
async fn connect(app: &App, id: CallId, line: &Line) -> Result<()> {
    let known = app.store.read(move |conn| rows::line(conn, id)).await?;
    let Some(sdp) = known.and_then(|it| it.sdp) else { return Ok(()) };
    if let Err(error) = line.sound.answered(&sdp).await {
        tracing::warn!(%error, "what WhatsApp answered to a call can't be used");
        let why = "WhatsApp's answer could not be understood.".to_owned();
        return super::tell(app, id, super::Told::Failed(why)).await;
    }
    Ok(())
}

/// The sound is as the story says.
async fn sound_as(app: &App, call: &Call, line: &Line) {
    match &call.stage {
        Stage::Ended { .. } => {
            record::end(app, call.id).await;
            app.calls.close(call.id).await;
        }
        Stage::Talking { held, .. } => {
            if call.direction == Direction::Outgoing {
                record::begin(app, call.id, &line.sound).await;
                line.sound.open();
            }
            line.sound.hold(held.is_some());
        }
        Stage::Dialing { .. }
        | Stage::RingsThere { .. }
        | Stage::Ringing(_)
        | Stage::Waiting { .. } => {}
    }
}

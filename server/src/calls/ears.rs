//! A tab listens in on a call whose sound is in this process; by whom it is heard the log says.

use shared::call::{Call, Mode};
use shared::ids::{AgentId, CallId};

use super::{Line, join};
use crate::app::App;
use crate::error::Result;

/// Lets the sound of a tab listen in, in place of the one before. What to answer to the browser (SDP).
pub async fn listen(app: &App, id: CallId, who: AgentId, offer: &str) -> Result<String> {
    let line = join::wait(app, id).await?;
    let made = line.sound.listen(offer, sound::Listen::Listen).await;
    let (ear, answer) = made.map_err(join::refused)?;
    let mut before = None;
    app.calls.change(id, |line| before = line.ears.insert(who, ear));
    if let Some(before) = before {
        line.sound.leave(before);
    }
    Ok(answer)
}

/// Whoever listens in is heard as the story says; who has left hears no more.
pub(super) fn follow(app: &App, call: &Call, line: &Line) {
    for (who, ear) in &line.ears {
        if let Some(mode) = call.listens(*who) {
            line.sound.set_mode(*ear, of(mode));
        } else {
            line.sound.leave(*ear);
            app.calls.change(call.id, |line| {
                line.ears.remove(who);
            });
        }
    }
}

const fn of(mode: Mode) -> sound::Listen {
    match mode {
        Mode::Listen => sound::Listen::Listen,
        Mode::Whisper => sound::Listen::Whisper,
        Mode::Barge => sound::Listen::Barge,
    }
}

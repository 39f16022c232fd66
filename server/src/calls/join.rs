//! A tab joins a call whose sound is in this process.

use std::time::{Duration, Instant};

use shared::ids::{AgentId, CallId};
use shared::problem::{Code, Problem};

use super::{Line, people, record, tell};
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::call::{Told, rows};

/// How long to wait for a call that is just being set up.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often to look meanwhile.
const LOOK: Duration = Duration::from_millis(20);

/// Lets the sound of a tab in. What to answer to the browser (SDP).
pub async fn join(app: &App, id: CallId, who: AgentId, offer: &str) -> Result<String> {
    let line = wait(app, id).await?;
    let answer = attach(app, id, &line, who, offer).await?;
    if !people::check(app, id, who).await? {
        let words = "You are not in this call any more.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    if line.answer.is_some() && !line.accepted {
        app.calls.change(id, |line| line.accepted = true);
        app.spawn(accept(app.clone(), id, line));
    }
    Ok(answer)
}

/// Lets the sound of a tab in, in place of the one of theirs before.
pub(super) async fn attach(
    app: &App,
    id: CallId,
    line: &Line,
    who: AgentId,
    offer: &str,
) -> Result<String> {
    let before = line.agents.get(&who).copied();
    let (leg, answer) = line.sound.attach(offer, before).await.map_err(refused)?;
    let mut late = None;
    app.calls.change(id, |line| late = line.agents.insert(who, leg));
    if let Some(late) = late.filter(|late| Some(*late) != before) {
        // Two tabs of theirs at once: the later one has it.
        line.sound.detach(late);
    }
    Ok(answer)
}

/// Tells WhatsApp that one of us is there; only then sound may go to the customer.
async fn accept(app: App, id: CallId, line: Line) {
    let (Some(wacid), Some(answer)) = (line.wacid, line.answer) else { return };
    let accepted = app.whatsapp.accept(&line.number, &wacid, &answer);
    match tokio::join!(accepted, record::begin(&app, id, &line.sound)).0 {
        Ok(()) => line.sound.open(),
        Err(error) => {
            tracing::warn!(%error, "WhatsApp did not let us take a call");
            if let Err(error) = tell(&app, id, Told::Failed(error.words)).await {
                tracing::error!(%error, "cannot tell that a call failed");
            }
        }
    }
}

/// Which run of a node has the sound of a call. Whoever is quick answers before any has taken it.
pub async fn place(app: &App, id: CallId, mut known: Option<String>) -> Result<String> {
    let until = Instant::now() + PATIENCE;
    loop {
        match known {
            Some(run) => return Ok(run),
            None if Instant::now() > until => return Err(over().into()),
            None => tokio::time::sleep(LOOK).await,
        }
        let line = app.store.read(move |conn| rows::line(conn, id)).await?;
        known = line.and_then(|line| line.run);
    }
}

pub(super) async fn wait(app: &App, id: CallId) -> Result<Line> {
    let found = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(line) = app.calls.line(id) {
                return line;
            }
            tokio::time::sleep(LOOK).await;
        }
    });
    Ok(found.await.map_err(|_| over())?)
}

/// Why a tab is not let in.
pub(super) fn refused(error: sound::Error) -> Error {
    let problem = match error {
        sound::Error::Sdp(why) => {
            Problem::invalid("offer", format!("Your browser's offer can't be used: {why}"))
        }
        sound::Error::Closed => over(),
        sound::Error::TooMany => Problem::new(Code::Conflict, "Too many listen in already."),
        error => return Error::fault(error),
    };
    problem.into()
}

fn over() -> Problem {
    Problem::new(Code::Conflict, "This call is over.")
}

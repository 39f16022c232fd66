//! What is promised about calls: to set up their sound, to look where they ring, to tell WhatsApp that they are over.

use shared::call::Direction;
use shared::event::Actor;
use shared::ids::{AgentId, CallId};

use super::Outcome;
use crate::app::App;
use crate::calls;
use crate::error::{Error, Result};
use crate::features::call::{self, Told, rows};
use crate::features::number;

pub(super) async fn set_up(app: &App, id: CallId) -> Result<Outcome> {
    calls::set_up::set_up(app, id).await?;
    Ok(Outcome::Done)
}

/// Its sound could not be set up.
pub(super) async fn give_up(app: &App, id: CallId) -> Result<()> {
    let why = "It could not be set up because of a fault on our side.".to_owned();
    calls::tell(app, id, Told::Failed(why)).await
}

pub(super) async fn ring_on(app: &App, id: CallId) -> Result<Outcome> {
    let (left, _) = app.write(Actor::System, move |tx| call::ring_on(tx, id)).await?;
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

pub(super) async fn keep_recording(app: &App, id: CallId) -> Result<Outcome> {
    calls::record::keep(app, id).await?;
    Ok(Outcome::Done)
}

pub(super) async fn forget_recording(app: &App, id: CallId) -> Result<Outcome> {
    let forget = app.write(Actor::System, move |tx| call::recording::forget_when_due(tx, id));
    let (left, _) = forget.await?;
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

pub(super) async fn wrap_up(app: &App, id: CallId, agent: AgentId) -> Result<Outcome> {
    let end = app.write(Actor::System, move |tx| call::wrap_up::end_when_due(tx, id, agent));
    let (left, _) = end.await?;
    Ok(left.map_or(Outcome::Done, Outcome::More))
}

/// Tells WhatsApp, also where it may know: it asks for that (Cloud API Calling, terminate).
pub(super) async fn end(app: &App, id: CallId) -> Result<Outcome> {
    let known = app.store.read(move |conn| {
        let Some(line) = rows::line(conn, id)? else { return Ok(None) };
        let Some(call) = rows::find(conn, id)? else { return Ok(None) };
        let number = number::rows::find(conn, line.number)?;
        Ok(number.and_then(|number| Some((number, line.wacid?, call))))
    });
    let Some((number, wacid, call)) = known.await? else { return Ok(Outcome::Done) };
    let number = number.at_whatsapp();
    let terminate = call.answered.is_some() || call.direction == Direction::Outgoing;
    match app.whatsapp.end_call(&number, &wacid, terminate).await {
        Err(error) if error.retry() => Err(Error::Fault(anyhow::anyhow!(error.words))),
        // That it is over is what we wanted.
        Ok(()) | Err(_) => Ok(Outcome::Done),
    }
}

//! A call comes in: its sound is set up while it rings, so that the first word is heard. Until somebody takes it nothing is
//! sent, since WhatsApp would take that for an answer.

use std::collections::HashMap;

use shared::ids::CallId;

use super::{Line, tell};
use crate::app::App;
use crate::error::Result;
use crate::features::call::{Told, rows};
use crate::features::number;
use shared::event::Actor;

/// Takes the sound of a call, unless another process has.
pub async fn set_up(app: &App, id: CallId) -> Result<()> {
    let run = app.holder.run.clone();
    let (known, _) = app
        .write(Actor::System, move |tx| {
            let live = rows::find(tx.conn(), id)?.is_some_and(|call| call.live());
            if !live || !rows::take(&mut tx.bookkeeping(), id, &run)? {
                return Ok(None);
            }
            let Some(line) = rows::line(tx.conn(), id)? else { return Ok(None) };
            Ok(number::rows::find(tx.conn(), line.number)?.map(|number| (line, number)))
        })
        .await?;
    let Some((known, number)) = known else { return Ok(()) };
    let (Some(offer), Some(wacid)) = (known.sdp, known.wacid) else { return Ok(()) };
    let number = number.at_whatsapp();
    let (sound, answer) = match app.calls.exchange()?.incoming(&offer).await {
        Ok(made) => made,
        Err(error) => {
            tracing::warn!(%error, "a call can't be set up");
            let why = "What WhatsApp offered could not be understood.".to_owned();
            return tell(app, id, Told::Failed(why)).await;
        }
    };
    let line = Line {
        sound,
        number: number.clone(),
        wacid: Some(wacid.clone()),
        answer: Some(answer.clone()),
        agents: HashMap::new(),
        ears: HashMap::new(),
        accepted: false,
    };
    app.calls.keep(app, id, line);
    // Somebody may have hung up meanwhile, and nothing more would be said of it.
    let over = app.store.read(move |conn| rows::find(conn, id)).await?;
    if over.is_none_or(|call| !call.live()) {
        app.calls.close(id).await;
        return Ok(());
    }
    // It only makes the beginning faster: `accept` says the same, and is told if it is refused.
    if let Err(error) = app.whatsapp.pre_accept(&number, &wacid, &answer).await {
        tracing::info!(%error, "WhatsApp did not take the early answer to a call");
    }
    Ok(())
}

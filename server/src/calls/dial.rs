//! One of us calls a customer: their tab is let in first, so that they hear the customer from the first moment.

use std::collections::HashMap;

use shared::event::Actor;
use shared::ids::{AgentId, CallId, ConversationId};
use shared::problem::{Code, Problem};

use super::{Line, join, tell};
use crate::app::App;
use crate::error::Result;
use crate::features::call::{Told, rows};
use crate::features::{contact, number};
use crate::jobs::Job;
use crate::store::Conn;
use crate::whatsapp::{self, Recipient};

/// Calls the customer of a conversation. What to answer to the browser (SDP).
pub async fn dial(
    app: &App,
    id: CallId,
    at: ConversationId,
    who: AgentId,
    offer: &str,
) -> Result<String> {
    let done = begin(app, id, at, who, offer).await;
    if let Err(error) = &done {
        app.calls.close(id).await;
        tell(app, id, Told::Failed(error.to_string())).await?;
    }
    done
}

async fn begin(
    app: &App,
    id: CallId,
    at: ConversationId,
    who: AgentId,
    offer: &str,
) -> Result<String> {
    let (number, to) = app.store.read(move |conn| whom(conn, at)).await?;
    let (sound, ours) =
        app.calls.exchange()?.outgoing().await.map_err(crate::error::Error::fault)?;
    let line = Line {
        sound,
        number: number.clone(),
        wacid: None,
        answer: None,
        agents: HashMap::new(),
        ears: HashMap::new(),
        accepted: true,
    };
    app.calls.keep(app, id, line.clone());
    let answer = join::attach(app, id, &line, who, offer).await?;
    let called = app.whatsapp.call(&number, &to, &ours, &id.to_string()).await;
    let wacid = called.map_err(|error| Problem::new(Code::Conflict, error.words))?;
    app.calls.change(id, |line| line.wacid = Some(wacid.clone()));
    app.write(Actor::System, move |tx| {
        rows::name(&mut tx.bookkeeping(), id, &wacid)?;
        if rows::find(tx.conn(), id)?.is_some_and(|call| !call.live()) {
            // Hung up before WhatsApp answered.
            tx.promise(Job::EndCall { call: id });
        }
        Ok(())
    })
    .await?;
    Ok(answer)
}

/// Our number, and whom WhatsApp shall call from it.
pub fn whom(conn: &mut Conn, at: ConversationId) -> Result<(whatsapp::Number, Recipient)> {
    let nobody = || Problem::new(Code::Conflict, "WhatsApp gave no number or id to call.");
    let found = number::rows::of_conversation(conn, at)?.ok_or_else(nobody)?;
    let contact = crate::features::conversation::rows::contact(conn, at)?.ok_or_else(nobody)?;
    let known = contact::rows::find(conn, contact)?.ok_or_else(nobody)?;
    let phone = known.phone.clone().map(Recipient::Phone);
    let bsuid = contact::rows::bsuid(conn, contact)?.map(Recipient::Bsuid);
    let to = phone.or(bsuid).ok_or_else(nobody)?;
    let number = found.at_whatsapp();
    Ok((number, to))
}

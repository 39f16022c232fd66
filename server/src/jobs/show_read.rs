//! Tells WhatsApp that we have read, so that the customer sees blue ticks.

use shared::ids::{ConversationId, MessageId};

use super::Outcome;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::{message, number};
use crate::whatsapp;

pub(super) async fn run(app: &App, id: MessageId, conversation: ConversationId) -> Result<Outcome> {
    let known = app
        .store
        .read(move |conn| {
            let wamid = message::rows::wamid(conn, id)?;
            let number = number::rows::of_conversation(conn, conversation)?;
            Ok(wamid.zip(number))
        })
        .await?;
    // WhatsApp knows nothing of messages that came without its id.
    let Some((wamid, number)) = known.filter(|(wamid, _)| !wamid.starts_with("sha256:")) else {
        return Ok(Outcome::Done);
    };
    let number = number.at_whatsapp();
    match app.whatsapp.mark_read(&number, &wamid).await {
        Ok(()) => Ok(Outcome::Done),
        Err(error) if error.retry() => Err(Error::Fault(anyhow::anyhow!(error.words))),
        Err(whatsapp::ApiError { code, words, .. }) => {
            // A courtesy that WhatsApp declines, such as for a message older than 30 days.
            tracing::info!(code, words, "WhatsApp would not show that we have read");
            Ok(Outcome::Done)
        }
    }
}

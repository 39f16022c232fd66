//! Asks WhatsApp to bring us nothing from somebody, or to bring it again: whatever is wanted when its turn comes.

use shared::event::Actor;
use shared::ids::ConversationId;

use super::Outcome;
use crate::app::App;
use crate::error::{Error, Result};
use crate::features::contact::{block, person, rows};
use crate::features::{conversation, number};

/// What is said of who can't be named to WhatsApp.
const NO_NUMBER: &str = "WhatsApp blocks only by number, and this customer hides theirs.";

pub(super) async fn run(app: &App, id: ConversationId) -> Result<Outcome> {
    let known = app.store.read(move |conn| {
        let Some(contact) = conversation::rows::contact(conn, id)? else { return Ok(None) };
        let Some(own) = rows::find(conn, contact)? else { return Ok(None) };
        let contact = person::shown(conn, own).map(Some)?;
        Ok(contact.zip(number::rows::of_conversation(conn, id)?))
    });
    let Some((contact, number)) = known.await? else { return Ok(Outcome::Done) };
    let blocked = contact.about.blocked.is_some();
    let number = number.at_whatsapp();
    let declined = match &contact.phone {
        None => Some(NO_NUMBER.to_owned()),
        Some(phone) => match app.whatsapp.block(&number, phone, blocked).await {
            Ok(()) => None,
            Err(error) if error.retry() => {
                return Err(Error::Fault(anyhow::anyhow!(error.words)));
            }
            Err(error) => Some(error.words),
        },
    };
    app.write(Actor::System, move |tx| block::answered(tx, contact.id, declined)).await?;
    Ok(Outcome::Done)
}

/// WhatsApp could not be asked.
pub(super) async fn give_up(app: &App, id: ConversationId) -> Result<()> {
    let words = "WhatsApp could not be asked. Unblock and block them to try again.".to_owned();
    app.write(Actor::System, move |tx| match conversation::rows::contact(tx.conn(), id)? {
        Some(contact) => block::answered(tx, contact, Some(words)),
        None => Ok(()),
    })
    .await?;
    Ok(())
}

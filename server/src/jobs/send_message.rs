//! Hands a message to WhatsApp. What may have gone is never sent again by itself: its status tells, or a person.

use shared::event::Actor;
use shared::ids::{ContactId, MessageId};
use shared::message::{Content, Delivery, Failure, Message, Status};
use shared::time::Millis;

use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::Result;
use crate::features::message::delivery::{self, Word};
use crate::features::message::rows;
use crate::features::{contact, number};
use crate::store::jobs::Claim;
use crate::store::{Conn, Tx};
use crate::whatsapp::{self, Class, Recipient};

/// The shortest pause after a throttle: one message in six seconds to one customer (Cloud API, pair rate limit).
const THROTTLED: Millis = Millis::seconds(6);

/// Everything that WhatsApp has to be told.
struct Letter {
    number: number::rows::WithToken,
    contact: ContactId,
    to: Recipient,
    text: String,
    reply_to: Option<String>,
}

pub(super) async fn run(app: &App, id: MessageId, claim: &Claim) -> Result<Outcome> {
    let Some(letter) = begin(app, id).await? else { return Ok(Outcome::Done) };
    let number = whatsapp::Number {
        phone_number_id: letter.number.number.phone_number_id.clone(),
        token: letter.number.access_token.clone().into(),
    };
    let ours = id.to_string();
    let sent = app
        .whatsapp
        .send_text(&number, &letter.to, &letter.text, true, letter.reply_to.as_deref(), &ours)
        .await;
    conclude(app, id, letter, claim, sent).await
}

/// Notes that it is on its way, before it is: a crash from here on leaves its fate unknown, never doubled.
async fn begin(app: &App, id: MessageId) -> Result<Option<Letter>> {
    let (letter, _) = app
        .write(Actor::System, move |tx| {
            let Some(mut delivery) = delivery::rows::find(tx.conn(), id)? else { return Ok(None) };
            let now = tx.now();
            match delivery.status {
                Status::Queued => {}
                Status::Sending => {
                    delivery::set(
                        tx,
                        &mut delivery,
                        &Word { status: Status::Unknown, failure: None, at: now },
                    )?;
                    return Ok(None);
                }
                Status::Unknown
                | Status::Accepted
                | Status::Sent
                | Status::Delivered
                | Status::Read
                | Status::Played
                | Status::Failed => return Ok(None),
            }
            let Some(message) = rows::find(tx.conn(), delivery.conversation, id)? else {
                return Ok(None);
            };
            match letter(tx.conn(), &message)? {
                Ok(letter) => {
                    delivery::set(
                        tx,
                        &mut delivery,
                        &Word { status: Status::Sending, failure: None, at: now },
                    )?;
                    Ok(Some(letter))
                }
                Err(words) => {
                    fail(tx, &mut delivery, Failure { code: None, words })?;
                    Ok(None)
                }
            }
        })
        .await?;
    Ok(letter)
}

/// What to send, or why it can't be.
fn letter(conn: &mut Conn, message: &Message) -> Result<std::result::Result<Letter, String>> {
    let Some(it) = crate::features::conversation::rows::lock(conn, message.conversation)? else {
        return Ok(Err("The conversation is gone.".into()));
    };
    let Some(number) = number::rows::find(conn, it.number)? else {
        return Ok(Err("The number is gone.".into()));
    };
    let Content::Text { body } = &message.content else {
        return Ok(Err("Only text can be sent.".into()));
    };
    let to = match it.contact.phone {
        Some(phone) => Recipient::Phone(phone),
        None => match contact::rows::bsuid(conn, it.contact.id)? {
            Some(bsuid) => Recipient::Bsuid(bsuid),
            None => {
                return Ok(Err(
                    "WhatsApp gave neither a number nor an id for this customer.".into()
                ));
            }
        },
    };
    let reply_to = match message.reply_to.as_ref().and_then(|quote| quote.message) {
        Some(quoted) => rows::wamid(conn, quoted)?,
        None => None,
    };
    Ok(Ok(Letter { number, contact: it.contact.id, to, text: body.clone(), reply_to }))
}

async fn conclude(
    app: &App,
    id: MessageId,
    letter: Letter,
    claim: &Claim,
    sent: whatsapp::Outcome,
) -> Result<Outcome> {
    let again = claim.attempt < claim.job.tries();
    let attempt = claim.attempt;
    let (outcome, _) = app
        .write(Actor::System, move |tx| {
            let Some(mut delivery) = delivery::rows::find(tx.conn(), id)? else {
                return Ok(Outcome::Done);
            };
            let now = tx.now();
            let word = |status| Word { status, failure: None, at: now };
            // A status may have overtaken the answer.
            let waiting = delivery.status == Status::Sending;
            match sent {
                whatsapp::Outcome::Accepted { wamid, recipient } => {
                    contact::learn(tx, letter.contact, &recipient)?;
                    delivery::advance(tx, id, &word(Status::Accepted))?;
                    delivery::remember(tx, letter.number.number.id, id, &wamid)?;
                }
                whatsapp::Outcome::Refused { error } if waiting && error.retry() && again => {
                    delivery::set(tx, &mut delivery, &word(Status::Queued))?;
                    let pause = pause_after(attempt);
                    let pause =
                        if error.class == Class::Throttle { pause.max(THROTTLED) } else { pause };
                    return Ok(Outcome::Later(pause, error.words));
                }
                whatsapp::Outcome::NotSent { words } if waiting && again => {
                    delivery::set(tx, &mut delivery, &word(Status::Queued))?;
                    return Ok(Outcome::Later(pause_after(attempt), words));
                }
                whatsapp::Outcome::Refused { error } if waiting => {
                    fail(tx, &mut delivery, error.failure())?;
                }
                whatsapp::Outcome::NotSent { words } if waiting => {
                    fail(tx, &mut delivery, Failure { code: None, words })?;
                }
                whatsapp::Outcome::Unknown { .. } if waiting => {
                    delivery::set(tx, &mut delivery, &word(Status::Unknown))?;
                }
                whatsapp::Outcome::Refused { .. }
                | whatsapp::Outcome::NotSent { .. }
                | whatsapp::Outcome::Unknown { .. } => {}
            }
            Ok(Outcome::Done)
        })
        .await?;
    Ok(outcome)
}

fn fail(tx: &mut Tx<'_>, delivery: &mut Delivery, failure: Failure) -> Result<()> {
    let at = tx.now();
    delivery::set(tx, delivery, &Word { status: Status::Failed, failure: Some(failure), at })
}

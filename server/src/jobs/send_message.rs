//! Hands a message to WhatsApp; its file first, which sends nothing yet. What may have gone is never sent again by itself: its status tells, or a person.

mod hand_over;

use std::time::Duration;

use serde_json::{Value, json};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::{ContactId, MessageId};
use shared::message::{Content, Delivery, Failure, Message, SentAs, Status};
use shared::time::Millis;

use self::hand_over::{HandedOver, hand_over};
use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::Result;
use crate::features::message::delivery::{self, Word};
use crate::features::message::rows;
use crate::features::{contact, number};
use crate::store::jobs::{self, Claim};
use crate::store::{Conn, Tx};
use crate::whatsapp::client::interactive::as_interactive;
use crate::whatsapp::client::media::Attachment;
use crate::whatsapp::client::templates::as_template;
use crate::whatsapp::{self, Class, Recipient};

/// The shortest pause after a throttle: one message in six seconds to one customer (Cloud API, pair rate limit).
const THROTTLED: Millis = Millis::seconds(6);

/// How often noting an answer is tried, a second apart.
const NOTING: u32 = 60;

/// Everything that WhatsApp has to be told.
struct Letter {
    number: number::rows::WithToken,
    contact: ContactId,
    to: Recipient,
    what: What,
    reply_to: Option<String>,
}

/// What goes into it.
enum What {
    Text(String),
    File(Attachment),
    Made(&'static str, Value),
}

pub(super) async fn run(app: &App, id: MessageId, claim: &Claim) -> Result<Outcome> {
    let media = match hand_over(app, id, claim).await? {
        HandedOver::Nothing => None,
        HandedOver::As(media) => Some(media),
        HandedOver::Not(ended) => return Ok(ended),
    };
    let Some(letter) = begin(app, id, claim, media).await? else { return Ok(Outcome::Done) };
    let number = letter.number.at_whatsapp();
    let (ours, quoted) = (id.to_string(), letter.reply_to.as_deref());
    let (api, to) = (&app.whatsapp, &letter.to);
    let sent = match &letter.what {
        What::Text(text) => api.send_text(&number, to, text, true, quoted, &ours).await,
        What::File(file) => api.send_file(&number, to, file, quoted, &ours).await,
        What::Made(kind, made) => api.send_made(&number, to, (kind, made), quoted, &ours).await,
    };
    // The answer comes only once: noting it is worth some patience.
    let mut tries = 0;
    loop {
        match conclude(app, id, &letter, claim, sent.clone()).await {
            Err(error) if tries < NOTING => {
                tracing::warn!(%error, "cannot note what WhatsApp answered; trying again");
                tries += 1;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            ended => return ended,
        }
    }
}

/// Somebody has to look at it: it went nowhere, or nobody knows.
pub(super) async fn give_up(app: &App, id: MessageId) -> Result<()> {
    app.write(Actor::System, move |tx| {
        let Some((it, mut delivery)) = delivery::lock(tx, id)? else { return Ok(()) };
        let at = tx.now();
        match delivery.status {
            Status::Queued => {
                let words = "It could not be sent because of a fault on our side. Please retry.";
                fail(tx, &it, &mut delivery, Failure::ours(words))
            }
            Status::Sending => {
                let word = Word::of(Status::Unknown, at);
                delivery::set(tx, &it, &mut delivery, &word)
            }
            Status::Unknown
            | Status::Accepted
            | Status::Sent
            | Status::Delivered
            | Status::Read
            | Status::Played
            | Status::Failed => Ok(()),
        }
    })
    .await?;
    Ok(())
}

/// Notes that it is on its way, before it is: a crash from here on leaves its fate unknown, never doubled.
async fn begin(
    app: &App,
    id: MessageId,
    claim: &Claim,
    media: Option<String>,
) -> Result<Option<Letter>> {
    let claim = claim.clone();
    let (letter, _) = app
        .write(Actor::System, move |tx| {
            let Some((it, mut delivery)) = delivery::lock(tx, id)? else { return Ok(None) };
            if !jobs::holds(tx.conn(), &claim)? {
                return Ok(None);
            }
            let at = tx.now();
            let word = |status| Word::of(status, at);
            match delivery.status {
                Status::Queued => {}
                Status::Sending => {
                    delivery::set(tx, &it, &mut delivery, &word(Status::Unknown))?;
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
            let Some(message) = rows::find(tx.conn(), it.id, id)? else { return Ok(None) };
            match letter(tx.conn(), &it, &message, media)? {
                Ok(letter) => {
                    delivery::set(tx, &it, &mut delivery, &word(Status::Sending))?;
                    Ok(Some(letter))
                }
                Err(words) => {
                    fail(tx, &it, &mut delivery, Failure::ours(words))?;
                    Ok(None)
                }
            }
        })
        .await?;
    Ok(letter)
}

/// What to send, or why it can't be.
fn letter(
    conn: &mut Conn,
    it: &Conversation,
    message: &Message,
    media: Option<String>,
) -> Result<std::result::Result<Letter, String>> {
    if it.contact.about.blocked.is_some() {
        return Ok(Err("You blocked this customer before it was sent.".into()));
    }
    let Some(number) = number::rows::find(conn, it.number)? else {
        return Ok(Err("The number is gone.".into()));
    };
    let what = match (&message.content, SentAs::of_content(&message.content), media) {
        (Content::Text { body }, ..) => What::Text(body.clone()),
        (Content::Template(sent), file, media) if media.is_some() || file.is_none() => {
            What::Made("template", as_template(sent, media.as_deref()))
        }
        (Content::Reaction { target, emoji }, ..) => {
            let emoji = emoji.as_deref().unwrap_or_default();
            What::Made("reaction", json!({ "message_id": target, "emoji": emoji }))
        }
        (Content::Interactive(it), ..) => What::Made("interactive", as_interactive(it)),
        (Content::Template(_), ..) => {
            return Ok(Err("Its file is gone. Send the template again.".into()));
        }
        (_, Some((sent_as, file)), Some(id)) => What::File(Attachment {
            kind: sent_as.name(),
            id,
            caption: file.caption.clone(),
            filename: file.filename.clone(),
            voice: file.voice,
        }),
        _ => return Ok(Err("This can't be sent.".into())),
    };
    let bsuid = contact::rows::bsuid(conn, it.contact.id)?;
    let phone = it.contact.phone.clone().map(Recipient::Phone);
    let Some(to) = phone.or_else(|| bsuid.map(Recipient::Bsuid)) else {
        return Ok(Err("WhatsApp gave neither a number nor an id for this customer.".into()));
    };
    let reacts = matches!(message.content, Content::Reaction { .. });
    let reply_to = match message.reply_to.as_ref().and_then(|quote| quote.message) {
        // It names its message itself.
        _ if reacts => None,
        Some(quoted) => rows::wamid(conn, quoted)?.filter(|wamid| !wamid.starts_with("sha256:")),
        None => None,
    };
    Ok(Ok(Letter { number, contact: it.contact.id, to, what, reply_to }))
}

async fn conclude(
    app: &App,
    id: MessageId,
    letter: &Letter,
    claim: &Claim,
    sent: whatsapp::Outcome,
) -> Result<Outcome> {
    let (number, contact) = (letter.number.number.id, letter.contact);
    let (again, attempt) = (claim.attempt < claim.job.tries(), claim.attempt);
    let (outcome, _) = app
        .write(Actor::System, move |tx| {
            let Some((it, mut delivery)) = delivery::lock(tx, id)? else {
                return Ok(Outcome::Done);
            };
            let at = tx.now();
            let word = |status| Word::of(status, at);
            // A status may have overtaken the answer.
            let waiting = delivery.status == Status::Sending;
            match sent {
                whatsapp::Outcome::Accepted { wamid, recipient } => {
                    contact::learn(tx, contact, &recipient)?;
                    delivery::advance(tx, id, &word(Status::Accepted))?;
                    delivery::remember(tx, number, id, &wamid)?;
                }
                whatsapp::Outcome::Refused { error } if waiting && error.retry() && again => {
                    delivery::set(tx, &it, &mut delivery, &word(Status::Queued))?;
                    let pause = pause_after(attempt);
                    let throttled = error.class == Class::Throttle;
                    let pause = if throttled { pause.max(THROTTLED) } else { pause };
                    return Ok(Outcome::Later(pause, error.words));
                }
                whatsapp::Outcome::NotSent { words } if waiting && again => {
                    delivery::set(tx, &it, &mut delivery, &word(Status::Queued))?;
                    return Ok(Outcome::Later(pause_after(attempt), words));
                }
                whatsapp::Outcome::Refused { error } if waiting => {
                    // If it was its file that WhatsApp did not like, another try hands it over anew.
                    hand_over::forget(tx, &it, id)?;
                    fail(tx, &it, &mut delivery, error.failure())?;
                }
                whatsapp::Outcome::NotSent { words } if waiting => {
                    fail(tx, &it, &mut delivery, Failure::ours(words))?;
                }
                whatsapp::Outcome::Unknown { .. } if waiting => {
                    delivery::set(tx, &it, &mut delivery, &word(Status::Unknown))?;
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

fn fail(tx: &mut Tx<'_>, it: &Conversation, delivery: &mut Delivery, why: Failure) -> Result<()> {
    let at = tx.now();
    delivery::set(tx, it, delivery, &Word { failure: Some(why), ..Word::of(Status::Failed, at) })
}

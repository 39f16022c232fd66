//! What is said in a thread: received, sent, tried again.

pub mod delivery;
pub mod file;
mod forward;
mod reaction;
pub mod rows;
mod template;

use shared::conversation::{Conversation, Fact as Moved, Preview, Status as Open, WINDOW};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::MessageId;
use shared::message::interactive;
use shared::message::{Action, Author, Content, Delivery, Fact, Message, Quote, Status, TEXT_MAX};
use shared::number::{Number, ReadReceipts};
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use super::{activity, conversation, number, upload};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;

/// What the customer, or somebody of us in the WhatsApp Business app, said.
pub struct Received {
    /// WhatsApp's id.
    pub wamid: String,
    /// The customer, the business app, or WhatsApp.
    pub author: Author,
    /// What was said.
    pub content: Content,
    /// WhatsApp's id of what it answers.
    pub reply_to: Option<String>,
    /// By WhatsApp's time.
    pub at: Timestamp,
    /// Whether we may write freely for a day from then.
    pub opens_window: bool,
    /// As WhatsApp sent it, when we can't show all of it.
    pub raw: Option<String>,
}

/// Does what a command asks in a thread.
pub fn handle(tx: &mut Tx<'_>, it: Conversation, action: Action) -> Result<()> {
    match action {
        Action::Send { id, text, reply_to } => {
            check_text(&text)?;
            send(tx, it, id, Content::Text { body: text }, reply_to)
        }
        Action::SendFile { id, upload, caption, voice, reply_to } => {
            // What is sent already is asked for again, and its upload may be forgotten by then.
            if rows::find(tx.conn(), it.id, id)?.is_some() {
                return Ok(());
            }
            let content = upload::content(tx, upload, caption, voice)?;
            send(tx, it, id, content, reply_to)
        }
        Action::SendTemplate { id, template, values, file } => {
            if rows::find(tx.conn(), it.id, id)?.is_some() {
                return Ok(());
            }
            let content = template::content(tx, &it, &template, &values, file)?;
            send(tx, it, id, content, None)
        }
        Action::SendInteractive { id, interactive, reply_to } => {
            let interactive = interactive.trimmed();
            if let Some(interactive::Wrong { field, words }) =
                interactive.wrongs().into_iter().next()
            {
                return Err(Problem::invalid(&field, words).into());
            }
            send(tx, it, id, Content::Interactive(Box::new(interactive)), reply_to)
        }
        Action::Forward { id, of, message } => forward::forward(tx, it, id, of, message),
        Action::React { id, target, emoji } => reaction::react(tx, it, id, target, emoji),
        Action::Retry { id } => retry(tx, &it, id),
        Action::FetchFile { id } => file::fetch_again(tx, &it, id),
    }
}

/// Puts into its thread what WhatsApp delivered. What is there already changes nothing.
pub fn receive(
    tx: &mut Tx<'_>,
    number: &Number,
    mut it: Conversation,
    new: Received,
) -> Result<()> {
    if rows::id_of(tx.conn(), number.id, &new.wamid)?.is_some() {
        return Ok(());
    }
    let about = match &new.content {
        Content::Reaction { target, .. } => Some(target.clone()),
        _ => new.reply_to,
    };
    let message = Message {
        id: MessageId(tx.ulid()),
        conversation: it.id,
        author: new.author,
        reply_to: quote(tx, number, about.as_deref())?,
        content: file::as_received(new.content),
        at: new.at,
        arrived: tx.now(),
        version: 1,
    };
    let row = rows::Stored {
        message: message.clone(),
        number: number.id,
        wamid: Some(new.wamid),
        raw: new.raw,
    };
    let scope = it.scope();
    if message.author == Author::Contact && speaks(&message.content) {
        conversation::snooze::wake(tx, &mut it)?;
    }
    let closed = it.status == Open::Closed;
    let back = closed.then(|| activity::of(tx, &it, Moved::Reopened));
    let received = tx
        .happened(AnyFact::Message(Fact::Received { message: message.id }))
        .create_in(scope, &row)?
        .change(&mut it, |it| take_in(it, &message, new.opens_window))?;
    if let Some(back) = back.filter(|_| it.status == Open::Open) {
        received.create_in(scope, &back)?;
    }
    file::fetch(tx, &message);
    Ok(())
}

/// What a message does to its conversation.
fn take_in(it: &mut Conversation, message: &Message, opens_window: bool) {
    show_last(it, message);
    match message.author {
        Author::Contact if speaks(&message.content) => {
            it.unread += 1;
            it.status = Open::Open;
            it.waiting_since =
                Some(it.waiting_since.map_or(message.at, |since| since.min(message.at)));
        }
        // One that comes late has not answered what the customer wrote since.
        Author::Phone if it.last.as_ref().is_some_and(|last| last.message == message.id) => {
            it.waiting_since = None;
            it.unread = 0;
        }
        Author::Contact | Author::Agent(_) | Author::Phone | Author::System => {}
    }
    if opens_window {
        let until = Timestamp::from_seconds(message.at.seconds()) + WINDOW;
        it.window_until = Some(it.window_until.map_or(until, |known| known.max(until)));
    }
}

/// Whether somebody should look at it: taking a reaction back is nothing to answer.
const fn speaks(content: &Content) -> bool {
    !matches!(content, Content::Reaction { emoji: None, .. } | Content::System { .. })
}

fn show_last(it: &mut Conversation, message: &Message) {
    if it.last.as_ref().is_none_or(|last| (last.at, last.message) < message.place()) {
        it.last = Some(Preview {
            message: message.id,
            text: message.content.preview(),
            outgoing: message.outgoing(),
            at: message.at,
        });
        it.active_at = it.active_at.max(message.at);
    }
}

fn send(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    id: MessageId,
    content: Content,
    to: Option<MessageId>,
) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can answer.").into());
    };
    if rows::find(tx.conn(), it.id, id)?.is_some() {
        return Ok(());
    }
    check_window(tx, &it, &content)?;
    let number = number::rows::get(tx.conn(), it.number)?;
    let reply_to = match to {
        None => None,
        Some(quoted) => Some(quote_of(tx, &it, quoted)?),
    };
    // Never above what the agent saw, also when WhatsApp's clock is ahead of ours.
    let at = it.last.as_ref().map_or(tx.now(), |last| tx.now().max(last.at + Millis(1)));
    let (arrived, author) = (tx.now(), Author::Agent(me));
    let message =
        Message { id, conversation: it.id, author, content, reply_to, at, arrived, version: 1 };
    if number.read_receipts == ReadReceipts::OnReply && it.waiting_since.is_some() {
        conversation::show_read(tx, &it)?;
    }
    let row = rows::Stored { message: message.clone(), number: number.id, wamid: None, raw: None };
    let delivery = Delivery {
        message: id,
        conversation: it.id,
        status: Status::Queued,
        failure: None,
        at: tx.now(),
        version: 1,
    };
    let scope = it.scope();
    tx.happened(AnyFact::Message(Fact::Sent { message: id }))
        .create_in(scope, &row)?
        .create_in(scope, &delivery)?
        .change(&mut it, |it| {
            show_last(it, &message);
            // An emoji is no answer: whoever waits for one still does.
            if !matches!(message.content, Content::Reaction { .. }) {
                it.waiting_since = None;
                it.unread = 0;
            }
        })?;
    tx.promise(Job::SendMessage { message: id, conversation: it.id });
    Ok(())
}

fn retry(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<()> {
    let Some(mut delivery) =
        delivery::rows::find(tx.conn(), id)?.filter(|delivery| delivery.conversation == it.id)
    else {
        return Err(Problem::not_found("message").into());
    };
    if !matches!(delivery.status, Status::Failed | Status::Unknown) {
        return Ok(());
    }
    if let Some(message) = rows::find(tx.conn(), it.id, id)? {
        check_window(tx, it, &message.content)?;
    }
    let now = tx.now();
    tx.happened(AnyFact::Message(Fact::Retried { message: id })).change_in(
        it.scope(),
        &mut delivery,
        |delivery| {
            delivery.status = Status::Queued;
            delivery.failure = None;
            delivery.at = now;
        },
    )?;
    tx.promise(Job::SendMessage { message: id, conversation: it.id });
    Ok(())
}

fn check_text(text: &str) -> Result<()> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(Problem::invalid("text", "There is nothing to send.").into());
    }
    if length > TEXT_MAX {
        let detail = format!(
            "WhatsApp takes at most {TEXT_MAX} characters in a message; this has {length}."
        );
        return Err(Problem::invalid("text", detail).into());
    }
    Ok(())
}

fn check_window(tx: &Tx<'_>, it: &Conversation, content: &Content) -> Result<()> {
    if it.window_open(tx.now()) || matches!(content, Content::Template(_)) {
        return Ok(());
    }
    let detail = "The customer's last message is more than 24 hours ago. WhatsApp takes only approved templates now; \
                  you can write freely again as soon as they answer.";
    Err(Problem::new(Code::WindowClosed, detail).into())
}

/// The quote of a message that WhatsApp names.
fn quote(tx: &mut Tx<'_>, number: &Number, wamid: Option<&str>) -> Result<Option<Quote>> {
    let Some(wamid) = wamid else { return Ok(None) };
    let known = rows::by_wamid(tx.conn(), number.id, wamid)?;
    Ok(Some(
        known.map_or(Quote { message: None, preview: None, outgoing: None }, |it| as_quote(&it)),
    ))
}

/// The quote of a message that an agent answers.
fn quote_of(tx: &mut Tx<'_>, it: &Conversation, quoted: MessageId) -> Result<Quote> {
    let quoted = rows::find(tx.conn(), it.id, quoted)?;
    quoted
        .map(|it| as_quote(&it))
        .ok_or_else(|| Problem::invalid("reply_to", "This message is not in this chat.").into())
}

fn as_quote(it: &Message) -> Quote {
    Quote {
        message: Some(it.id),
        preview: Some(it.content.preview()),
        outgoing: Some(it.outgoing()),
    }
}

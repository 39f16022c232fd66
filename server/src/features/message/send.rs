//! Everything of ours that goes out: checked, held for as long as its author may take it back, said once, tried again.

use shared::answer::Seen;
use shared::conversation::Conversation;
use shared::event::{Actor, Fact as AnyFact};
use shared::held::Held;
use shared::ids::{AgentId, MessageId};
use shared::message::{Author, Content, Delivery, Fact, Failure, Message, Quote, Status, TEXT_MAX};
use shared::number::ReadReceipts;
use shared::problem::{Code, Problem};
use shared::time::Timestamp;

use super::{delivery, quote, rows, show_last};
use crate::error::Result;
use crate::features::{answer, contact, conversation, held, number};
use crate::jobs::Job;
use crate::store::Tx;

/// What somebody of us says.
pub struct Said {
    /// Made by the sender: the same id twice is the same message.
    pub id: MessageId,
    /// Who says it.
    pub author: AgentId,
    /// What it says.
    pub content: Content,
    /// What it answers.
    pub reply_to: Option<Quote>,
}

/// Says it, or holds it for as long as its author wants to be able to take it back. Templates and emojis go at once, after
/// what is held.
pub(super) fn send(
    tx: &mut Tx<'_>,
    it: Conversation,
    id: MessageId,
    what: (Content, Option<MessageId>),
    seen: Option<&Seen>,
) -> Result<()> {
    let Some(said) = said(tx, &it, id, what)? else { return Ok(()) };
    check_window(tx, &it, &said.content)?;
    answer::check(tx, &it, seen)?;
    if matches!(said.content, Content::Template(_)) {
        let it = held::flush(tx, it, said.author)?;
        return say(tx, it, said, None, None);
    }
    if matches!(said.content, Content::Reaction { .. }) {
        return say(tx, it, said, None, None);
    }
    match held::until(tx, said.author, &it)? {
        Some(due) => held::hold(tx, it, said, due),
        None => say(tx, it, said, None, None),
    }
}

/// Keeps it for a time that its author chose; whether they may write freely is asked then.
pub(super) fn schedule(
    tx: &mut Tx<'_>,
    it: &Conversation,
    id: MessageId,
    what: (Content, Option<MessageId>),
    (due, unless_reply): (Timestamp, bool),
    seen: Option<&Seen>,
) -> Result<()> {
    let Some(said) = said(tx, it, id, what)? else { return Ok(()) };
    answer::check(tx, it, seen)?;
    held::schedule(tx, it, said, due, unless_reply)
}

/// What is to be said, unless it was, or waits already.
fn said(
    tx: &mut Tx<'_>,
    it: &Conversation,
    id: MessageId,
    (content, to): (Content, Option<MessageId>),
) -> Result<Option<Said>> {
    let Actor::Agent(author) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can answer.").into());
    };
    if known(tx, it, id)? {
        return Ok(None);
    }
    let reply_to = to.map(|quoted| quote::chosen(tx, it, quoted)).transpose()?;
    Ok(Some(Said { id, author, content, reply_to }))
}

/// Whether it was said, or waits already. What it was made of may be forgotten by then.
pub(super) fn known(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<bool> {
    Ok(rows::find(tx.conn(), it.id, id)?.is_some()
        || held::rows::find(tx.conn(), it.id, id)?.is_some())
}

/// Says it: from here on it is a message, and what held it is over. With a failure it stands there and is not sent.
pub fn say(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    said: Said,
    held: Option<Held>,
    failure: Option<Failure>,
) -> Result<()> {
    let number = number::rows::get(tx.conn(), it.number)?;
    let sent = failure.is_none();
    let Said { id, author, content, reply_to } = said;
    let message = message(tx, &it, (id, Author::Agent(author)), content, reply_to);
    if sent && number.read_receipts == ReadReceipts::OnReply && it.waiting_since.is_some() {
        conversation::show_read(tx, &it)?;
    }
    let (row, delivery) = stored(&it, &message, failure);
    let scope = it.scope();
    let answers = sent && !matches!(message.content, Content::Reaction { .. });
    // Who holds it for a moment has answered already.
    let news = answers && held.as_ref().is_none_or(Held::scheduled);
    let mut recording = tx
        .happened(AnyFact::Message(Fact::Sent { message: id }))
        .create_in(scope.clone(), &row)?
        .create_in(scope.clone(), &delivery)?;
    if let Some(mut held) = held {
        recording = recording.change_in(scope, &mut held, held::over)?;
    }
    let mut recording = recording.change(&mut it, |it| {
        show_last(it, &message);
        // An emoji is no answer, nor what was not sent: whoever waits for one still does.
        if answers {
            it.answered();
        }
    })?;
    if news {
        answer::rows::note(&mut recording.writer(), &it, id)?;
    }
    if sent {
        tx.promise(Job::SendMessage { message: id, conversation: it.id });
    }
    Ok(())
}

/// Says something by itself. It answers nobody: who waits for one of us still does.
pub fn automatic(tx: &mut Tx<'_>, mut it: Conversation, text: String) -> Result<()> {
    let (id, content) = (MessageId(tx.ulid()), Content::Text { body: text });
    let message = message(tx, &it, (id, Author::Automatic), content, None);
    let ((row, delivery), scope) = (stored(&it, &message, None), it.scope());
    tx.happened(AnyFact::Message(Fact::Sent { message: id }))
        .create_in(scope.clone(), &row)?
        .create_in(scope, &delivery)?
        .change(&mut it, |it| show_last(it, &message))?;
    tx.promise(Job::SendMessage { message: id, conversation: it.id });
    Ok(())
}

fn message(
    tx: &Tx<'_>,
    it: &Conversation,
    (id, author): (MessageId, Author),
    content: Content,
    reply_to: Option<Quote>,
) -> Message {
    let now = tx.now();
    let (conversation, at, arrived) = (it.id, it.below(now), now);
    Message { id, conversation, author, content, reply_to, at, arrived, version: 1 }
}

/// As it is kept, with what becomes of it: with a failure it stands there and is not sent.
fn stored(
    it: &Conversation,
    message: &Message,
    failure: Option<Failure>,
) -> (rows::Stored, Delivery) {
    let (message, number) = (message.clone(), it.number);
    let status = if failure.is_none() { Status::Queued } else { Status::Failed };
    let (id, at) = (message.id, message.arrived);
    let delivery = Delivery { message: id, conversation: it.id, status, failure, at, version: 1 };
    (rows::Stored { message, number, wamid: None, raw: None, quoted: None }, delivery)
}

/// Tries again what failed, or what nobody knows of.
pub(super) fn retry(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<()> {
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

/// Refuses a text that WhatsApp would not take.
pub fn check_text(field: &str, text: &str) -> Result<()> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(Problem::invalid(field, "There is nothing to send.").into());
    }
    if length > TEXT_MAX {
        let detail = format!(
            "WhatsApp takes at most {TEXT_MAX} characters in a message; this has {length}."
        );
        return Err(Problem::invalid(field, detail).into());
    }
    Ok(())
}

/// Refuses what WhatsApp would not take after the customer has been silent for a day.
pub fn check_window(tx: &Tx<'_>, it: &Conversation, content: &Content) -> Result<()> {
    contact::guard::check(it)?;
    if it.window_open(tx.now()) || matches!(content, Content::Template(_)) {
        return Ok(());
    }
    let detail = "The customer's last message is more than 24 hours ago. WhatsApp takes only approved templates now; \
                  you can write freely again as soon as they answer.";
    Err(Problem::new(Code::WindowClosed, detail).into())
}

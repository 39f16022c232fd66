//! What is said in a thread: received, sent, tried again.

pub mod delivery;
pub mod file;
mod forward;
mod quote;
mod reaction;
pub mod rows;
pub mod send;
pub mod template;

use shared::answer::Seen;
use shared::conversation::{Conversation, Fact as Moved, Preview, Status as Open, WINDOW};
use shared::event::Fact as AnyFact;
use shared::ids::MessageId;
use shared::message::interactive;
use shared::message::{Action, Author, Content, Fact, Message};
use shared::number::Number;
use shared::problem::Problem;
use shared::source::Ad;
use shared::time::Timestamp;

use super::{activity, allocation, answer, conversation, held, upload};
use crate::error::Result;
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
    /// The advertisement through which the customer came.
    pub ad: Option<Ad>,
    /// As WhatsApp sent it, when we can't show all of it.
    pub raw: Option<String>,
}

/// Does what a command asks in a thread.
pub fn handle(
    tx: &mut Tx<'_>,
    it: Conversation,
    action: Action,
    seen: Option<&Seen>,
) -> Result<()> {
    match action {
        Action::Send { id, text, reply_to } => {
            send::check_text("text", &text)?;
            send::send(tx, it, id, (Content::Text { body: text }, reply_to), seen)
        }
        Action::Schedule { id, text, reply_to, due, unless_reply } => {
            send::check_text("text", &text)?;
            let content = Content::Text { body: text };
            send::schedule(tx, &it, id, (content, reply_to), (due, unless_reply), seen)
        }
        Action::ScheduleFile { id, upload, caption, voice, reply_to, due, unless_reply } => {
            if send::known(tx, &it, id)? {
                return Ok(());
            }
            let content = upload::content(tx, upload, caption, voice)?;
            send::schedule(tx, &it, id, (content, reply_to), (due, unless_reply), seen)
        }
        Action::ScheduleTemplate { id, template, values, file, due, unless_reply } => {
            if send::known(tx, &it, id)? {
                return Ok(());
            }
            let content = template::content(tx, &it, &template, &values, file)?;
            send::schedule(tx, &it, id, (content, None), (due, unless_reply), seen)
        }
        Action::Reschedule { id, due } => held::reschedule(tx, &it, id, due),
        Action::Withdraw { id } => held::withdraw(tx, &it, id),
        Action::SendNow { id } => held::send_now(tx, it, id, seen),
        Action::SendFile { id, upload, caption, voice, reply_to } => {
            // What is sent already is asked for again, and its upload may be forgotten by then.
            if rows::find(tx.conn(), it.id, id)?.is_some() {
                return Ok(());
            }
            let content = upload::content(tx, upload, caption, voice)?;
            send::send(tx, it, id, (content, reply_to), seen)
        }
        Action::SendTemplate { id, template, values, file } => {
            if rows::find(tx.conn(), it.id, id)?.is_some() {
                return Ok(());
            }
            let content = template::content(tx, &it, &template, &values, file)?;
            send::send(tx, it, id, (content, None), seen)
        }
        Action::SendInteractive { id, interactive, reply_to } => {
            let interactive = interactive.trimmed();
            if let Some(interactive::Wrong { field, words }) =
                interactive.wrongs().into_iter().next()
            {
                return Err(Problem::invalid(&field, words).into());
            }
            let content = Content::Interactive(Box::new(interactive));
            send::send(tx, it, id, (content, reply_to), seen)
        }
        Action::Forward { id, of, message } => forward::forward(tx, it, id, of, message),
        Action::React { id, target, emoji } => reaction::react(tx, it, id, target, emoji),
        Action::Retry { id } => send::retry(tx, &it, id),
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
    let (reply_to, quoted) = quote::named(tx, number, about)?;
    let message = Message {
        id: MessageId(tx.ulid()),
        conversation: it.id,
        author: new.author,
        reply_to,
        content: file::as_received(new.content),
        at: new.at,
        arrived: tx.now(),
        version: 1,
    };
    let row = rows::Stored {
        message: message.clone(),
        number: number.id,
        wamid: Some(new.wamid.clone()),
        raw: new.raw,
        quoted,
    };
    // Whoever writes is seen: a deleted conversation is there again.
    conversation::delete::come_back(tx, &mut it)?;
    let scope = it.scope();
    if message.author == Author::Contact && speaks(&message.content) {
        conversation::snooze::wake(tx, &mut it)?;
        held::stop(tx, &it)?;
    }
    let (closed, until) = (it.status == Open::Closed, it.window_until);
    let silent = it.waiting_since.is_none();
    let back = closed.then(|| activity::of(tx, &it, Moved::Reopened));
    let came = new.ad.map(|ad| activity::came_through(tx, &it, message.place(), ad));
    let mut received = tx
        .happened(AnyFact::Message(Fact::Received { message: message.id }))
        .create_in(scope.clone(), &row)?
        .change(&mut it, |it| {
            take_in(it, &message, new.opens_window);
            it.source = came
                .as_ref()
                .map(|(_, source)| Box::new(source.clone()))
                .or_else(|| it.source.take());
        })?;
    if message.author == Author::Phone && !matches!(message.content, Content::Reaction { .. }) {
        answer::rows::note(&mut received.writer(), &it, message.id)?;
    }
    if message.author == Author::Contact && speaks(&message.content) {
        allocation::begins(&mut received.writer(), &it, &message, (closed, silent))?;
    }
    let back = back.filter(|_| it.status == Open::Open);
    let told = back.into_iter().chain(came.map(|(told, _)| told));
    told.into_iter()
        .try_fold(received, |received, told| received.create_in(scope.clone(), &told))?;
    if it.window_until != until {
        conversation::remind::promise(tx, &it, until);
    }
    file::fetch(tx, &message);
    quote::join(tx, number.id, &new.wamid)
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
            it.answered();
        }
        Author::Contact | Author::Agent(_) | Author::Phone | Author::Automatic | Author::System => {
        }
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

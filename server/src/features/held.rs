//! Messages that wait, to be taken back or for their time. Each becomes a message once, in the same transaction in which
//! it stops waiting, or never. What may not leave when its time comes becomes a message that failed, with words, and its
//! author is told.

pub mod rows;

use shared::answer::Seen;
use shared::conversation::Conversation;
use shared::event::{Actor, Fact as AnyFact};
use shared::held::{AHEAD_MAX, Held, Stage, WAITING_MAX, Why};
use shared::ids::{AgentId, ConversationId, MentionId, MessageId, NoteId, SessionId};
use shared::mention::Mention;
use shared::message::{Content, Fact, Failure};
use shared::permission::Permission;
use shared::problem::{Code, Problem};
use shared::time::{Millis, Timestamp};

use super::message::send::{self, Said};
use super::message::template;
use super::{agent, answer, conversation, mention};
use crate::error::Result;
use crate::jobs::Job;
use crate::policy::Viewer;
use crate::store::{Recording, Tx};

/// When a message that is sent now leaves, if its author may still take it back until then.
pub fn until(tx: &mut Tx<'_>, me: AgentId, it: &Conversation) -> Result<Option<Timestamp>> {
    let (now, undo) = (tx.now(), agent::preferences::of(tx.conn(), me)?.undo_seconds);
    // What was written first is said first.
    let last = rows::last_of(tx.conn(), it.id, me)?;
    let due = now + Millis::seconds(undo.into());
    let due = last.map_or(due, |last| due.max(last + Millis(1)));
    Ok((due > now).then_some(due))
}

/// Keeps a message until its author can't take it back any more.
pub fn hold(tx: &mut Tx<'_>, mut it: Conversation, said: Said, due: Timestamp) -> Result<()> {
    let id = said.id;
    // Colleagues who have not seen it are not to answer too.
    let mut holding = put(tx, &it, said, due, Why::Undo)?.change(&mut it, |_| {})?;
    answer::rows::note(&mut holding.writer(), &it, id)
}

/// Keeps a message for the time that somebody chose.
pub fn schedule(
    tx: &mut Tx<'_>,
    it: &Conversation,
    said: Said,
    due: Timestamp,
    unless_reply: bool,
) -> Result<()> {
    if rows::find(tx.conn(), it.id, said.id)?.is_some() {
        return Ok(());
    }
    check_time(due - tx.now())?;
    if rows::shown(tx.conn(), it.id)?.len() >= WAITING_MAX {
        let words = format!("At most {WAITING_MAX} messages can wait here. Cancel one first.");
        return Err(Problem::invalid("due", words).into());
    }
    put(tx, it, said, due, Why::Scheduled { unless_reply }).map(drop)
}

fn check_time(ahead: Millis) -> Result<()> {
    let words = if ahead <= Millis(0) {
        "This time is over. Choose one that is still to come."
    } else if ahead > AHEAD_MAX {
        "This is more than a year ahead. Choose an earlier time."
    } else {
        return Ok(());
    };
    Err(Problem::invalid("due", words).into())
}

fn put<'tx, 'c>(
    tx: &'tx mut Tx<'c>,
    it: &Conversation,
    said: Said,
    due: Timestamp,
    why: Why,
) -> Result<Recording<'tx, 'c>> {
    let Said { id, author, content, reply_to } = said;
    let (made, stage) = (tx.now(), Stage::Waiting);
    let conversation = it.id;
    let held =
        Held { id, conversation, author, content, reply_to, made, due, why, stage, version: 1 };
    tx.promise_at(Job::Release { message: id, conversation }, due);
    tx.happened(AnyFact::Message(Fact::Held { message: id })).create_in(it.scope(), &held)
}

/// Another time for a message that waits for one, also for one that the customer's writing had stopped.
pub fn reschedule(tx: &mut Tx<'_>, it: &Conversation, id: MessageId, due: Timestamp) -> Result<()> {
    let mut held = waiting(tx, it, id)?;
    if !held.scheduled() {
        let words = "This one leaves in a moment. Take it back to send it later.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    check_time(due - tx.now())?;
    if (held.due, held.stage) == (due, Stage::Waiting) {
        return Ok(());
    }
    tx.promise_at(Job::Release { message: id, conversation: it.id }, due);
    let fact = AnyFact::Message(Fact::Rescheduled { message: id });
    tx.happened(fact).change_in(it.scope(), &mut held, |held| {
        (held.due, held.stage) = (due, Stage::Waiting);
    })?;
    Ok(())
}

/// Takes a message back: it will not be sent. Its author's own in the first seconds; scheduled ones are everyone's.
pub fn withdraw(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<()> {
    let mut held = waiting(tx, it, id)?;
    if held.why == Why::Undo && tx.actor() != Actor::Agent(held.author) {
        return Err(Problem::forbidden("Only who wrote it can take it back.").into());
    }
    answer::rows::forget(&mut tx.bookkeeping(), id)?;
    end(tx, it, &mut held, Fact::Withdrawn { message: id })
}

/// Sends at once what waits.
pub fn send_now(
    tx: &mut Tx<'_>,
    it: Conversation,
    id: MessageId,
    seen: Option<&Seen>,
) -> Result<()> {
    let held = waiting(tx, &it, id)?;
    send::check_window(tx, &it, &held.content)?;
    if let Content::Template(sent) = &held.content
        && let Some(words) = template::obstacle(tx, &it, sent)?
    {
        return Err(Problem::new(Code::Conflict, words).into());
    }
    answer::check(tx, &it, seen.filter(|_| held.scheduled()))?;
    let said = said(&held);
    send::say(tx, it, said, Some(held), None)
}

/// Sends what its author may still take back: something of theirs that can't wait comes after it.
pub fn flush(tx: &mut Tx<'_>, it: Conversation, me: AgentId) -> Result<Conversation> {
    let id = it.id;
    let mine = |held: &Held| held.why == Why::Undo && held.author == me;
    for held in rows::shown(tx.conn(), id)?.into_iter().filter(mine) {
        let it = locked(tx, id)?;
        let said = said(&held);
        send::say(tx, it, said, Some(held), None)?;
    }
    locked(tx, id)
}

/// The customer writes: what should only go if they don't stays.
pub fn stop(tx: &mut Tx<'_>, it: &Conversation) -> Result<()> {
    let stops = |held: &Held| {
        held.stage == Stage::Waiting && held.why == Why::Scheduled { unless_reply: true }
    };
    for mut held in rows::shown(tx.conn(), it.id)?.into_iter().filter(stops) {
        let fact = Fact::Stopped { message: held.id };
        tx.happened(AnyFact::Message(fact)).change_in(it.scope(), &mut held, |held| {
            held.stage = Stage::Stopped;
        })?;
    }
    Ok(())
}

/// Lets go of everything in a conversation whose time has come, in order. Says how long this one still waits, for who came
/// too early.
pub fn release(tx: &mut Tx<'_>, of: ConversationId, id: MessageId) -> Result<Option<Millis>> {
    if conversation::rows::lock(tx.conn(), of)?.is_none() {
        return Ok(None);
    }
    let now = tx.now();
    for held in rows::due(tx.conn(), of, now)? {
        let it = locked(tx, of)?;
        tx.acts(Actor::Agent(held.author));
        let said = said(&held);
        let failure = obstacle(tx, &it, &held)?;
        if failure.is_some() {
            tell(tx, &held)?;
        }
        send::say(tx, it, said, Some(held), failure)?;
    }
    let left = rows::find(tx.conn(), of, id)?.filter(|it| it.stage == Stage::Waiting);
    Ok(left.map(|held| held.due - now))
}

/// Why it may not leave now, and what to do.
fn obstacle(tx: &mut Tx<'_>, it: &Conversation, held: &Held) -> Result<Option<Failure>> {
    let author = agent::rows::find(tx.conn(), held.author)?.filter(|it| it.active);
    // With the rights of now, in whichever browser; nobody has to stay logged in.
    let viewer = author.map(|it| Viewer::of(it, SessionId(ulid::Ulid::nil())));
    let answers = |viewer: &Viewer| {
        viewer.sees_scope(it.scope()) && viewer.require(Permission::Reply).is_ok()
    };
    if !viewer.as_ref().is_some_and(answers) {
        let words = "It was not sent at its time: who wrote it does not answer here any more.";
        return Ok(Some(Failure::ours(words)));
    }
    if it.deleted.is_some() {
        let words = "It was not sent at its time: the conversation was deleted.";
        return Ok(Some(Failure::ours(words)));
    }
    if let Content::Template(sent) = &held.content {
        let why = template::obstacle(tx, it, sent)?;
        return Ok(why.map(|why| Failure::ours(format!("It was not sent at its time. {why}"))));
    }
    if it.window_open(tx.now()) {
        return Ok(None);
    }
    let words = "It was not sent at its time: the customer's last message was more than 24 hours ago. \
                 Send a template; you can retry as soon as they answer.";
    Ok(Some(Failure::ours(words)))
}

/// Lets the author know, wherever they are: as if they were mentioned.
fn tell(tx: &mut Tx<'_>, held: &Held) -> Result<()> {
    mention::make_room(tx, held.author)?;
    let mention = Mention {
        id: MentionId(tx.ulid()),
        agent: held.author,
        by: held.author,
        conversation: held.conversation,
        note: NoteId(held.id.0),
        at: tx.now(),
        seen: false,
        version: 1,
    };
    tx.happened(AnyFact::Mention(shared::mention::Fact::NotSent)).create(&mention)?;
    Ok(())
}

fn waiting(tx: &mut Tx<'_>, it: &Conversation, id: MessageId) -> Result<Held> {
    if let Some(held) = rows::find(tx.conn(), it.id, id)?.filter(Held::shown) {
        return Ok(held);
    }
    let words = "It is too late: it was sent or cancelled already.";
    Err(Problem::new(Code::Conflict, words).into())
}

fn end(tx: &mut Tx<'_>, it: &Conversation, held: &mut Held, fact: Fact) -> Result<()> {
    tx.happened(AnyFact::Message(fact)).change_in(it.scope(), held, over)?;
    Ok(())
}

/// It waits no longer.
pub const fn over(held: &mut Held) {
    held.stage = Stage::Over;
}

fn said(held: &Held) -> Said {
    Said {
        id: held.id,
        author: held.author,
        content: held.content.clone(),
        reply_to: held.reply_to.clone(),
    }
}

/// As it is now: what was sent a moment ago has changed it.
fn locked(tx: &mut Tx<'_>, id: ConversationId) -> Result<Conversation> {
    let it = conversation::rows::lock(tx.conn(), id)?;
    it.ok_or_else(|| Problem::not_found("conversation").into())
}

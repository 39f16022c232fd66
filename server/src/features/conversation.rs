//! Who answers, and whether there is something to answer.

pub mod ask;
mod attribute;
pub mod begin;
pub mod changed;
mod claim;
pub mod delete;
mod escalate;
pub mod follow;
pub mod hand_over;
mod label;
pub mod load;
pub mod remind;
pub mod rows;
pub mod snooze;
mod transfer;

use shared::attribute::Values;
use shared::contact::Contact;
use shared::conversation::{Action, Conversation, Fact, Status};
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, ConversationId, MessageId};
use shared::number::{Number, ReadReceipts};
use shared::problem::Problem;
use shared::time::Timestamp;

use super::{activity, agent, allocation, message, number, reply};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;

/// Does what a command asks about a conversation.
pub fn handle(tx: &mut Tx<'_>, it: Conversation, action: Action) -> Result<()> {
    match action {
        Action::Assign { to } => assign(tx, it, to),
        Action::Claim => claim::claim(tx, it),
        Action::HandOver { to, note, text } => hand_over::hand_over(tx, it, to, note, text),
        Action::TakeDraft { of } => hand_over::take_draft(tx, it, of),
        Action::Ask { of } => ask::ask(tx, it, of),
        Action::Unask => ask::unask(tx, it),
        Action::Keep { from } => ask::keep(tx, it, from),
        Action::Cede { to } => ask::cede(tx, it, to),
        Action::Transfer { to } => transfer::transfer(tx, it, to),
        Action::Escalate { reason } => escalate::escalate(tx, it, &reason),
        Action::Settle => escalate::settle(tx, it),
        Action::Follow => follow::follow(tx, it),
        Action::Unfollow => follow::unfollow(tx, it),
        Action::LetGo { who } => follow::let_go(tx, it, who),
        Action::BringBack { who } => follow::bring_back(tx, it, &who),
        Action::Delete => delete::delete(tx, it),
        Action::Restore => delete::restore(tx, it),
        Action::Close => close(tx, it),
        Action::Reopen => reopen(tx, it),
        Action::Label { add, remove } => label::relabel(tx, it, &add, &remove),
        Action::SetAttribute { attribute, value } => attribute::set(tx, it, attribute, value),
        Action::Read { through } => read(tx, it, through),
        Action::Unread => mark_unread(tx, it),
        Action::Snooze { until } => snooze::snooze(tx, it, until),
        // Without knowing who held it.
        Action::TakeOver { .. } => reply::take_over(tx, it, None).map(drop),
    }
}

fn assign(tx: &mut Tx<'_>, mut it: Conversation, to: Option<AgentId>) -> Result<()> {
    if it.assignee == to {
        return Ok(());
    }
    if let Some(to) = to {
        let answers = agent::rows::find(tx.conn(), to)?.is_some_and(|agent| agent.active);
        if !answers {
            return Err(Problem::invalid(
                "to",
                "This colleague is not here any more. Choose another one.",
            )
            .into());
        }
    }
    let (fact, from) = (Fact::Assigned { from: it.assignee, to }, it.assignee);
    let mut told = activity::change(tx, &mut it, fact, |it| {
        it.assignee = to;
        // Somebody takes it.
        it.escalated = it.escalated.take().filter(|_| to.is_none());
    })?;
    if let (Some(from), None) = (from, to) {
        allocation::gave_back(&mut told.writer(), it.id, from)?;
    }
    match to {
        Some(to) if tx.actor() == Actor::Agent(to) => agent::shift::takes(tx, to),
        Some(_) | None => Ok(()),
    }
}

fn close(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    if it.status == Status::Closed {
        return Ok(());
    }
    let guests = follow::guests(tx.conn(), &it)?;
    let mut told = activity::change(tx, &mut it, Fact::Closed, |it| {
        it.status = Status::Closed;
        it.snoozed = None;
        it.waiting_since = None;
        it.unread = 0;
        it.escalated = None;
        it.missed_call = None;
        it.followers.retain(|who| !guests.contains(who));
    })?;
    rows::unfollow(&mut told.writer(), it.id, &guests)
}

pub(super) fn reopen(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    if it.status == Status::Open {
        return Ok(());
    }
    let fact = if it.status == Status::Snoozed { Fact::Woke } else { Fact::Reopened };
    activity::change(tx, &mut it, fact, |it| {
        it.status = Status::Open;
        it.snoozed = None;
    })?;
    Ok(())
}

/// It counts as one message that nobody has looked at, until somebody looks.
fn mark_unread(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    if it.unread > 0 {
        return Ok(());
    }
    activity::change(tx, &mut it, Fact::MarkedUnread, |it| it.unread = 1)?;
    Ok(())
}

fn read(tx: &mut Tx<'_>, mut it: Conversation, through: MessageId) -> Result<()> {
    let Some(seen) = message::rows::find(tx.conn(), it.id, through)? else {
        return Err(Problem::not_found("message").into());
    };
    let unread = message::rows::unread_after(tx.conn(), it.id, seen.place())?.min(it.unread);
    if unread == it.unread {
        return Ok(());
    }
    let number = number::rows::get(tx.conn(), it.number)?;
    let by_assignee = matches!(tx.actor(), Actor::Agent(me) if it.assignee == Some(me));
    if number.read_receipts == ReadReceipts::OnOpen && by_assignee {
        show_read(tx, &it)?;
    }
    activity::change(tx, &mut it, Fact::Read, |it| it.unread = unread)?;
    Ok(())
}

/// Promises that the customer will see that we have read.
pub(super) fn show_read(tx: &mut Tx<'_>, it: &Conversation) -> Result<()> {
    if let Some(message) = message::rows::latest_received(tx.conn(), it.id)? {
        tx.promise(Job::ShowRead { message, conversation: it.id });
    }
    Ok(())
}

/// The thread of this contact with this number; new ones belong to the number's team.
pub fn find_or_begin(
    tx: &mut Tx<'_>,
    number: &Number,
    contact: &Contact,
    at: Timestamp,
) -> Result<Conversation> {
    if let Some(it) = rows::lock_of_contact(tx.conn(), number.id, contact.id)? {
        return Ok(it);
    }
    let id = ConversationId(tx.ulid());
    create(tx, id, number, contact, at)
}

/// A new thread, which nobody has.
fn create(
    tx: &mut Tx<'_>,
    id: ConversationId,
    number: &Number,
    contact: &Contact,
    at: Timestamp,
) -> Result<Conversation> {
    let it = Conversation {
        id,
        number: number.id,
        contact: contact.clone(),
        team: number.team,
        assignee: None,
        status: Status::Open,
        snoozed: None,
        labels: vec![],
        attributes: Values::new(),
        source: None,
        unread: 0,
        last: None,
        active_at: at,
        waiting_since: None,
        window_until: None,
        followers: vec![],
        deleted: None,
        escalated: None,
        call: None,
        missed_call: None,
        asked: None,
        version: 1,
    };
    tx.happened(AnyFact::Contact(shared::contact::Fact::Appeared)).create(&it)?;
    Ok(it)
}

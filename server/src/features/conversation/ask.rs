//! Asking a colleague for what is theirs. They keep it or give it; who says nothing gives it, by a promise that looks at how it
//! stands then. One at a time asks.

use shared::conversation::{ASKED, Asked, Conversation, Fact, Status};
use shared::event::Actor;
use shared::ids::{AgentId, ConversationId};
use shared::permission::Permission;
use shared::problem::{Code, Problem};
use shared::time::Millis;

use super::claim::name;
use super::rows;
use crate::error::Result;
use crate::features::{activity, agent};
use crate::jobs::Job;
use crate::policy;
use crate::store::Tx;

/// The actor would like to have it.
pub(super) fn ask(tx: &mut Tx<'_>, mut it: Conversation, of: AgentId) -> Result<()> {
    let me = person(tx)?;
    if let Some(by) = it.asked.map(|it| it.by) {
        return if by == me { Ok(()) } else { Err(asks_already(tx, by)?.into()) };
    }
    let words = match it.assignee {
        _ if it.status == Status::Closed => "It is closed: nobody answers there.".to_owned(),
        None => "Nobody has it any more: take it.".to_owned(),
        Some(who) if who == me => "It is yours already.".to_owned(),
        Some(who) if who != of => format!("{} has it by now.", name(tx, Actor::Agent(who))?),
        Some(_) => {
            let (id, until) = (it.id, tx.now() + ASKED);
            activity::change(tx, &mut it, Fact::Asked { of }, |it| {
                it.asked = Some(Asked { by: me, until });
            })?;
            tx.promise_at(Job::Cede { conversation: id }, until);
            return Ok(());
        }
    };
    Err(Problem::new(Code::Conflict, words).into())
}

/// The actor does not want it any more.
pub(super) fn unask(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    let me = person(tx)?;
    if it.asked.is_some_and(|it| it.by == me) {
        activity::change(tx, &mut it, Fact::Unasked, |it| it.asked = None)?;
    }
    Ok(())
}

/// It stays the actor's.
pub(super) fn keep(tx: &mut Tx<'_>, mut it: Conversation, from: AgentId) -> Result<()> {
    mine(tx, &it)?;
    if it.asked.is_some_and(|it| it.by == from) {
        activity::change(tx, &mut it, Fact::Kept { from }, |it| it.asked = None)?;
    }
    Ok(())
}

/// Who asks has it at once.
pub(super) fn cede(tx: &mut Tx<'_>, it: Conversation, to: AgentId) -> Result<()> {
    if it.assignee == Some(to) {
        return Ok(());
    }
    let from = mine(tx, &it)?;
    if it.asked.is_none_or(|it| it.by != to) {
        let words = "Nobody asks for it any more.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    if !could_have(tx, &it, to)? {
        let words = format!("{} does not answer here any more.", name(tx, Actor::Agent(to))?);
        return Err(Problem::new(Code::Conflict, words).into());
    }
    give(tx, it, (from, to), false)
}

/// Gives it to who asked when whoever has it has said nothing. Says how long they still have, for who came too early.
pub fn cede_when_due(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Millis>> {
    let Some(mut it) = rows::lock(tx.conn(), id)? else { return Ok(None) };
    let (Some(Asked { by, until }), Some(from)) = (it.asked, it.assignee) else { return Ok(None) };
    let now = tx.now();
    if until > now {
        return Ok(Some(until - now));
    }
    if could_have(tx, &it, by)? {
        give(tx, it, (from, by), true)?;
    } else {
        activity::change(tx, &mut it, Fact::Unasked, |it| it.asked = None)?;
    }
    Ok(None)
}

fn give(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    (from, to): (AgentId, AgentId),
    silent: bool,
) -> Result<()> {
    activity::change(tx, &mut it, Fact::Ceded { from, to, silent }, |it| {
        (it.assignee, it.escalated) = (Some(to), None);
    })?;
    Ok(())
}

/// Whether who asked is still there, still sees it, and may still answer.
fn could_have(tx: &mut Tx<'_>, it: &Conversation, who: AgentId) -> Result<bool> {
    let found = agent::rows::find(tx.conn(), who)?;
    Ok(found.is_some_and(|who| {
        who.active && who.rights.may(Permission::Reply) && policy::sees(&who, &it.scope())
    }))
}

fn person(tx: &Tx<'_>) -> Result<AgentId> {
    match tx.actor() {
        Actor::Agent(me) => Ok(me),
        Actor::Contact(_) | Actor::System => {
            Err(Problem::forbidden("Only a person can ask for a conversation.").into())
        }
    }
}

/// Only who has it keeps or gives it.
fn mine(tx: &mut Tx<'_>, it: &Conversation) -> Result<AgentId> {
    let me = person(tx)?;
    if it.assignee == Some(me) {
        return Ok(me);
    }
    let words = match it.assignee {
        Some(who) => format!("It is not yours any more: {} has it.", name(tx, Actor::Agent(who))?),
        None => "It is not yours any more.".to_owned(),
    };
    Err(Problem::new(Code::Conflict, words).into())
}

fn asks_already(tx: &mut Tx<'_>, by: AgentId) -> Result<Problem> {
    let words = format!("{} asks for it already.", name(tx, Actor::Agent(by))?);
    Ok(Problem::new(Code::Conflict, words))
}

//! Taking what is nobody's. The conversation's row is locked, so of many who want it at once one gets it; all others are told
//! who that was.

use shared::activity::Activity;
use shared::change::{Changed, span};
use shared::conversation::{Conversation, Fact};
use shared::event::Actor;
use shared::ids::AgentId;
use shared::problem::{Code, Problem};

use crate::error::Result;
use crate::features::{activity, agent};
use crate::store::Tx;

/// It is the actor's, if it is nobody's.
pub(super) fn claim(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can take a conversation.").into());
    };
    match it.assignee {
        None => {
            let fact = Fact::Assigned { from: None, to: Some(me) };
            activity::change(tx, &mut it, fact, |it| {
                (it.assignee, it.escalated) = (Some(me), None);
            })?;
            agent::shift::takes(tx, me)
        }
        Some(who) if who == me => Ok(()),
        Some(who) => Err(taken(tx, &it, who)?.into()),
    }
}

/// Who has it, and since when.
fn taken(tx: &mut Tx<'_>, it: &Conversation, who: AgentId) -> Result<Problem> {
    let gave = |it: &Activity| match it.fact {
        Fact::Assigned { to, .. } | Fact::Given { to, .. } => to == Some(who),
        Fact::Ceded { to, .. } => to == who,
        _ => false,
    };
    let given = activity::rows::since(tx.conn(), it.id, 0)?.into_iter().rfind(gave);
    let name = name(tx, Actor::Agent(who))?;
    let words = match &given {
        None => format!("{name} has it."),
        Some(given) => {
            let ago = span(tx.now() - given.at);
            if given.by == Actor::Agent(who) {
                format!("{name} took it {ago} ago.")
            } else {
                format!("{} gave it to {name} {ago} ago.", self::name(tx, given.by)?)
            }
        }
    };
    let changes = given.into_iter().collect();
    let changed = Some(Box::new(Changed { version: it.version, now: tx.now(), changes }));
    Ok(Problem { changed, ..Problem::new(Code::Taken, words) })
}

/// What somebody is called in a sentence.
pub(super) fn name(tx: &mut Tx<'_>, by: Actor) -> Result<String> {
    Ok(match by {
        Actor::Agent(id) => {
            let found = agent::rows::find(tx.conn(), id)?;
            found.map_or_else(|| "A colleague".to_owned(), |it| it.name)
        }
        Actor::Contact(_) => "The customer".to_owned(),
        Actor::System => "Onevoice".to_owned(),
    })
}

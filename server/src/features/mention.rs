//! Mentions: that somebody was named in a note. Only they see it, and only they say that they have looked.

pub mod rows;

use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, ConversationId};
use shared::mention::{Action, Fact, KEPT, Mention};

use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about where its sender was mentioned. They may have lost sight of the conversation.
pub fn handle(tx: &mut Tx<'_>, of: ConversationId, action: &Action) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else { return Ok(()) };
    let mut mine = rows::unseen(tx.conn(), me)?;
    mine.retain(|it| {
        it.conversation == of
            && match action {
                Action::See => true,
                Action::SeeOne { note } => it.note == *note,
            }
    });
    see(tx, &mut mine)
}

/// Makes room for one more: the oldest ones count as looked at.
pub(super) fn make_room(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    let mut all = rows::unseen(tx.conn(), agent)?;
    let surplus = (all.len() + 1).saturating_sub(KEPT);
    all.truncate(surplus);
    see(tx, &mut all)
}

/// A conversation goes for good: nobody has to look any more.
pub(super) fn see_all(tx: &mut Tx<'_>, of: ConversationId) -> Result<()> {
    let mut all = rows::unseen_in(tx.conn(), of)?;
    see(tx, &mut all)
}

fn see(tx: &mut Tx<'_>, these: &mut [Mention]) -> Result<()> {
    if !these.is_empty() {
        let fact = tx.happened(AnyFact::Mention(Fact::Seen));
        these.iter_mut().try_fold(fact, |fact, it| fact.change(it, |it| it.seen = true))?;
    }
    Ok(())
}

//! Handing a conversation over: who answers from now on is told what they should know, and may go on with what whoever
//! answered before was writing.

use shared::conversation::{Conversation, Fact};
use shared::draft::{Draft, Left};
use shared::event::Actor;
use shared::ids::{AgentId, NoteId};
use shared::note::{Audience, Piece, Who};
use shared::problem::Problem;
use shared::together::Shared;

use super::rows;
use crate::error::Result;
use crate::features::{activity, draft, note, together};
use crate::store::{Conn, Tx};

/// Gives it to somebody, with a note in which they are mentioned.
pub(super) fn hand_over(
    tx: &mut Tx<'_>,
    it: Conversation,
    to: AgentId,
    id: NoteId,
    text: String,
) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can write a note.").into());
    };
    if text.trim().is_empty() {
        return Err(Problem::invalid("text", "Write what they should know.").into());
    }
    let of = it.id;
    super::assign(tx, it, Some(to))?;
    // As it is now: they see it because it is theirs.
    let it = rows::lock(tx.conn(), of)?.ok_or_else(|| Problem::not_found("conversation"))?;
    let pieces = vec![Piece::Mention(Who::Agent(to)), Piece::Text(format!(" {}", text.trim()))];
    let (about, files, audience) = (None, vec![], Audience::Everyone);
    note::add(tx, &it, me, note::New { id, about, pieces, files, audience })
}

/// What whoever answered before `me` was writing there, if `me` answers now.
pub fn left(conn: &mut Conn, it: &Conversation, me: AgentId) -> Result<Option<Left>> {
    if it.assignee != Some(me) {
        return Ok(None);
    }
    // Hardly ever is there one; what happened is only looked at then.
    let drafts = draft::rows::in_conversation(conn, it.id)?;
    let written = |(by, draft): &(AgentId, Draft)| *by != me && !draft.text.trim().is_empty();
    let mut drafts: Vec<_> = drafts.into_iter().filter(written).collect();
    if drafts.is_empty() {
        return Ok(None);
    }
    let given = activity::rows::since(conn, it.id, 0)?.into_iter().rev();
    let mut before = given.filter_map(|it| match it.fact {
        Fact::Assigned { from, to } | Fact::Given { from, to, .. } => Some((from, to)),
        Fact::Ceded { from, to, .. } => Some((Some(from), Some(to))),
        _ => None,
    });
    let Some((Some(had), Some(_))) = before.next() else { return Ok(None) };
    drafts.retain(|(by, _)| *by == had);
    let left = |(by, it): (AgentId, Draft)| Left { by, text: it.text, reply_to: it.reply_to };
    Ok(drafts.pop().map(left))
}

/// The actor goes on with it; it is no longer its author's.
pub(super) fn take_draft(tx: &mut Tx<'_>, mut it: Conversation, of: AgentId) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can write.").into());
    };
    if left(tx.conn(), &it, me)?.is_none_or(|left| left.by != of) {
        return Err(Problem::not_found("draft").into());
    }
    draft::rows::forget(&mut tx.bookkeeping(), of, it.id)?;
    together::rows::forget(&mut tx.bookkeeping(), Shared { at: it.id, author: of })?;
    activity::change(tx, &mut it, Fact::TookDraft { of }, |_| {})?;
    Ok(())
}

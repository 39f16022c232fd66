//! Notes: what colleagues tell each other in a thread. Nothing here promises a job, so nothing of it reaches WhatsApp,
//! and nothing of it changes the conversation.

pub mod rows;

use shared::agent::Agent;
use shared::conversation::Conversation;
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, MentionId, NoteId};
use shared::mention::Mention;
use shared::note::{Action, Audience, Body, Fact, MENTIONS_MAX, Note, Piece, TEXT_MAX, Who};
use shared::problem::Problem;
use shared::time::Millis;

use super::{agent, mention, team};
use crate::error::Result;
use crate::policy;
use crate::store::{Conn, Recording, Tx};

/// Does what a command asks about notes.
pub fn handle(tx: &mut Tx<'_>, it: &Conversation, action: Action) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can write a note.").into());
    };
    match action {
        Action::Add { id, pieces, audience } => add(tx, it, me, id, pieces, audience),
        Action::Delete { id } => delete(tx, it, me, id),
    }
}

/// A new note, which those who are mentioned hear of.
pub(super) fn add(
    tx: &mut Tx<'_>,
    it: &Conversation,
    me: AgentId,
    id: NoteId,
    pieces: Vec<Piece>,
    audience: Audience,
) -> Result<()> {
    if rows::find(tx.conn(), id)?.is_some() {
        return Ok(());
    }
    check(&pieces)?;
    // Below what its author saw, as a message of ours.
    let at = it.last.as_ref().map_or(tx.now(), |last| tx.now().max(last.at + Millis(1)));
    let body = Body::Written(pieces);
    let note = Note { id, conversation: it.id, author: me, audience, body, at, version: 1 };
    let mentions: Vec<_> = mentioned(tx.conn(), it, &note)?
        .into_iter()
        .map(|agent| Mention {
            id: MentionId(tx.ulid()),
            agent,
            by: me,
            conversation: it.id,
            note: id,
            at: tx.now(),
            seen: false,
            version: 1,
        })
        .collect();
    for new in &mentions {
        mention::make_room(tx, new.agent)?;
    }
    let fact = tx.happened(AnyFact::Note(Fact::Added { note: id }));
    let fact = fact.create_in(it.scope(), &note)?;
    mentions.iter().try_fold(fact, Recording::create)?;
    Ok(())
}

fn delete(tx: &mut Tx<'_>, it: &Conversation, me: AgentId, id: NoteId) -> Result<()> {
    let found = rows::find(tx.conn(), id)?;
    let Some(mut note) = found.filter(|note| note.conversation == it.id && note.author == me)
    else {
        return Err(Problem::not_found("note of yours").into());
    };
    if matches!(note.body, Body::Deleted { .. }) {
        return Ok(());
    }
    let mut mentions = mention::rows::unseen_of(tx.conn(), id)?;
    let fact = tx.happened(AnyFact::Note(Fact::Deleted { note: id }));
    let fact =
        fact.change_in(it.scope(), &mut note, |note| note.body = Body::Deleted { by: me })?;
    mentions.iter_mut().try_fold(fact, |fact, it| fact.change(it, |it| it.seen = true))?;
    Ok(())
}

fn check(pieces: &[Piece]) -> Result<()> {
    let (mut length, mut mentions, mut empty) = (0, 0, true);
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                length += text.chars().count();
                empty &= text.trim().is_empty();
            }
            Piece::Mention(_) => {
                mentions += 1;
                empty = false;
            }
        }
    }
    let words = if empty {
        "There is nothing in this note.".to_owned()
    } else if length > TEXT_MAX {
        format!("A note has room for {TEXT_MAX} characters; this has {length}.")
    } else if mentions > MENTIONS_MAX {
        format!("A note mentions at most {MENTIONS_MAX}. Mention a team instead.")
    } else {
        return Ok(());
    };
    Err(Problem::invalid("pieces", words).into())
}

/// Who is told. Whoever could not read the note can't be mentioned; in a team, those who can are told.
fn mentioned(conn: &mut Conn, it: &Conversation, note: &Note) -> Result<Vec<AgentId>> {
    let Body::Written(pieces) = &note.body else { return Ok(vec![]) };
    let who: Vec<Who> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Mention(who) => Some(*who),
            Piece::Text(_) => None,
        })
        .collect();
    if who.is_empty() {
        return Ok(vec![]);
    }
    let agents = agent::rows::all(conn)?;
    let reads = |agent: &&Agent| agent.active && policy::reads_note(agent, it.scope(), note);
    let mut told = vec![];
    for who in who {
        let before = told.len();
        told.extend(agents.iter().filter(|agent| is(agent, who)).filter(reads).map(|it| it.id));
        if told.len() == before {
            return Err(unreadable(conn, &agents, who, note.audience)?.into());
        }
    }
    told.sort_unstable();
    told.dedup();
    told.retain(|agent| *agent != note.author);
    Ok(told)
}

fn is(agent: &Agent, who: Who) -> bool {
    match who {
        Who::Agent(id) => agent.id == id,
        Who::Team(id) => agent.teams.contains(&id),
    }
}

fn unreadable(conn: &mut Conn, agents: &[Agent], who: Who, audience: Audience) -> Result<Problem> {
    let name = match who {
        Who::Agent(id) => agents.iter().find(|it| it.id == id).map(|it| it.name.clone()),
        Who::Team(id) => team::rows::find(conn, id)?.map(|it| format!("Nobody in {}", it.name)),
    };
    let name = name.unwrap_or_else(|| "Whoever is mentioned".to_owned());
    let words = match (audience, who) {
        (Audience::Leads, _) => format!("{name} could not read this: it is for leads and admins."),
        (Audience::Everyone, Who::Agent(_)) => format!(
            "{name} does not see this conversation. Assign it to them, or mention somebody else."
        ),
        (Audience::Everyone, Who::Team(_)) => {
            format!("{name} sees this conversation. Mention somebody else.")
        }
    };
    Ok(Problem::invalid("pieces", words))
}

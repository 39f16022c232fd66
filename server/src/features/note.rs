//! Notes: what colleagues tell each other in a thread. Nothing here promises a job but to forget a file, so nothing of
//! it reaches WhatsApp, and nothing of it changes the conversation.

pub mod rows;

use shared::agent::Agent;
use shared::conversation::Conversation;
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, MentionId, MessageId, NoteId, UploadId};
use shared::mention::Mention;
use shared::note::{
    Action, Attached, Audience, Body, FILES_MAX, Fact, MENTIONS_MAX, Note, Piece, TEXT_MAX, Who,
};
use shared::problem::Problem;

use super::conversation::follow;
use super::{agent, mention, message, team, upload};
use crate::error::Result;
use crate::jobs::Job;
use crate::policy;
use crate::store::{Conn, Recording, Tx};

/// Does what a command asks about notes.
pub fn handle(tx: &mut Tx<'_>, it: &Conversation, action: Action) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can write a note.").into());
    };
    match action {
        Action::Add { id, pieces, files, audience } => {
            add(tx, it, me, New { id, about: None, pieces, files, audience })
        }
        Action::Discuss { id, about, pieces, files, audience } => {
            if message::rows::find(tx.conn(), it.id, about)?.is_none() {
                let words = "This message is not in this chat.";
                return Err(Problem::invalid("about", words).into());
            }
            add(tx, it, me, New { id, about: Some(about), pieces, files, audience })
        }
        Action::Delete { id } => delete(tx, it, me, id),
    }
}

/// What a note will be.
pub(super) struct New {
    /// Made by who writes it.
    pub id: NoteId,
    /// The message that it discusses, if it stands beside the thread.
    pub about: Option<MessageId>,
    /// What it says.
    pub pieces: Vec<Piece>,
    /// Handed over for it.
    pub files: Vec<UploadId>,
    /// Who may read it.
    pub audience: Audience,
}

/// A new note, which those who are mentioned hear of.
pub(super) fn add(tx: &mut Tx<'_>, it: &Conversation, me: AgentId, new: New) -> Result<()> {
    let New { id, about, pieces, files, audience } = new;
    if rows::find(tx.conn(), id)?.is_some() {
        return Ok(());
    }
    check(&pieces, files.len())?;
    let files = taken(tx, me, &files)?;
    let at = it.below(tx.now());
    let body = Body::Written(pieces);
    let conversation = it.id;
    let note = Note { id, conversation, author: me, audience, body, files, about, at, version: 1 };
    let (told, known) = mentioned(tx.conn(), it, &note)?;
    let it = follow::bring(tx, it.clone(), &known)?;
    let mentions: Vec<_> = told
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
    let files = note.files.clone();
    let fact = tx.happened(AnyFact::Note(Fact::Deleted { note: id }));
    let fact = fact.change_in(it.scope(), &mut note, |note| {
        note.body = Body::Deleted { by: me };
        note.files.clear();
    })?;
    mentions.iter_mut().try_fold(fact, |fact, it| fact.change(it, |it| it.seen = true))?;
    for attached in files {
        tx.promise(Job::DropFile { hash: attached.file.hash });
    }
    Ok(())
}

/// Files that I handed over for this note. From here on they are nowhere else.
fn taken(tx: &mut Tx<'_>, me: AgentId, files: &[UploadId]) -> Result<Vec<Attached>> {
    let one = |id: &UploadId| {
        let found = upload::rows::take_noted(&mut tx.bookkeeping(), me, *id)?;
        let words = "A file is not there any more. Please attach it again.";
        found.ok_or_else(|| Problem::invalid("files", words).into())
    };
    files.iter().map(one).collect()
}

fn check(pieces: &[Piece], files: usize) -> Result<()> {
    if files > FILES_MAX {
        let words = format!("A note has at most {FILES_MAX} files. Write another one.");
        return Err(Problem::invalid("files", words).into());
    }
    let (mut length, mut mentions, mut empty) = (0, 0, files == 0);
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

/// Who is told, and those who follow the conversation by it: colleagues who are mentioned themselves in a note for everyone,
/// also where they did not see it. A note for leads shows nobody what they don't see. Of a team those are told who could read it
/// anyway.
fn mentioned(
    conn: &mut Conn,
    it: &Conversation,
    note: &Note,
) -> Result<(Vec<AgentId>, Vec<Agent>)> {
    let Body::Written(pieces) = &note.body else { return Ok((vec![], vec![])) };
    let who: Vec<Who> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Mention(who) => Some(*who),
            Piece::Text(_) => None,
        })
        .collect();
    if who.is_empty() {
        return Ok((vec![], vec![]));
    }
    let agents = agent::rows::all(conn)?;
    let open = note.audience == Audience::Everyone;
    let mut known = vec![];
    let mut told = vec![];
    for who in who {
        let before = told.len();
        for agent in agents.iter().filter(|agent| agent.active && is(agent, who)) {
            if open && matches!(who, Who::Agent(_)) && agent.id != note.author {
                known.push(agent.clone());
            } else if !policy::reads_note(agent, it.scope(), note) {
                continue;
            }
            told.push(agent.id);
        }
        if told.len() == before {
            return Err(unreadable(conn, &agents, who, note.audience)?.into());
        }
    }
    known.sort_unstable_by_key(|it| it.id);
    known.dedup_by_key(|it| it.id);
    told.sort_unstable();
    told.dedup();
    told.retain(|agent| *agent != note.author);
    Ok((told, known))
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
        (Audience::Leads, Who::Agent(id))
            if agents.iter().any(|it| it.id == id && audience.has(it.rights)) =>
        {
            format!("{name} does not see this conversation. Mention them for all colleagues first.")
        }
        (Audience::Leads, _) => format!("{name} could not read this: it is for leads and admins."),
        (Audience::Everyone, Who::Agent(_)) => {
            format!("{name} is not here any more. Mention somebody else.")
        }
        (Audience::Everyone, Who::Team(_)) => {
            format!("{name} sees this conversation. Mention somebody else.")
        }
    };
    Ok(Problem::invalid("pieces", words))
}

//! What a tab knows of a conversation that whoever gets it should know.

use leptos::prelude::untrack;
use shared::conversation::{Conversation, Snooze};
use shared::held::Stage;
use shared::ids::{AgentId, ConversationId};
use shared::message::{Author, Content, Message};
use shared::note::{Body, Piece, Who};
use shared::state::Thread;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::later;
use crate::logic::summary::{self, Facts, Open};
use crate::logic::timeline::{Shape, shape};
use crate::logic::when;
use crate::workspace::Workspace;

/// The summary of a conversation whose thread is open.
pub fn write(it: Workspace, of: ConversationId) -> Option<String> {
    let now = clock::now();
    let found = it.store.peek(|state| state.conversation(of).cloned())?;
    untrack(|| {
        let labels = it.store.labels_of(&found.labels).into_iter().map(|it| it.name).collect();
        let facts = it.store.peek(|state| {
            let thread = state.thread(of)?;
            let name = |who: AgentId| {
                let found = state.agents().get(&who);
                found.map_or_else(|| "A colleague".to_owned(), |it| it.name.clone())
            };
            let (wants, answer) = said(thread);
            Some(Facts {
                wants,
                waits: found.waiting_since.map(|since| now - since),
                window: when::window(found.window_until, now),
                labels,
                open: [promised(&found, thread, now), asked(thread, name)].concat(),
                answer: answer.map(|it| (author(it.author, name), now - it.at, words(it))),
            })
        })?;
        Some(summary::text(&facts))
    })
}

/// What the customer wrote since the last answer, and that answer.
fn said(thread: &Thread) -> (Vec<String>, Option<&Message>) {
    let spoken = |it: &&Message| shape(&it.content) == Shape::Bubble;
    // What is said by itself answers nothing.
    let ours = |it: &&Message| it.outgoing() && it.author != Author::Automatic;
    let answer = thread.messages().filter(spoken).rfind(ours);
    let after = |it: &&Message| answer.is_none_or(|answer| it.place() > answer.place());
    let theirs = thread.messages().filter(spoken).filter(|it| it.author == Author::Contact);
    (theirs.filter(after).map(words).collect(), answer)
}

/// What waits for its time, and what nobody has looked after.
fn promised(of: &Conversation, thread: &Thread, now: Timestamp) -> Vec<Open> {
    let mut all = Vec::new();
    all.extend(of.snoozed.map(|until| match until {
        Snooze::Until(at) => Open::Back(later::words(now, at)),
        Snooze::Reply => Open::BackOnReply,
    }));
    all.extend(thread.held().into_iter().filter(|it| it.scheduled()).map(|it| {
        let words = it.content.preview();
        match it.stage {
            Stage::Stopped => Open::Stopped(words),
            Stage::Waiting | Stage::Over => Open::Leaves(later::words(now, it.due), words),
        }
    }));
    all.extend(of.missed_call.map(|at| Open::Missed(clock::write(at, Style::Moment))));
    all.extend(of.escalated.as_ref().map(|it| Open::Escalated(it.reason.clone())));
    all
}

/// Colleagues who were mentioned and have written nothing since, neither a note nor an answer.
fn asked(thread: &Thread, name: impl Fn(AgentId) -> String) -> Vec<Open> {
    let mut waits: Vec<AgentId> = Vec::new();
    let notes: Vec<_> = thread.notes().collect();
    for note in &notes {
        let Body::Written(pieces) = &note.body else { continue };
        for piece in pieces {
            let Piece::Mention(Who::Agent(who)) = *piece else { continue };
            let noted = notes.iter().any(|it| it.author == who && it.place() > note.place());
            let answered = || {
                let mut later = thread.messages().filter(|it| it.place() > note.place());
                later.any(|it| it.author == Author::Agent(who))
            };
            if who != note.author && !noted && !answered() && !waits.contains(&who) {
                waits.push(who);
            }
        }
    }
    waits.into_iter().map(|who| Open::Asked(name(who))).collect()
}

fn words(it: &Message) -> String {
    match &it.content {
        Content::Text { .. } => it.content.plain(),
        other => other.preview(),
    }
}

fn author(by: Author, name: impl Fn(AgentId) -> String) -> String {
    match by {
        Author::Agent(who) => name(who),
        Author::Phone => "from the phone".to_owned(),
        Author::Contact | Author::Automatic | Author::System => "Onevoice".to_owned(),
    }
}

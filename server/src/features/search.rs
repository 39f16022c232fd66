//! Finds people, conversations by what is on them, and what was said, all of it, by its words. Ranks by nothing but time: the latest is what people mean.

mod known;
pub mod query;
pub mod rows;
pub mod vocabulary;
pub mod words;

use std::collections::HashMap;

use shared::conversation::Conversation;
use shared::ids::{ConversationId, NoteId};
use shared::message::{Author, Message};
use shared::note::Note;
use shared::permission::Permission;
use shared::search::{Found, Hit};

use super::{conversation, message, note};
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Conn;
use query::{Names, Query};
use rows::Text;

/// How many people a page has.
const PEOPLE: i64 = 8;
/// How many of those that are seen are looked at for them, where not all of them may fit.
const LOOKED: i64 = 50;
/// How many messages a page has.
const MESSAGES: usize = 30;
/// How many candidates are looked at in one go: at first so many that most pages are full, then more.
const CANDIDATES: [i64; 2] = [60, 500];
/// How often to look further back for one page. Who sees little of much asks for more where it ended.
const ROUNDS: usize = 20;

/// People and messages that fit, as far as this viewer may see them; before a place, messages only.
pub fn find(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    before: Option<i64>,
) -> Result<Found> {
    let people = if before.is_none() { people(conn, viewer, query)? } else { vec![] };
    let those: Vec<_> = people.iter().map(|it| it.id).collect();
    let known = if before.is_none() { known::find(conn, viewer, query, &those)? } else { vec![] };
    let (messages, more) = messages(conn, viewer, query, before)?;
    Ok(Found { people, known, messages, more })
}

fn people(conn: &mut Conn, viewer: &Viewer, query: &Query<'_>) -> Result<Vec<Conversation>> {
    if !query.people || !may_ask(viewer, &query.names) {
        return Ok(vec![]);
    }
    let contacts = rows::contacts(conn, &query.names)?;
    let looked = if query.narrows() { LOOKED } else { PEOPLE };
    let mut found = conversation::rows::with_contacts(conn, viewer, &contacts, looked)?;
    found.retain(|it| query.fits(it));
    found.truncate(usize::try_from(PEOPLE).unwrap_or(usize::MAX));
    Ok(found)
}

/// Who is not to see numbers does not find by them: a word of digits alone may be one.
fn may_ask(viewer: &Viewer, names: &Names) -> bool {
    let number = |word: &String| word.chars().all(|it| it.is_ascii_digit());
    viewer.rights.may(Permission::Phones)
        || match names {
            Names::Digits(_) => false,
            Names::Words(words) => !words.iter().any(number),
        }
}

fn messages(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    before: Option<i64>,
) -> Result<(Vec<Hit>, Option<i64>)> {
    if !query.said {
        return Ok((vec![], None));
    }
    let (mut found, mut before) = (vec![], before.unwrap_or(i64::MAX));
    let [first, further] = CANDIDATES;
    for limit in std::iter::once(first).chain(std::iter::repeat_n(further, ROUNDS)) {
        let ids = rows::candidates(conn, &query.words, before, limit)?;
        let Some(last) = ids.last().copied() else {
            return Ok((hits(conn, viewer, query, found)?, None));
        };
        let texts = rows::texts(conn, viewer, query, &ids)?;
        let seen = visible(conn, viewer, query, &texts)?;
        for text in texts {
            let Some(conversation) = seen.get(&text.conversation) else { continue };
            let id = text.id;
            found.push((text, conversation.clone()));
            if found.len() == MESSAGES {
                return Ok((hits(conn, viewer, query, found)?, Some(id)));
            }
        }
        before = last;
    }
    Ok((hits(conn, viewer, query, found)?, Some(before)))
}

fn visible(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    texts: &[Text],
) -> Result<HashMap<ConversationId, Conversation>> {
    let mut ids: Vec<_> = texts.iter().map(|text| text.conversation).collect();
    ids.sort_unstable();
    ids.dedup();
    let seen = conversation::rows::among(conn, viewer, &ids)?;
    Ok(seen.into_iter().filter(|it| query.fits(it)).map(|it| (it.id, it)).collect())
}

/// What is shown of these messages and notes, in this order.
fn hits(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    found: Vec<(Text, Conversation)>,
) -> Result<Vec<Hit>> {
    let these = |note: bool| found.iter().filter(move |(it, _)| it.note == note);
    let ids: Vec<_> = these(false).map(|(it, _)| it.message).collect();
    let messages = message::rows::these(conn, &ids)?;
    let ids: Vec<_> = these(true).map(|(it, _)| NoteId(it.message.0)).collect();
    let notes = if ids.is_empty() { vec![] } else { note::rows::these(conn, viewer, &ids)? };
    let messages: HashMap<_, _> = messages.into_iter().map(|it| (it.id, it)).collect();
    let notes: HashMap<_, _> = notes.into_iter().map(|it| (it.id.as_message(), it)).collect();
    let hit = |(text, conversation): (Text, Conversation)| match messages.get(&text.message) {
        Some(it) => Some(of_message(query, conversation, it)),
        None => notes.get(&text.message).map(|it| of_note(query, conversation, it)),
    };
    Ok(found.into_iter().filter_map(hit).collect())
}

fn of_message(query: &Query<'_>, conversation: Conversation, it: &Message) -> Hit {
    let written = words::of(&it.content);
    let written = if written.is_empty() { it.content.preview() } else { written };
    let snippet = words::snippet(&written, &query.words);
    Hit { conversation, message: it.id, note: None, author: it.author, at: it.at, snippet }
}

fn of_note(query: &Query<'_>, conversation: Conversation, it: &Note) -> Hit {
    let snippet = words::snippet(&it.words(), &query.words);
    let (message, note) = (it.id.as_message(), Some(it.audience));
    Hit { conversation, message, note, author: Author::Agent(it.author), at: it.at, snippet }
}

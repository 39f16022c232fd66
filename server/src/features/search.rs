//! Finds people and what was said, all of it, by its words. Ranks by nothing but time: the latest is what people mean.

pub mod query;
pub mod rows;
pub mod words;

use std::collections::HashMap;

use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::message::Message;
use shared::search::{Found, Hit};

use super::{conversation, message};
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Conn;
use query::Query;
use rows::Text;

/// How many people a page has.
const PEOPLE: i64 = 8;
/// How many messages a page has.
const MESSAGES: usize = 30;
/// How often to look further back for one page. Who sees little of much asks for more where it ended.
const ROUNDS: usize = 20;

/// People and messages that fit, as far as this viewer may see them; before a place, messages only.
pub fn find(conn: &mut Conn, viewer: &Viewer, query: &Query, before: Option<i64>) -> Result<Found> {
    let people = if before.is_none() { people(conn, viewer, query)? } else { vec![] };
    let (messages, more) = messages(conn, viewer, query, before)?;
    Ok(Found { people, messages, more })
}

fn people(conn: &mut Conn, viewer: &Viewer, query: &Query) -> Result<Vec<Conversation>> {
    if !query.people {
        return Ok(vec![]);
    }
    let contacts = rows::contacts(conn, &query.names)?;
    let mut found = conversation::rows::with_contacts(conn, viewer, &contacts, PEOPLE)?;
    found.retain(|it| query.status.is_none_or(|status| status == it.status));
    Ok(found)
}

fn messages(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query,
    before: Option<i64>,
) -> Result<(Vec<Hit>, Option<i64>)> {
    let (mut found, mut before) = (vec![], before.unwrap_or(i64::MAX));
    for _ in 0..ROUNDS {
        let ids = rows::candidates(conn, &query.words, before)?;
        let Some(last) = ids.last().copied() else { return Ok((hits(conn, query, found)?, None)) };
        let texts = rows::texts(conn, query, &ids)?;
        let seen = visible(conn, viewer, query, &texts)?;
        for text in texts {
            let Some(conversation) = seen.get(&text.conversation) else { continue };
            found.push((text.message, conversation.clone()));
            if found.len() == MESSAGES {
                return Ok((hits(conn, query, found)?, Some(text.id)));
            }
        }
        before = last;
    }
    Ok((hits(conn, query, found)?, Some(before)))
}

fn visible(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query,
    texts: &[Text],
) -> Result<HashMap<ConversationId, Conversation>> {
    let mut ids: Vec<_> = texts.iter().map(|text| text.conversation).collect();
    ids.sort_unstable();
    ids.dedup();
    let seen = conversation::rows::among(conn, viewer, &ids)?;
    let fits = |it: &Conversation| query.status.is_none_or(|status| status == it.status);
    Ok(seen.into_iter().filter(fits).map(|it| (it.id, it)).collect())
}

/// What is shown of these messages, in this order.
fn hits(conn: &mut Conn, query: &Query, found: Vec<(MessageId, Conversation)>) -> Result<Vec<Hit>> {
    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
    let messages = message::rows::these(conn, &ids)?;
    let messages: HashMap<_, _> = messages.into_iter().map(|it| (it.id, it)).collect();
    let hit = |(id, conversation)| messages.get(&id).map(|it| hit(query, conversation, it));
    Ok(found.into_iter().filter_map(hit).collect())
}

fn hit(query: &Query, conversation: Conversation, message: &Message) -> Hit {
    let written = words::of(&message.content);
    let written = if written.is_empty() { message.content.preview() } else { written };
    let snippet = words::snippet(&written, &query.words);
    Hit { conversation, message: message.id, author: message.author, at: message.at, snippet }
}

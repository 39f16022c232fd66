//! Conversations by their labels and by what is known of them, as far as the viewer sees them.

use shared::ids::ConversationId;
use shared::search::Known;

use super::query::Query;
use super::rows::known::candidates;
use super::vocabulary::{Asked, Where};
use crate::error::Result;
use crate::features::conversation;
use crate::policy::Viewer;
use crate::store::Conn;

/// How many a page has.
const SHOWN: usize = 8;
/// How many of those that are seen are looked at in one go.
const SEEN: i64 = 50;
/// How many candidates are looked at in one go, and how often.
const CANDIDATES: i64 = 500;
const ROUNDS: usize = 20;
/// More words than these are a sentence, which no label says.
const WORDS: usize = 8;

/// Those that have everything that is asked, latest first, but for these, which were found already.
pub(super) fn find(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    but: &[ConversationId],
) -> Result<Vec<Known>> {
    if !query.known || query.words.len() > WORDS {
        return Ok(vec![]);
    }
    let word = |word: &String| Asked { of: Where::Anywhere, words: vec![word.clone()] };
    let asked: Vec<_> = query.asked.iter().cloned().chain(query.words.iter().map(word)).collect();
    let Some(tokens) = query.vocabulary.tokens(&asked).filter(|it| !it.is_empty()) else {
        return Ok(vec![]);
    };
    let (mut found, mut before) = (vec![], i64::MAX);
    for _ in 0..ROUNDS {
        let these = candidates(conn, &tokens, before, CANDIDATES)?;
        let Some((last, _)) = these.last().copied() else { break };
        let ids: Vec<_> = these.into_iter().map(|(_, id)| id).collect();
        for it in conversation::rows::latest(conn, viewer, &ids, SEEN)? {
            if but.contains(&it.id) || query.status.is_some_and(|status| status != it.status) {
                continue;
            }
            let Some(by) = query.vocabulary.reasons(&it, &asked) else { continue };
            found.push(Known { conversation: it, by });
        }
        if found.len() >= SHOWN {
            break;
        }
        before = last;
    }
    found.sort_by_key(|it| std::cmp::Reverse((it.conversation.active_at, it.conversation.id)));
    found.truncate(SHOWN);
    Ok(found)
}

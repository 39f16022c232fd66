//! Who changes a conversation says what they had seen. If others have since changed the very thing that this is about, nothing
//! happens, and they are told who changed what; the conversation's lock puts those who change at once in a row.

use shared::answer::Seen;
use shared::change::{Changed, TOLD_MAX, span};
use shared::conversation::{Action, Conversation};
use shared::problem::{Code, Problem};

use super::claim::name;
use crate::error::Result;
use crate::features::activity;
use crate::store::Tx;

/// Refuses a change over one that its author has not seen. What is so already is no change.
pub fn check(
    tx: &mut Tx<'_>,
    it: &Conversation,
    action: &Action,
    seen: Option<&Seen>,
) -> Result<()> {
    let (Some(seen), fields) = (seen, action.fields()) else { return Ok(()) };
    if fields.is_empty() || seen.version >= it.version || action.holds_of(it) {
        return Ok(());
    }
    let me = tx.actor();
    let mut changes = activity::rows::since(tx.conn(), it.id, seen.version)?;
    changes.retain(|it| it.by != me && it.fact.fields().iter().any(|it| fields.contains(it)));
    let Some(latest) = changes.last() else { return Ok(()) };
    let (by, ago) = (latest.by, span(tx.now() - latest.at));
    let words = format!(
        "{} changed this {ago} ago. Look at it, and do it again if you still want to.",
        name(tx, by)?
    );
    let changes = changes.split_off(changes.len().saturating_sub(TOLD_MAX));
    let changed = Some(Box::new(Changed { version: it.version, now: tx.now(), changes }));
    Err(Problem { changed, ..Problem::new(Code::Changed, words) }.into())
}

//! Drafts that several people write at once. The server keeps each document, merges what is written into it, and keeps its
//! words as its author's draft; nothing of it is in the log, which many people's typing would fill.

pub mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::conversation::{Conversation, Fact};
use shared::problem::{Code, Problem};
use shared::together::{Act, Document, Page, STATE_MAX, Shared};

use self::rows::Open;
use super::{activity, conversation, draft};
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::Tx;

/// Does it. What comes back is the document, to who needs it, and whether everybody may hear of it.
pub fn act(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    it: Shared,
    act: &Act,
) -> Result<(Option<Page>, bool)> {
    if conversation::rows::find(tx.conn(), viewer, it.at)?.is_none() {
        return Err(Problem::not_found("conversation").into());
    }
    let open = match act {
        // Of those who write at the same moment, one comes after the other.
        Act::Join | Act::Point { .. } | Act::Leave => rows::find(tx.conn(), it)?,
        Act::Offer(_) | Act::Write { .. } | Act::Finish | Act::End => locked(tx, it)?.1,
    };
    if open.is_none() && *act == Act::Leave {
        // Whoever goes when it is over has nothing to say.
        return Ok((None, false));
    }
    let mine = it.author == viewer.agent;
    let offered = open.as_ref().is_some_and(|open| open.offered);
    viewer.joins(it.author, offered)?;
    match (act, open) {
        (Act::Join, Some(open)) => Ok((Some(page(open)), offered)),
        (Act::Join, None) => Ok((Some(page(begin(tx, it, false)?)), false)),
        (Act::Offer(to), open) => {
            if !mine {
                return Err(Problem::forbidden("Whoever began it offers it.").into());
            }
            let open = match open {
                Some(open) => Open { offered: *to, ..open },
                None => begin(tx, it, *to)?,
            };
            rows::keep(&mut tx.bookkeeping(), it, &open)?;
            // Who may no longer be in it hears that, too.
            Ok((Some(page(open)), *to || offered))
        }
        (_, None) => Err(Problem::not_found("draft").into()),
        (Act::Write { update }, Some(open)) => {
            write(tx, it, open, update)?;
            Ok((None, offered))
        }
        (Act::Point { .. } | Act::Leave, Some(_)) => Ok((None, offered)),
        (Act::End, Some(_)) => {
            if !mine {
                return Err(Problem::forbidden("Whoever began it ends it.").into());
            }
            rows::forget(&mut tx.bookkeeping(), it)?;
            Ok((None, offered))
        }
        (Act::Finish, Some(open)) => {
            viewer.finishes(it.author)?;
            rows::forget(&mut tx.bookkeeping(), it)?;
            draft::rows::forget(&mut tx.bookkeeping(), it.author, it.at)?;
            let (mut of, _) = locked(tx, it)?;
            activity::change(tx, &mut of, Fact::TookDraft { of: it.author }, |_| {})?;
            Ok((Some(page(open)), offered))
        }
    }
}

fn page(it: Open) -> Page {
    Page { begun: it.begun, state: it.state, offered: it.offered }
}

fn locked(tx: &mut Tx<'_>, it: Shared) -> Result<(Conversation, Option<Open>)> {
    let of = conversation::rows::lock(tx.conn(), it.at)?;
    let of = of.ok_or_else(|| Problem::not_found("conversation"))?;
    Ok((of, rows::find(tx.conn(), it)?))
}

/// Opens it with what its author has written so far, unless somebody else just did.
fn begin(tx: &mut Tx<'_>, it: Shared, offered: bool) -> Result<Open> {
    if let (_, Some(open)) = locked(tx, it)? {
        return Ok(open);
    }
    let document = Document::default();
    let said = draft::rows::in_conversation(tx.conn(), it.at)?;
    if let Some((_, draft)) = said.into_iter().find(|(by, _)| *by == it.author) {
        document.write(&draft.text);
    }
    let state = document.state();
    let open = Open { offered, begun: state.clone(), state };
    rows::keep(&mut tx.bookkeeping(), it, &open)?;
    Ok(open)
}

fn write(tx: &mut Tx<'_>, it: Shared, open: Open, update: &[u8]) -> Result<()> {
    let (state, text) = merged(&open.state, update)?;
    rows::keep(&mut tx.bookkeeping(), it, &Open { state, ..open })?;
    let drafts = draft::rows::in_conversation(tx.conn(), it.at)?;
    let kept = drafts.into_iter().find(|(by, _)| *by == it.author).map(|(_, draft)| draft);
    let draft = shared::draft::Draft { text, ..kept.unwrap_or_default() };
    let now = tx.now();
    draft::rows::keep(&mut tx.bookkeeping(), it.author, it.at, &draft, now)
}

/// A document with what is new in it, and its words. What comes from a browser may be anything, and may not end more than its
/// own request.
fn merged(state: &[u8], update: &[u8]) -> Result<(Vec<u8>, String)> {
    let merge = || {
        let document = Document::default();
        document.apply(state).and_then(|()| document.apply(update)).ok()?;
        Some((document.state(), document.text()))
    };
    let merged = catch_unwind(AssertUnwindSafe(merge)).ok().flatten();
    let (state, text) = merged.ok_or_else(|| {
        Problem::invalid("update", "This is no part of the draft. Reload the page.")
    })?;
    if state.len() > STATE_MAX {
        let words = "This draft has been changed more than can be kept. Go on with it alone.";
        return Err(Problem::new(Code::TooLarge, words).into());
    }
    Ok((state, text))
}

//! Message templates as WhatsApp has them: read from there, kept for choosing and checking, and moved by its deliveries.
//! Nobody changes them here.

pub mod rows;

use std::collections::{HashMap, HashSet};

use shared::event::Fact as AnyFact;
use shared::number::Fact;
use shared::template::{Shelf, Template};
use shared::time::Millis;

use super::number;
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;
use crate::whatsapp::template::{Changed, TemplateUpdate};

/// How often all of them are read again.
const EVERY: Millis = Millis::days(1);

/// Promises to read the templates of an account, if it is known.
pub fn sync(tx: &mut Tx<'_>, account: Option<String>) {
    if let Some(account) = account {
        tx.promise(Job::SyncTemplates { account });
    }
}

/// Promises to read again what was read long ago.
pub fn sync_old(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    for number in number::rows::all(tx.conn())? {
        if number.templates.synced.is_none_or(|synced| synced + EVERY <= now) {
            sync(tx, number.account);
        }
    }
    Ok(())
}

/// Takes everything that WhatsApp has, unless something changed since `revision`: then it may be old already, and it says
/// false.
pub fn store(
    tx: &mut Tx<'_>,
    account: &str,
    revision: u32,
    templates: &[Template],
) -> Result<bool> {
    let current = revision_of(tx, account)?;
    if current != Some(revision) {
        return Ok(current.is_none());
    }
    let held = rows::of_account(tx.conn(), account)?;
    let known: HashMap<&str, &Template> = held.iter().map(|it| (it.id.as_str(), it)).collect();
    let there: HashSet<&str> = templates.iter().map(|it| it.id.as_str()).collect();
    let gone: Vec<&str> = known.keys().copied().filter(|id| !there.contains(id)).collect();
    let mut news = !gone.is_empty();
    for template in templates.iter().filter(|it| known.get(it.id.as_str()) != Some(it)) {
        rows::put(&mut tx.bookkeeping(), account, template)?;
        news = true;
    }
    rows::forget(&mut tx.bookkeeping(), &gone)?;
    let (now, total) = (tx.now(), u32::try_from(templates.len()).unwrap_or(u32::MAX));
    shelve(tx, account, |shelf| Shelf {
        revision: shelf.revision + u32::from(news),
        total,
        synced: Some(now),
        problem: None,
    })?;
    Ok(true)
}

/// Notes why the templates could not be read.
pub fn trouble(tx: &mut Tx<'_>, account: &str, words: &str) -> Result<()> {
    shelve(tx, account, |shelf| Shelf { problem: Some(words.to_owned()), ..shelf.clone() })
}

/// Takes WhatsApp's word for what became of a template.
pub fn hear(tx: &mut Tx<'_>, account: &str, update: TemplateUpdate) -> Result<()> {
    let Some(held) = rows::find(tx.conn(), &update.id)?.filter(|it| it.account == account) else {
        sync(tx, Some(account.to_owned()));
        return Ok(());
    };
    let before = held.template.clone();
    let (mut template, mut news) = (held.template, false);
    match update.changed {
        Changed::Status { status, reason } => {
            template.status = status;
            template.reason = reason;
        }
        Changed::Quality(quality) => template.quality = quality,
        Changed::Category(category) => template.category = category,
        Changed::Content => {
            news = true;
            sync(tx, Some(account.to_owned()));
        }
    }
    if template == before && !news {
        return Ok(());
    }
    rows::put(&mut tx.bookkeeping(), account, &template)?;
    shelve(tx, account, |shelf| Shelf { revision: shelf.revision + 1, ..shelf.clone() })
}

/// What counts up whenever a template of the account changes; nothing when no number of ours is in it.
pub fn revision_of(tx: &mut Tx<'_>, account: &str) -> Result<Option<u32>> {
    let numbers = number::rows::of_account(tx.conn(), account)?;
    Ok(numbers.iter().map(|it| it.number.templates.revision).max())
}

/// Tells the clients of all numbers of the account.
fn shelve(tx: &mut Tx<'_>, account: &str, edit: impl Fn(&Shelf) -> Shelf) -> Result<()> {
    let mut numbers = number::rows::of_account(tx.conn(), account)?;
    let latest = numbers.iter().map(|it| &it.number.templates).max_by_key(|it| it.revision);
    let Some(shelf) = latest.map(edit) else { return Ok(()) };
    let mut fact = tx.happened(AnyFact::Number(Fact::TemplatesMoved));
    for row in &mut numbers {
        fact = fact.change(row, |row| row.number.templates = shelf.clone())?;
    }
    Ok(())
}

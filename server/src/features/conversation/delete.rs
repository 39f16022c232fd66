//! Conversations that are deleted: out of everybody's sight but theirs who may restore them, and erased after a time. What
//! a customer writes brings one back, so that no message is ever lost by deleting.

use shared::conversation::{Conversation, DELETED_KEPT, Fact};
use shared::event::Fact as AnyFact;
use shared::ids::ConversationId;
use shared::message::file::Hash;
use shared::problem::{Code, Problem};
use shared::time::Millis;

use super::rows;
use crate::error::Result;
use crate::features::{activity, mention};
use crate::jobs::Job;
use crate::store::{Tx, log};

/// Deletes it. Once more changes nothing, also not when it is erased.
pub(super) fn delete(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    if it.deleted.is_some() {
        return Ok(());
    }
    if it.call.is_some() {
        let words = "There is a call with this customer. Hang up first.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    let until = tx.now() + DELETED_KEPT;
    let conversation = it.id;
    activity::change(tx, &mut it, Fact::Deleted { until }, |it| it.deleted = Some(until))?;
    tx.promise_at(Job::Erase { conversation }, until);
    Ok(())
}

/// As it was before.
pub(super) fn restore(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    come_back(tx, &mut it)
}

/// It is there again: somebody wants it back, or the customer writes.
pub fn come_back(tx: &mut Tx<'_>, it: &mut Conversation) -> Result<()> {
    if it.deleted.is_some() {
        activity::change(tx, it, Fact::Restored, |it| it.deleted = None)?;
    }
    Ok(())
}

/// Erases it when its time has come, and promises that files go which nothing else has. Says how long it still has, for
/// who came too early.
pub fn erase_when_due(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Millis>> {
    let Some(it) = rows::lock(tx.conn(), id)? else { return Ok(None) };
    let Some(at) = it.deleted else { return Ok(None) };
    let now = tx.now();
    if at > now {
        return Ok(Some(at - now));
    }
    mention::see_all(tx, id)?;
    let contact = it.contact.id;
    let mut noted = tx.happened(AnyFact::Conversation(Fact::Erased));
    let files: Vec<Hash> = rows::erase::content(&mut noted.writer(), id)?;
    noted.remove(&rows::erase::Erased::of(it))?;
    let mut writer = tx.bookkeeping();
    rows::erase::contact(&mut writer, contact)?;
    log::scrub(&mut writer, id)?;
    for hash in files {
        tx.promise(Job::DropFile { hash });
    }
    Ok(None)
}

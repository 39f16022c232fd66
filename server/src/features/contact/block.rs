//! Wanting nothing to do with somebody, and having to do with them again. What WhatsApp says to it is told when it answers.

use shared::contact::{Block, Consent, FIELD_MAX, Fact, Told};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::{AgentId, ContactId};
use shared::problem::Problem;

use super::edit::change;
use super::person;
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;

/// Blocks or unblocks; what is so already stays so.
pub(super) fn set(tx: &mut Tx<'_>, it: &Conversation, blocked: bool) -> Result<()> {
    if it.contact.about.blocked.is_some() == blocked {
        return Ok(());
    }
    let (by, at) = (me(tx), tx.now());
    let block = blocked.then(|| Box::new(Block { by, at, whatsapp: Told::Asked }));
    let fact = if blocked { Fact::Blocked } else { Fact::Unblocked };
    change(tx, it.contact.id, fact, |now, _| now.about.blocked = block)?;
    for it in person::lock(tx, it.contact.id)? {
        tx.promise(Job::Block { conversation: it.id });
    }
    Ok(())
}

/// Notes what WhatsApp said, unless it is about a block that is over.
pub fn answered(tx: &mut Tx<'_>, id: ContactId, declined: Option<String>) -> Result<()> {
    let told = declined.map_or(Told::Agreed, Told::Declined);
    change(tx, id, Fact::BlockAnswered, |now, _| {
        if let Some(block) = &mut now.about.blocked {
            block.whatsapp = told;
        }
    })
}

/// Writes down whether somebody wants marketing.
pub(super) fn consent(
    tx: &mut Tx<'_>,
    it: &Conversation,
    given: Option<bool>,
    how: &str,
) -> Result<()> {
    let how = how.trim();
    if how.chars().count() > FIELD_MAX || how.contains('\0') {
        let words = format!("There is room for {FIELD_MAX} characters.");
        return Err(Problem::invalid("how", words).into());
    }
    let held = it.contact.about.consent.as_ref().map(|it| (it.given, it.how.as_str()));
    if held == given.map(|given| (given, how)) {
        return Ok(());
    }
    let (by, at) = (me(tx), tx.now());
    let now = given.map(|given| Box::new(Consent { given, how: how.to_owned(), by, at }));
    change(tx, it.contact.id, Fact::Edited, |contact, _| contact.about.consent = now)
}

const fn me(tx: &Tx<'_>) -> Option<AgentId> {
    match tx.actor() {
        Actor::Agent(id) => Some(id),
        Actor::Contact(_) | Actor::System => None,
    }
}

//! Wanting nothing to do with somebody, and having to do with them again. What WhatsApp says to it is told when it answers.

use shared::contact::{Block, Consent, FIELD_MAX, Fact, Told};
use shared::conversation::Conversation;
use shared::event::Actor;
use shared::ids::{AgentId, ContactId};
use shared::problem::Problem;
use shared::time::Timestamp;

use super::edit::change;
use super::{known, person};
use crate::error::Result;
use crate::jobs::Job;
use crate::store::Tx;
use crate::whatsapp::Identity;

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

/// A customer said in WhatsApp whether they want marketing. What was noted here after that stays.
pub fn said(tx: &mut Tx<'_>, who: &Identity, given: bool, at: Timestamp) -> Result<()> {
    let Some(id) = known(tx.conn(), who)? else { return Ok(()) };
    tx.acts(Actor::Contact(id));
    through_whatsapp(tx, id, given, at)
}

/// WhatsApp did not deliver marketing, because the customer wants none.
pub fn opted_out(tx: &mut Tx<'_>, id: ContactId, at: Timestamp) -> Result<()> {
    through_whatsapp(tx, id, false, at)
}

fn through_whatsapp(tx: &mut Tx<'_>, id: ContactId, given: bool, at: Timestamp) -> Result<()> {
    change(tx, id, Fact::Edited, |now, _| {
        let held = now.about.consent.as_deref();
        // The same again, or older than what is known. WhatsApp tells whole seconds: within one, their own word counts.
        let older = |held: &Consent| held.at.seconds() > at.seconds();
        if held.is_some_and(|held| older(held) || held.given == given) {
            return;
        }
        let how = "The customer, in WhatsApp".to_owned();
        now.about.consent = Some(Box::new(Consent { given, how, by: None, at }));
    })
}

const fn me(tx: &Tx<'_>) -> Option<AgentId> {
    match tx.actor() {
        Actor::Agent(id) => Some(id),
        Actor::Contact(_) | Actor::System => None,
    }
}

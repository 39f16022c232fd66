//! Several contacts that are one person: each keeps its own names at WhatsApp, its threads and what was known of it, and all
//! show what is known of the one that they were merged into. So a merge can be undone exactly.

use std::collections::HashMap;

use shared::contact::{Contact, Fact};
use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::ids::{ContactId, ConversationId};
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::{attribute, conversation};
use crate::store::{Conn, Tx, Writer};

/// A chain of merges is never longer.
const DEPTH: usize = 64;
/// Most identities of one person.
const MOST: usize = 20;

/// The contact of whom things are known.
pub fn root(conn: &mut Conn, id: ContactId) -> Result<ContactId> {
    let mut at = id;
    for _ in 0..DEPTH {
        match rows::person(conn, at)? {
            Some(next) => at = next,
            None => break,
        }
    }
    Ok(at)
}

/// All contacts that are the same person as this one, the one of whom things are known first.
pub fn all_of(conn: &mut Conn, id: ContactId) -> Result<Vec<ContactId>> {
    let mut all = vec![root(conn, id)?];
    let mut last = all.clone();
    while !last.is_empty() && all.len() <= DEPTH {
        last = rows::identities_of(conn, &last)?;
        all.extend(&last);
    }
    Ok(all)
}

/// A contact as its conversations show it: under its own number, with what is known of the person.
pub fn shown(conn: &mut Conn, own: Contact) -> Result<Contact> {
    let root = root(conn, own.id)?;
    if root == own.id {
        return Ok(own);
    }
    let person = rows::find(conn, root)?;
    Ok(person.map_or(own.clone(), |it| Contact { name: it.name, about: it.about, ..own }))
}

/// What each of these likes to speak, as it is noted of the person.
pub fn languages(conn: &mut Conn, these: &[ContactId]) -> Result<HashMap<ContactId, String>> {
    let mut found = HashMap::with_capacity(these.len());
    for (id, merged, details) in rows::details_of(conn, these)? {
        let known = if merged {
            let root = root(conn, id)?;
            rows::details(conn, root)?
        } else {
            details
        };
        found.insert(id, known.language);
    }
    Ok(found)
}

/// Holds all conversations of a person, before what is known of them is read to be changed.
pub fn lock(tx: &mut Tx<'_>, id: ContactId) -> Result<Vec<Conversation>> {
    let all = all_of(tx.conn(), id)?;
    conversation::rows::lock_all_of_contacts(tx.conn(), &all)
}

/// Saves something about a person, and shows it in all their conversations.
pub fn save(
    tx: &mut Tx<'_>,
    fact: Fact,
    people: &[ContactId],
    work: impl FnOnce(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    let mut all = vec![];
    for id in people {
        all.extend(all_of(tx.conn(), *id)?);
    }
    // The conversations first, as everyone holds them.
    let conversations = conversation::rows::lock_all_of_contacts(tx.conn(), &all)?;
    let mut recording = tx.happened(AnyFact::Contact(fact));
    work(&mut recording.writer())?;
    for mut it in conversations {
        let mut writer = recording.writer();
        let Some(own) = rows::find(writer.conn(), it.contact.id)? else { continue };
        let now = shown(writer.conn(), own)?;
        let known = now.about.attributes != it.contact.about.attributes;
        recording = recording.change(&mut it, |it| it.contact = now)?;
        if known {
            attribute::rows::renew_values(&mut recording.writer(), &it)?;
        }
    }
    Ok(())
}

/// From now on what is known of the contact of this conversation is known of the other's too.
pub(super) fn merge(tx: &mut Tx<'_>, it: &Conversation, with: ConversationId) -> Result<()> {
    let Some(other) = conversation::rows::contact(tx.conn(), with)? else {
        return Err(Problem::not_found("conversation").into());
    };
    let (kept, joins) = (root(tx.conn(), it.contact.id)?, root(tx.conn(), other)?);
    if kept == joins {
        return Ok(());
    }
    let many = all_of(tx.conn(), kept)?.len() + all_of(tx.conn(), joins)?.len();
    if many > MOST {
        let words = format!("A person has at most {MOST} numbers and names here.");
        return Err(Problem::invalid("with", words).into());
    }
    save(tx, Fact::Merged, &[kept, joins], |writer| rows::set_person(writer, joins, Some(kept)))
}

/// A contact is by itself again, with what was known of it before, and with those that had been merged into it.
pub(super) fn unmerge(tx: &mut Tx<'_>, it: &Conversation, id: ContactId) -> Result<()> {
    if !all_of(tx.conn(), it.contact.id)?.contains(&id) {
        return Err(Problem::invalid("contact", "This is somebody else already.").into());
    }
    if rows::person(tx.conn(), id)?.is_none() {
        return Ok(());
    }
    save(tx, Fact::Unmerged, &[id], |writer| rows::set_person(writer, id, None))
}

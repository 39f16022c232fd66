//! People who write to us: one contact for a person, under whichever of their names WhatsApp uses.

pub mod block;
pub mod edit;
pub mod guard;
pub mod handed;
pub mod person;
pub mod rows;

use shared::contact::{About, Contact, Fact};
use shared::ids::ContactId;
use shared::problem::{Code, Problem};

use crate::error::Result;
use crate::store::{Conn, Tx};
use crate::whatsapp::identity::Identity;
use crate::whatsapp::phone::canonical;

/// The contact behind an identity; a new one if nobody is known by any of its names.
///
/// Where its names belong to different contacts, they stay two: the business-scoped id decides, then the phone.
pub fn resolve(
    tx: &mut Tx<'_>,
    identity: &Identity,
    profile_name: Option<&str>,
) -> Result<Contact> {
    let aliases = aliases(identity);
    let known = rows::owners(tx.conn(), &aliases)?;
    // The surest name decides.
    let held = match aliases.iter().find_map(|alias| owner(&known, alias)) {
        Some(id) => rows::find(tx.conn(), id)?,
        None => None,
    };
    let fallback = || {
        identity
            .phone
            .as_ref()
            .map(|phone| format!("+{phone}"))
            .or_else(|| identity.username.clone())
    };
    let contact = if let Some(held) = held {
        let name = edit::name(tx, &held, profile_name)?;
        let phone = identity.phone.clone().or_else(|| held.phone.clone());
        let username = identity.username.clone().or_else(|| held.username.clone());
        let now = Contact { name, phone, username, ..held.clone() };
        if now != held {
            change(tx, &now)?;
        }
        now
    } else {
        let id = ContactId(tx.ulid());
        let name = profile_name
            .map(str::to_owned)
            .or_else(fallback)
            .unwrap_or_else(|| "Customer".to_owned());
        let (phone, username) = (identity.phone.clone(), identity.username.clone());
        let contact = Contact { id, name, phone, username, about: About::default() };
        rows::insert(&mut tx.bookkeeping(), &contact)?;
        contact
    };
    let new: Vec<_> =
        aliases.into_iter().filter(|alias| known.iter().all(|(known, _)| known != alias)).collect();
    if rows::add_aliases(&mut tx.bookkeeping(), contact.id, &new)? < new.len() {
        // Somebody else learned one of them at this very moment: look again.
        return Err(Problem::new(Code::Conflict, "The contact is just being added.").into());
    }
    if let Some(bsuid) = &identity.bsuid {
        rows::set_bsuid(&mut tx.bookkeeping(), contact.id, bsuid)?;
    }
    person::shown(tx.conn(), contact)
}

/// WhatsApp says that somebody goes by other names from now on. The old number may soon be somebody else's.
pub fn rename(tx: &mut Tx<'_>, old: &Identity, new: &Identity) -> Result<Option<Contact>> {
    let known = rows::owners(tx.conn(), &aliases(old))?;
    let taken = rows::owners(tx.conn(), &aliases(new))?;
    let names = || aliases(old).into_iter().chain(aliases(new));
    let Some(id) = names().find_map(|name| owner(&known, &name).or_else(|| owner(&taken, &name)))
    else {
        return Ok(None);
    };
    let Some(held) = rows::find(tx.conn(), id)? else { return Ok(None) };
    let mut stale = vec![];
    if new.phone.is_some() {
        stale.extend(
            old.phone
                .iter()
                .filter(|phone| new.phone.as_ref() != Some(phone))
                .map(|phone| phone_alias(phone)),
        );
    }
    if new.bsuid.is_some() {
        stale.extend(
            old.bsuid
                .iter()
                .filter(|id| new.bsuid.as_ref() != Some(id))
                .map(|id| format!("bsuid:{id}")),
        );
    }
    rows::drop_aliases(&mut tx.bookkeeping(), id, &stale)?;
    let free: Vec<_> = aliases(new)
        .into_iter()
        .filter(|alias| taken.iter().all(|(taken, _)| taken != alias))
        .collect();
    rows::add_aliases(&mut tx.bookkeeping(), id, &free)?;
    if let Some(bsuid) = &new.bsuid {
        rows::set_bsuid(&mut tx.bookkeeping(), id, bsuid)?;
    }
    let now = Contact { phone: new.phone.clone().or_else(|| held.phone.clone()), ..held.clone() };
    if now != held {
        change(tx, &now)?;
    }
    Ok(Some(now))
}

/// WhatsApp found somebody under other names than those we wrote to: the same line in another spelling, or their id.
pub fn learn(tx: &mut Tx<'_>, id: ContactId, found: &Identity) -> Result<()> {
    let aliases = aliases(found);
    let taken = rows::owners(tx.conn(), &aliases)?;
    let free: Vec<_> =
        aliases.into_iter().filter(|alias| taken.iter().all(|(taken, _)| taken != alias)).collect();
    rows::add_aliases(&mut tx.bookkeeping(), id, &free).map(drop)
}

/// Saves a contact, and shows it in all conversations of that person.
fn change(tx: &mut Tx<'_>, now: &Contact) -> Result<()> {
    person::save(tx, Fact::Changed, &[now.id], |writer| rows::update(writer, now))
}

/// Who is known by these names, the surest first.
pub fn known(conn: &mut Conn, identity: &Identity) -> Result<Option<ContactId>> {
    let aliases = aliases(identity);
    let known = rows::owners(conn, &aliases)?;
    Ok(aliases.iter().find_map(|alias| owner(&known, alias)))
}

fn owner(known: &[(String, ContactId)], alias: &str) -> Option<ContactId> {
    known.iter().find(|(known, _)| known == alias).map(|(_, id)| *id)
}

/// Under which names WhatsApp may know them, the surest first.
fn aliases(identity: &Identity) -> Vec<String> {
    let bsuid = identity.bsuid.iter().map(|id| format!("bsuid:{id}"));
    let parent = identity.parent.iter().map(|id| format!("parent:{id}"));
    let phone = identity.phone.iter().map(|phone| phone_alias(phone));
    bsuid.chain(parent).chain(phone).collect()
}

fn phone_alias(phone: &str) -> String {
    format!("phone:{}", canonical(phone))
}

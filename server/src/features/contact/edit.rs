//! What colleagues know of a contact: their own name for them, and what WhatsApp does not tell. Their name stands until they
//! take it back, whatever the customer calls themselves meanwhile.

use shared::attribute::Of;
use shared::contact::{Action, Contact, Details, Fact, Field};
use shared::conversation::Conversation;
use shared::ids::ContactId;
use shared::problem::Problem;

use super::{block, person, rows};
use crate::error::Result;
use crate::features::agent::check_name;
use crate::features::attribute;
use crate::store::Tx;

/// Does what a command asks about the contact of a conversation.
pub fn handle(tx: &mut Tx<'_>, it: &Conversation, action: Action) -> Result<()> {
    match action {
        Action::Set { field, text } => set(tx, it, field, text.trim()),
        Action::SetAttribute { attribute, value } => {
            attribute::check_value(tx, attribute, Of::Contact, value.as_ref())?;
            change(tx, it.contact.id, Fact::Edited, |now, _| {
                attribute::put(&mut now.about.attributes, attribute, value);
            })
        }
        Action::Block => block::set(tx, it, true),
        Action::Unblock => block::set(tx, it, false),
        Action::Merge { with } => person::merge(tx, it, with),
        Action::Unmerge { contact } => person::unmerge(tx, it, contact),
        Action::Consent { given, how } => block::consent(tx, it, given, &how),
    }
}

fn set(tx: &mut Tx<'_>, it: &Conversation, field: Field, text: &str) -> Result<()> {
    check(field, text)?;
    let text = text.to_owned();
    change(tx, it.contact.id, Fact::Edited, |now, details| match field {
        Field::Name => {
            let own = details.profile.clone().unwrap_or_else(|| now.name.clone());
            details.profile = (!text.is_empty() && text != own).then(|| own.clone());
            now.name = if text.is_empty() { own } else { text };
        }
        Field::Email => details.email = text,
        Field::Company => details.company = text,
        Field::Language => details.language = text,
        Field::Notes => details.notes = text,
    })
}

/// Saves what is known of a person now, and shows it in all their conversations.
pub(super) fn change(
    tx: &mut Tx<'_>,
    id: ContactId,
    fact: Fact,
    edit: impl FnOnce(&mut Contact, &mut Details),
) -> Result<()> {
    // The conversations first, as everyone holds them.
    person::lock(tx, id)?;
    let id = person::root(tx.conn(), id)?;
    let Some(held) = rows::find(tx.conn(), id)? else {
        return Err(Problem::not_found("contact").into());
    };
    let known = rows::details(tx.conn(), id)?;
    let (mut now, mut details) = (held.clone(), known.clone());
    edit(&mut now, &mut details);
    if now == held && details == known {
        return Ok(());
    }
    person::save(tx, fact, &[id], |writer| {
        rows::set_details(writer, id, &details)?;
        rows::update(writer, &now)
    })
}

/// What somebody is called, now that they call themselves so: a name of ours stays, and theirs is kept beside it.
pub(super) fn name(tx: &mut Tx<'_>, held: &Contact, profile: Option<&str>) -> Result<String> {
    let Some(profile) = profile else { return Ok(held.name.clone()) };
    let mut details = rows::details(tx.conn(), held.id)?;
    match &details.profile {
        None => Ok(profile.to_owned()),
        Some(known) if known == profile => Ok(held.name.clone()),
        Some(_) => {
            details.profile = Some(profile.to_owned());
            rows::set_details(&mut tx.bookkeeping(), held.id, &details)?;
            Ok(held.name.clone())
        }
    }
}

fn check(field: Field, text: &str) -> Result<()> {
    let (length, room) = (text.chars().count(), field.room());
    let wrong = if field == Field::Name && !text.is_empty() {
        return check_name("name", text);
    } else if length > room || text.contains('\0') {
        format!("There is room for {room} characters; this has {length}.")
    } else if field == Field::Email && !text.is_empty() && !is_address(text) {
        "An email address has an @, such as ana@example.com.".into()
    } else {
        return Ok(());
    };
    Err(Problem::invalid(&field.to_string(), wrong).into())
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, at)| !who.is_empty() && !at.is_empty())
}

//! What colleagues know of a contact: their own name for them, and what WhatsApp does not tell. Their name stands until they
//! take it back, whatever the customer calls themselves meanwhile.

use shared::attribute::Of;
use shared::contact::{Action, Contact, Details, Fact, Field};
use shared::conversation::Conversation;
use shared::event::Fact as AnyFact;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::features::agent::check_name;
use crate::features::{attribute, conversation};
use crate::store::Tx;

/// Does what a command asks about the contact of a conversation.
pub fn handle(tx: &mut Tx<'_>, it: &Conversation, action: Action) -> Result<()> {
    match action {
        Action::Set { field, text } => set(tx, it, field, text.trim()),
        Action::SetAttribute { attribute, value } => {
            attribute::check_value(tx, attribute, Of::Contact, value.as_ref())?;
            change(tx, it, |now, _| attribute::put(&mut now.about.attributes, attribute, value))
        }
    }
}

fn set(tx: &mut Tx<'_>, it: &Conversation, field: Field, text: &str) -> Result<()> {
    check(field, text)?;
    let text = text.to_owned();
    change(tx, it, |now, details| match field {
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

/// Saves what is known now, and shows it in all their conversations.
fn change(
    tx: &mut Tx<'_>,
    it: &Conversation,
    edit: impl FnOnce(&mut Contact, &mut Details),
) -> Result<()> {
    // The conversations first, as everyone holds them.
    let conversations = conversation::rows::lock_all_of_contact(tx.conn(), it.contact.id)?;
    let Some(held) = rows::find(tx.conn(), it.contact.id)? else {
        return Err(Problem::not_found("contact").into());
    };
    let known = rows::details(tx.conn(), held.id)?;
    let (mut now, mut details) = (held.clone(), known.clone());
    edit(&mut now, &mut details);
    if now == held && details == known {
        return Ok(());
    }
    let mut recording = tx.happened(AnyFact::Contact(Fact::Edited));
    rows::set_details(&mut recording.writer(), now.id, &details)?;
    rows::update(&mut recording.writer(), &now)?;
    for mut it in conversations {
        recording = recording.change(&mut it, |it| it.contact = now.clone())?;
        if now.about.attributes != held.about.attributes {
            attribute::rows::renew_values(&mut recording.writer(), &it)?;
        }
    }
    Ok(())
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

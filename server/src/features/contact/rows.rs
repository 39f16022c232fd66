//! Contacts and their aliases in SQL.

use diesel::prelude::*;
use shared::contact::{About, Contact, Details};
use shared::ids::ContactId;

use crate::error::Result;
use crate::features::search;
use crate::store::columns::{Json, Key};
use crate::store::schema::{contact_aliases, contacts};
use crate::store::{Conn, Statement, Writer};

/// So many ids in one statement.
const CHUNK: usize = 1_000;

/// A contact.
pub fn find(conn: &mut Conn, id: ContactId) -> Result<Option<Contact>> {
    type Row = (String, Option<String>, Option<String>, Json<About>);
    let it = contacts::table.find(Key(id)).select((
        contacts::name,
        contacts::phone,
        contacts::username,
        contacts::about,
    ));
    let row: Option<Row> = it.maybe(conn)?;
    Ok(row.map(|(name, phone, username, Json(about))| Contact { id, name, phone, username, about }))
}

/// What colleagues know of them.
pub fn details(conn: &mut Conn, id: ContactId) -> Result<Details> {
    let it = contacts::table.find(Key(id)).select(contacts::details);
    Ok(it.maybe::<Json<Details>>(conn)?.map(|Json(details)| details).unwrap_or_default())
}

/// What colleagues know of each of these, and whether it is somebody's other identity.
pub fn details_of(conn: &mut Conn, these: &[ContactId]) -> Result<Vec<(ContactId, bool, Details)>> {
    type Row = (Key<ContactId>, Option<Key<ContactId>>, Json<Details>);
    let mut found = Vec::with_capacity(these.len());
    for ids in these.chunks(CHUNK) {
        let of = contacts::table.filter(contacts::id.eq_any(ids.iter().copied().map(Key)));
        let rows: Vec<Row> =
            of.select((contacts::id, contacts::person_id, contacts::details)).all(conn)?;
        found
            .extend(rows.into_iter().map(|(Key(id), person, Json(it))| (id, person.is_some(), it)));
    }
    Ok(found)
}

/// Other things are known.
pub fn set_details(writer: &mut Writer<'_>, id: ContactId, details: &Details) -> Result<()> {
    let it = contacts::table.find(Key(id));
    diesel::update(it).set(contacts::details.eq(Json(details.clone()))).run(writer)?;
    Ok(())
}

/// Whose other identity this is, if it is one.
pub fn person(conn: &mut Conn, id: ContactId) -> Result<Option<ContactId>> {
    let it = contacts::table.find(Key(id)).select(contacts::person_id);
    let found: Option<Option<Key<ContactId>>> = it.maybe(conn)?;
    Ok(found.flatten().map(|Key(id)| id))
}

/// The other identities of these.
pub fn identities_of(conn: &mut Conn, these: &[ContactId]) -> Result<Vec<ContactId>> {
    let found: Vec<Key<ContactId>> = contacts::table
        .filter(contacts::person_id.eq_any(these.iter().copied().map(Key)).assume_not_null())
        .order(contacts::id)
        .select(contacts::id)
        .all(conn)?;
    Ok(found.into_iter().map(|Key(id)| id).collect())
}

/// It is somebody's other identity, or a person by itself.
pub fn set_person(writer: &mut Writer<'_>, id: ContactId, person: Option<ContactId>) -> Result<()> {
    let it = contacts::table.find(Key(id));
    diesel::update(it).set(contacts::person_id.eq(person.map(Key))).run(writer)?;
    Ok(())
}

/// Their business-scoped user id, for writing to those who hide their number.
pub fn bsuid(conn: &mut Conn, id: ContactId) -> Result<Option<String>> {
    Ok(contacts::table
        .find(Key(id))
        .select(contacts::bsuid)
        .maybe::<Option<String>>(conn)?
        .flatten())
}

/// Whose these aliases are.
pub fn owners(conn: &mut Conn, aliases: &[String]) -> Result<Vec<(String, ContactId)>> {
    let rows: Vec<(String, Key<ContactId>)> = contact_aliases::table
        .filter(contact_aliases::alias.eq_any(aliases))
        .select((contact_aliases::alias, contact_aliases::contact_id))
        .all(conn)?;
    Ok(rows.into_iter().map(|(alias, Key(id))| (alias, id)).collect())
}

/// A new contact.
pub fn insert(writer: &mut Writer<'_>, it: &Contact) -> Result<()> {
    diesel::insert_into(contacts::table)
        .values((
            contacts::id.eq(Key(it.id)),
            contacts::name.eq(&it.name),
            contacts::phone.eq(&it.phone),
            contacts::username.eq(&it.username),
            contacts::about.eq(Json(it.about.clone())),
            contacts::details.eq(Json(Details::default())),
        ))
        .run(writer)?;
    search::rows::put_contact(writer, it, &Details::default())
}

/// Another name, number or username.
pub fn update(writer: &mut Writer<'_>, it: &Contact) -> Result<()> {
    diesel::update(contacts::table.find(Key(it.id)))
        .set((
            contacts::name.eq(&it.name),
            contacts::phone.eq(&it.phone),
            contacts::username.eq(&it.username),
            contacts::about.eq(Json(it.about.clone())),
        ))
        .run(writer)?;
    let details = details(writer.conn(), it.id)?;
    search::rows::put_contact(writer, it, &details)
}

/// How they can be written to without a number.
pub fn set_bsuid(writer: &mut Writer<'_>, id: ContactId, bsuid: &str) -> Result<()> {
    diesel::update(contacts::table.find(Key(id))).set(contacts::bsuid.eq(bsuid)).run(writer)?;
    Ok(())
}

/// They are also known as these, unless somebody else is. Returns how many are theirs now.
pub fn add_aliases(writer: &mut Writer<'_>, id: ContactId, aliases: &[String]) -> Result<usize> {
    let mut added = 0;
    for alias in aliases {
        added += diesel::insert_into(contact_aliases::table)
            .values((contact_aliases::alias.eq(alias), contact_aliases::contact_id.eq(Key(id))))
            .on_conflict(contact_aliases::alias)
            .do_nothing()
            .run(writer)?;
    }
    Ok(added)
}

/// They are no longer known as these.
pub fn drop_aliases(writer: &mut Writer<'_>, id: ContactId, aliases: &[String]) -> Result<()> {
    let theirs =
        contact_aliases::alias.eq_any(aliases).and(contact_aliases::contact_id.eq(Key(id)));
    diesel::delete(contact_aliases::table.filter(theirs)).run(writer)?;
    Ok(())
}

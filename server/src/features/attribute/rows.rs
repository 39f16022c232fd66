//! Attributes in SQL, and what is known of conversations by them.

use diesel::prelude::*;
use shared::attribute::{Attribute, Choice, Kind, Of};
use shared::conversation::Conversation;
use shared::event::Entity;
use shared::ids::AttributeId;

use crate::error::Result;
use crate::features::search;
use crate::store::columns::{Json, Key};
use crate::store::schema::{attribute_values, attributes};
use crate::store::{Conn, Statement, Tracked, Writer};

type Row = (Key<AttributeId>, Key<Of>, String, Key<Kind>, Json<Vec<Choice>>, i32, bool, i32);

fn attribute(row: Row) -> Attribute {
    let (Key(id), Key(of), name, Key(kind), Json(options), place, archived, version) = row;
    let (place, version) = (place.unsigned_abs(), version.unsigned_abs());
    Attribute { id, of, name, kind, options, place, archived, version }
}

impl Tracked for Attribute {
    fn entity(&self) -> Entity {
        Entity::Attribute(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            attributes::id.eq(Key(self.id)),
            attributes::about.eq(Key(self.of)),
            attributes::name.eq(&self.name),
            attributes::kind.eq(Key(self.kind)),
            attributes::options.eq(Json(self.options.clone())),
            attributes::place.eq(self.place.cast_signed()),
            attributes::archived.eq(self.archived),
            attributes::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(attributes::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = attributes::table.find(Key(self.id)).filter(attributes::version.eq(version - 1));
        let row = (
            attributes::name.eq(&self.name),
            attributes::options.eq(Json(self.options.clone())),
            attributes::place.eq(self.place.cast_signed()),
            attributes::archived.eq(self.archived),
            attributes::version.eq(version),
        );
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

/// All of them, in their order.
pub fn all(conn: &mut Conn) -> Result<Vec<Attribute>> {
    let rows: Vec<Row> = attributes::table.order((attributes::place, attributes::id)).all(conn)?;
    Ok(rows.into_iter().map(attribute).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: AttributeId) -> Result<Option<Attribute>> {
    let row: Option<Row> = attributes::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(attribute))
}

/// Notes what is known of a conversation that has just been saved for the first time, for lists by
/// attribute and for the search.
pub fn note_values(writer: &mut Writer<'_>, it: &Conversation) -> Result<()> {
    for (id, value) in it.attributes.iter().chain(&it.contact.about.attributes) {
        let row = (
            attribute_values::conversation_id.eq(Key(it.id)),
            attribute_values::attribute_id.eq(Key(*id)),
            attribute_values::rank.eq(value.rank()),
            attribute_values::text.eq(value.folded()),
        );
        diesel::insert_into(attribute_values::table).values(row).run(writer)?;
    }
    search::rows::known::put(writer, it)
}

/// Notes what is known of a conversation now, for lists by attribute and for the search.
pub fn renew_values(writer: &mut Writer<'_>, it: &Conversation) -> Result<()> {
    let old = attribute_values::table.filter(attribute_values::conversation_id.eq(Key(it.id)));
    diesel::delete(old).run(writer)?;
    note_values(writer, it)
}

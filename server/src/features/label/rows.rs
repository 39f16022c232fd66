//! Labels in SQL.

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::colour::Colour;
use shared::event::Entity;
use shared::ids::LabelId;
use shared::label::Label;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::labels;
use crate::store::{Conn, Statement, Tracked, Writer};

type Row = (Key<LabelId>, String, Key<Colour>, i32, bool, i32);

fn label((Key(id), name, Key(colour), place, archived, version): Row) -> Label {
    let (place, version) = (place.unsigned_abs(), version.unsigned_abs());
    Label { id, name, colour, place, archived, version }
}

impl Tracked for Label {
    fn entity(&self) -> Entity {
        Entity::Label(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            labels::id.eq(Key(self.id)),
            labels::name.eq(&self.name),
            labels::colour.eq(Key(self.colour)),
            labels::place.eq(self.place.cast_signed()),
            labels::archived.eq(self.archived),
            labels::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(labels::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = labels::table.find(Key(self.id)).filter(labels::version.eq(version - 1));
        let row = (
            labels::name.eq(&self.name),
            labels::colour.eq(Key(self.colour)),
            labels::place.eq(self.place.cast_signed()),
            labels::archived.eq(self.archived),
            labels::version.eq(version),
        );
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

/// All of them, in their order.
pub fn all(conn: &mut Conn) -> Result<Vec<Label>> {
    let rows: Vec<Row> = labels::table.order((labels::place, labels::id)).all(conn)?;
    Ok(rows.into_iter().map(label).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: LabelId) -> Result<Option<Label>> {
    let row: Option<Row> = labels::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(label))
}

/// The one of this name.
pub fn by_name(conn: &mut Conn, name: &str) -> Result<Option<Label>> {
    let row: Option<Row> = labels::table.filter(labels::name.eq(name)).maybe(conn)?;
    Ok(row.map(label))
}

/// How many there are.
pub fn count(conn: &mut Conn) -> Result<usize> {
    let count: i64 = labels::table.select(count_star()).one(conn)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

//! Spaces in SQL.

use diesel::prelude::*;
use shared::colour::Colour;
use shared::event::Entity;
use shared::ids::{AgentId, SpaceId};
use shared::space::{Audience, Icon, Space};
use shared::view::View;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::spaces;
use crate::store::{Conn, Removable, Statement, Tracked, Writer, columns};

/// Whose spaces have [`Audience::Owner`] in their column.
const OWNER: Key<Audience> = Key(Audience::Owner);

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = spaces)]
struct Row {
    id: Key<SpaceId>,
    owner_id: Key<AgentId>,
    name: String,
    icon: Key<Icon>,
    colour: Key<Colour>,
    view: Key<View>,
    audience: Key<Audience>,
    place: i32,
    version: i32,
}

impl From<Row> for Space {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            owner: row.owner_id.0,
            name: row.name,
            icon: row.icon.0,
            colour: row.colour.0,
            view: row.view.0,
            audience: row.audience.0,
            place: row.place.unsigned_abs(),
            version: row.version.unsigned_abs(),
        }
    }
}

impl From<&Space> for Row {
    fn from(it: &Space) -> Self {
        Self {
            id: Key(it.id),
            owner_id: Key(it.owner),
            name: it.name.clone(),
            icon: Key(it.icon),
            colour: Key(it.colour),
            view: Key(it.view.clone()),
            audience: Key(it.audience),
            place: it.place.cast_signed(),
            version: it.version.cast_signed(),
        }
    }
}

impl Tracked for Space {
    fn entity(&self) -> Entity {
        Entity::Space(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(spaces::table).values(Row::from(self)).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let row = Row::from(self);
        let it = spaces::table.find(row.id).filter(spaces::version.eq(row.version - 1));
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

impl Removable for Space {
    fn delete(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = spaces::table.find(Key(self.id)).filter(spaces::version.eq(version));
        Ok(diesel::delete(it).run(writer)? == 1)
    }
}

/// One of them.
pub fn find(conn: &mut Conn, id: SpaceId) -> Result<Option<Space>> {
    let row: Option<Row> = spaces::table.find(Key(id)).select(columns::<Row>()).maybe(conn)?;
    Ok(row.map(Into::into))
}

/// The shared ones, or those of their owner alone, in their order.
pub fn like(conn: &mut Conn, owner: AgentId, shared: bool) -> Result<Vec<Space>> {
    let order = (spaces::place, spaces::id);
    let rows: Vec<Row> = if shared {
        let these = spaces::table.filter(spaces::audience.ne(OWNER));
        these.order(order).select(columns::<Row>()).all(conn)?
    } else {
        let these = spaces::table.filter(spaces::audience.eq(OWNER));
        let these = these.filter(spaces::owner_id.eq(Key(owner)));
        these.order(order).select(columns::<Row>()).all(conn)?
    };
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Everything that this agent could have: their own and all that are shared.
pub fn of(conn: &mut Conn, owner: AgentId) -> Result<Vec<Space>> {
    let mut all = like(conn, owner, false)?;
    all.extend(like(conn, owner, true)?);
    Ok(all)
}

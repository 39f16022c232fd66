//! Teams in SQL.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::TeamId;
use shared::team::Team;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::teams;
use crate::store::{Conn, Statement, Tracked, Writer};

type Row = (Key<TeamId>, String, i32);

fn team((Key(id), name, version): Row) -> Team {
    Team { id, name, version: version.unsigned_abs() }
}

impl Tracked for Team {
    fn entity(&self) -> Entity {
        Entity::Team(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            teams::id.eq(Key(self.id)),
            teams::name.eq(&self.name),
            teams::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(teams::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = teams::table.find(Key(self.id)).filter(teams::version.eq(version - 1));
        Ok(diesel::update(it)
            .set((teams::name.eq(&self.name), teams::version.eq(version)))
            .run(writer)?
            == 1)
    }
}

/// All of them.
pub fn all(conn: &mut Conn) -> Result<Vec<Team>> {
    let rows: Vec<Row> = teams::table.order(teams::id).all(conn)?;
    Ok(rows.into_iter().map(team).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: TeamId) -> Result<Option<Team>> {
    let row: Option<Row> = teams::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(team))
}

/// The one of this name.
pub fn by_name(conn: &mut Conn, name: &str) -> Result<Option<Team>> {
    let row: Option<Row> = teams::table.filter(teams::name.eq(name)).maybe(conn)?;
    Ok(row.map(team))
}

//! How calls are dealt with, in SQL.

use diesel::prelude::*;
use shared::call::CallSettings;
use shared::event::Entity;

use crate::error::Result;
use crate::store::columns::Json;
use crate::store::schema::call_settings;
use crate::store::{Conn, Statement, Tracked, Writer};

/// There is one row.
const ROW: i32 = 1;

impl Tracked for CallSettings {
    fn entity(&self) -> Entity {
        Entity::CallSettings(Box::new(self.clone()))
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        self.update(writer).map(drop)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let set = (call_settings::body.eq(Json(self.clone())), call_settings::version.eq(version));
        let changed = if self.version == 1 {
            diesel::insert_into(call_settings::table)
                .values((call_settings::id.eq(ROW), set))
                .on_conflict_do_nothing()
                .run(writer)?
        } else {
            let it = call_settings::table.find(ROW);
            diesel::update(it.filter(call_settings::version.eq(version - 1)))
                .set(set)
                .run(writer)?
        };
        Ok(changed == 1)
    }
}

/// As it is; as in a new workspace, if nobody has said anything.
pub fn find(conn: &mut Conn) -> Result<CallSettings> {
    let body: Option<Json<CallSettings>> =
        call_settings::table.find(ROW).select(call_settings::body).maybe(conn)?;
    Ok(body.map(|Json(it)| it).unwrap_or_default())
}

/// The same, for changing it: PostgreSQL holds the row until commit, SQLite has one writer anyway.
pub fn lock(conn: &mut Conn) -> Result<CallSettings> {
    let it = call_settings::table.find(ROW).select(call_settings::body);
    let body: Option<Json<CallSettings>> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(body.map(|Json(it)| it).unwrap_or_default())
}

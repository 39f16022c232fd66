//! Roles in SQL.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::RoleId;
use shared::permission::{Rights, Visibility};
use shared::role::CustomRole;

use crate::error::Result;
use crate::store::columns::{Json, Key};
use crate::store::schema::roles::{self, dsl};
use crate::store::{Conn, Removable, Statement, Tracked, Writer};

type Row = (Key<RoleId>, String, Json<Rights>, Key<Visibility>, i32);

fn role((Key(id), name, Json(rights), Key(visibility), version): Row) -> CustomRole {
    CustomRole { id, name, rights, visibility, version: version.unsigned_abs() }
}

impl Tracked for CustomRole {
    fn entity(&self) -> Entity {
        Entity::Role(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.id)),
            dsl::name.eq(&self.name),
            dsl::rights.eq(Json(self.rights)),
            dsl::visibility.eq(Key(self.visibility)),
            dsl::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(roles::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = roles::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        let row = (
            dsl::name.eq(&self.name),
            dsl::rights.eq(Json(self.rights)),
            dsl::visibility.eq(Key(self.visibility)),
            dsl::version.eq(version),
        );
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

impl Removable for CustomRole {
    fn delete(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let it = roles::table.find(Key(self.id));
        let it = it.filter(dsl::version.eq(self.version.cast_signed()));
        Ok(diesel::delete(it).run(writer)? == 1)
    }
}

/// All of them, by name.
pub fn all(conn: &mut Conn) -> Result<Vec<CustomRole>> {
    let rows: Vec<Row> = roles::table.order((dsl::name, dsl::id)).all(conn)?;
    Ok(rows.into_iter().map(role).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: RoleId) -> Result<Option<CustomRole>> {
    let row: Option<Row> = roles::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(role))
}

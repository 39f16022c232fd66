//! A few secrets and switches of this installation, shared by its nodes.

use diesel::prelude::*;

use super::conn::{Conn, Statement};
use super::schema::settings;
use super::tx::Writer;
use crate::error::Result;

/// What is stored under a key.
pub fn get(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(settings::table.find(key).select(settings::value).maybe(conn)?)
}

/// Stores a value unless there is one, and returns the one that is there.
pub fn get_or_set(writer: &mut Writer<'_>, key: &str, value: &str) -> Result<String> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_nothing()
        .run(writer)?;
    Ok(settings::table.find(key).select(settings::value).one(writer.conn())?)
}

/// Stores a value, whatever was there.
pub fn set(writer: &mut Writer<'_>, key: &str, value: &str) -> Result<()> {
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(value))
        .run(writer)?;
    Ok(())
}

/// Forgets a value. Says whether there was one, so that of two who try only one succeeds.
pub fn take(writer: &mut Writer<'_>, key: &str, value: &str) -> Result<bool> {
    let it = settings::table.find(key).filter(settings::value.eq(value));
    Ok(diesel::delete(it).run(writer)? == 1)
}

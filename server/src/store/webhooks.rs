//! What WhatsApp delivered, as it came: kept before the 200, read by ingest, dropped after two weeks.

use diesel::prelude::*;
use shared::time::Timestamp;

use super::columns::Time;
use super::conn::{Conn, Statement, columns};
use super::schema::webhooks;
use super::tx::Writer;
use crate::error::Result;

/// A delivery that waits for ingest.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = webhooks)]
pub struct Raw {
    /// In the order in which they came.
    pub id: i64,
    /// As it came.
    pub body: Vec<u8>,
    /// When.
    pub received_at: Time,
}

/// Keeps deliveries; one that came before is not kept again. Returns how many were new.
pub fn keep(
    writer: &mut Writer<'_>,
    deliveries: &[(String, Vec<u8>)],
    now: Timestamp,
) -> Result<usize> {
    let rows: Vec<_> = deliveries
        .iter()
        .map(|(hash, body)| {
            (webhooks::hash.eq(hash), webhooks::body.eq(body), webhooks::received_at.eq(Time(now)))
        })
        .collect();
    Ok(diesel::insert_into(webhooks::table)
        .values(rows)
        .on_conflict(webhooks::hash)
        .do_nothing()
        .run(writer)?)
}

/// The oldest that wait.
pub fn pending(conn: &mut Conn, limit: i64) -> Result<Vec<Raw>> {
    Ok(webhooks::table
        .filter(webhooks::pending)
        .order(webhooks::id)
        .limit(limit)
        .select(columns::<Raw>())
        .all(conn)?)
}

/// These are in their threads.
pub fn done(writer: &mut Writer<'_>, ids: &[i64]) -> Result<()> {
    diesel::update(webhooks::table.filter(webhooks::id.eq_any(ids)))
        .set(webhooks::pending.eq(false))
        .run(writer)?;
    Ok(())
}

/// This one can't be read, and why; what follows must not wait for it.
pub fn set_aside(writer: &mut Writer<'_>, id: i64, error: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set((webhooks::pending.eq(false), webhooks::error.eq(error.replace('\0', ""))))
        .run(writer)?;
    Ok(())
}

/// This one, or a part of it, is for a number that we don't have yet.
pub fn park(writer: &mut Writer<'_>, id: i64, phone_number_id: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set(webhooks::parked_for.eq(phone_number_id))
        .run(writer)?;
    Ok(())
}

/// The number is here now: what waited for it is read again. Returns how many.
pub fn unpark(writer: &mut Writer<'_>, phone_number_id: &str) -> Result<usize> {
    Ok(diesel::update(webhooks::table.filter(webhooks::parked_for.eq(phone_number_id)))
        .set((webhooks::pending.eq(true), webhooks::parked_for.eq(None::<String>)))
        .run(writer)?)
}

/// Drops what is in its threads and older than `before`. What is parked or was set aside stays.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<usize> {
    let old = webhooks::table
        .filter(webhooks::received_at.lt(Time(before)))
        .filter(webhooks::pending.eq(false))
        .filter(webhooks::parked_for.is_null())
        .filter(webhooks::error.is_null());
    Ok(diesel::delete(old).run(writer)?)
}

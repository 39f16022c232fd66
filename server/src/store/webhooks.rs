//! What WhatsApp delivered, as it came: kept before the 200, read by ingest, dropped after two weeks.

use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use shared::time::Timestamp;

use super::columns::Time;
use super::conn::{Conn, Statement, columns};
use super::expr::when;
use super::schema::{numbers, webhooks};
use super::tx::Writer;
use crate::error::Result;

/// A delivery on its way to the database: the hash of its body, and the body.
pub type Delivery = (String, Vec<u8>);

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
    /// How often it did not work.
    pub tries: i32,
}

/// Deliveries that nobody has in a thread, for those who run the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Leftover {
    /// Not read yet.
    pub pending: i64,
    /// For numbers that we don't have.
    pub parked: i64,
    /// Can't be read.
    pub set_aside: i64,
}

/// Keeps deliveries in the order in which they came, which decides between messages of one second; one that came
/// before is not kept again. Returns how many were new.
pub fn keep(writer: &mut Writer<'_>, deliveries: &[Delivery], now: Timestamp) -> Result<usize> {
    let rows: Vec<_> = deliveries
        .iter()
        .map(|(hash, body)| {
            let size = i32::try_from(body.len()).unwrap_or(i32::MAX);
            (
                webhooks::hash.eq(hash),
                webhooks::body.eq(body),
                webhooks::size.eq(size),
                webhooks::received_at.eq(Time(now)),
            )
        })
        .collect();
    Ok(diesel::insert_into(webhooks::table)
        .values(rows)
        .on_conflict(webhooks::hash)
        .do_nothing()
        .run(writer)?)
}

/// The oldest that wait, at most `limit` of them and `bytes` in all, but at least one.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64, bytes: i64) -> Result<Vec<Raw>> {
    let sizes: Vec<(i64, i32)> = webhooks::table
        .filter(webhooks::pending)
        .filter(webhooks::retry_at.is_null().or(webhooks::retry_at.assume_not_null().le(Time(now))))
        .order(webhooks::id)
        .limit(limit)
        .select((webhooks::id, webhooks::size))
        .all(conn)?;
    let mut room = bytes;
    let fitting = sizes.into_iter().enumerate().take_while(|(place, (_, size))| {
        room -= i64::from(*size);
        *place == 0 || room >= 0
    });
    let ids: Vec<i64> = fitting.map(|(_, (id, _))| id).collect();
    Ok(webhooks::table
        .filter(webhooks::id.eq_any(ids))
        .order(webhooks::id)
        .select(columns::<Raw>())
        .all(conn)?)
}

/// Whether any waits, also one that waits to be tried again.
pub fn any_pending(conn: &mut Conn) -> Result<bool> {
    let one: Option<i64> =
        webhooks::table.filter(webhooks::pending).select(webhooks::id).limit(1).maybe(conn)?;
    Ok(one.is_some())
}

/// These are in their threads.
pub fn done(writer: &mut Writer<'_>, ids: &[i64]) -> Result<()> {
    diesel::update(webhooks::table.filter(webhooks::id.eq_any(ids)))
        .set(webhooks::pending.eq(false))
        .run(writer)?;
    Ok(())
}

/// This one did not work: again at a time, or set aside when `at` is `None`. What follows doesn't wait for it.
pub fn failed(writer: &mut Writer<'_>, id: i64, at: Option<Timestamp>, error: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set((
            webhooks::tries.eq(webhooks::tries + 1),
            webhooks::retry_at.eq(at.map(Time)),
            webhooks::pending.eq(at.is_some()),
            at.is_none().then(|| webhooks::error.eq(error.replace('\0', ""))),
        ))
        .run(writer)?;
    Ok(())
}

/// This one, or a part of it, can't be read, and why.
pub fn set_aside(writer: &mut Writer<'_>, id: i64, error: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set((webhooks::pending.eq(false), webhooks::error.eq(error.replace('\0', ""))))
        .run(writer)?;
    Ok(())
}

/// What was set aside after several tries is tried again: a new version may know better.
pub fn try_failed_again(writer: &mut Writer<'_>) -> Result<usize> {
    let them = webhooks::table.filter(webhooks::error.is_not_null()).filter(webhooks::tries.gt(0));
    Ok(diesel::update(them)
        .set((
            webhooks::pending.eq(true),
            webhooks::tries.eq(0),
            webhooks::error.eq(None::<String>),
        ))
        .run(writer)?)
}

/// This one, or a part of it, is for a number that we don't have yet.
pub fn park(writer: &mut Writer<'_>, id: i64, phone_number_id: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set(webhooks::parked_for.eq(phone_number_id))
        .run(writer)?;
    Ok(())
}

/// What is parked is read again: all of it, since one delivery may wait for several numbers, or only what waits for a
/// number that is here.
pub fn unpark(writer: &mut Writer<'_>, all: bool) -> Result<usize> {
    let here = numbers::table.select(numbers::phone_number_id);
    let parked = webhooks::table
        .filter(webhooks::parked_for.is_not_null())
        .filter(when((!all).then_some(()), |()| {
            webhooks::parked_for.assume_not_null().eq_any(here)
        }));
    Ok(diesel::update(parked)
        .set((webhooks::pending.eq(true), webhooks::parked_for.eq(None::<String>)))
        .run(writer)?)
}

/// Whether any waits for a number that is here by now.
pub fn any_to_unpark(conn: &mut Conn) -> Result<bool> {
    let here = numbers::table.select(numbers::phone_number_id);
    let one: Option<i64> = webhooks::table
        .filter(webhooks::parked_for.is_not_null())
        .filter(webhooks::parked_for.assume_not_null().eq_any(here))
        .select(webhooks::id)
        .limit(1)
        .maybe(conn)?;
    Ok(one.is_some())
}

/// What nobody has in a thread.
pub fn leftover(conn: &mut Conn) -> Result<Leftover> {
    let count = webhooks::table.select(count_star());
    Ok(Leftover {
        pending: count.filter(webhooks::pending).one(conn)?,
        parked: count.filter(webhooks::parked_for.is_not_null()).one(conn)?,
        set_aside: count.filter(webhooks::error.is_not_null()).one(conn)?,
    })
}

/// Since when the oldest delivery that is in no thread yet is here.
pub fn oldest(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let pending = webhooks::table.filter(webhooks::pending);
    let oldest: Option<Time> = pending.select(min(webhooks::received_at)).one(conn)?;
    Ok(oldest.map(|Time(at)| at))
}

/// Drops what is in its threads and older than `before`. What is parked or was set aside stays.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<usize> {
    let old = webhooks::table
        .filter(webhooks::received_at.lt(Time(before)))
        .filter(diesel::dsl::not(webhooks::pending))
        .filter(webhooks::parked_for.is_null())
        .filter(webhooks::error.is_null());
    Ok(diesel::delete(old).run(writer)?)
}

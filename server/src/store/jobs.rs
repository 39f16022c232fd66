//! Promised work: claimed by a lease, never by a transaction held while working.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use shared::time::{Millis, Timestamp};

use super::columns::{Json, Time};
use super::conn::{Conn, Statement, columns};
use super::schema::jobs;
use super::tx::Writer;
use crate::error::Result;
use crate::jobs::{Job, Scheduled};

/// A job that this process may do until its lease ends.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What to do.
    pub job: Job,
    /// The how many-th try this is, from 1.
    pub attempt: i32,
    id: i64,
    wanted: i32,
}

/// A job that was given up, for settings and metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// What was to be done.
    pub job: Job,
    /// Why it could not.
    pub error: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
struct Row {
    id: i64,
    body: Json<Job>,
    wanted: i32,
    attempts: i32,
}

/// In each lane only the oldest job may run: replies leave in the order they were written.
const FIRST_IN_LANE: &str = "NOT EXISTS (SELECT 1 FROM jobs AS earlier \
     WHERE earlier.lane = jobs.lane AND earlier.id < jobs.id AND NOT earlier.failed)";

/// What may be claimed at a time.
macro_rules! due {
    ($now:expr) => {
        jobs::failed
            .eq(false)
            .and(jobs::run_at.le(Time($now)))
            .and(
                jobs::locked_until
                    .is_null()
                    .or(jobs::locked_until.assume_not_null().lt(Time($now))),
            )
            .and(sql::<Bool>(FIRST_IN_LANE))
    };
}

pub(super) fn promise(
    writer: &mut Writer<'_>,
    promised: Vec<Scheduled>,
    now: Timestamp,
) -> Result<()> {
    for Scheduled { job, at } in promised {
        diesel::insert_into(jobs::table)
            .values((
                jobs::lane.eq(job.lane()),
                jobs::key.eq(job.key()),
                jobs::body.eq(Json(job)),
                jobs::run_at.eq(Time(at.unwrap_or(now))),
            ))
            .on_conflict(jobs::key)
            .do_update()
            // Whoever is doing it may already have looked: it has to look again.
            .set((jobs::wanted.eq(jobs::wanted + 1), jobs::run_at.eq(excluded(jobs::run_at))))
            .cached()
            .run(writer)?;
    }
    Ok(())
}

/// Whether anything could be claimed.
pub fn any_due(conn: &mut Conn, now: Timestamp) -> Result<bool> {
    let due: Option<i64> = jobs::table.filter(due!(now)).select(jobs::id).limit(1).maybe(conn)?;
    Ok(due.is_some())
}

/// Takes up to `limit` jobs that are due, until the lease ends.
pub fn claim(
    writer: &mut Writer<'_>,
    node: &str,
    now: Timestamp,
    lease: Millis,
    limit: i64,
) -> Result<Vec<Claim>> {
    let due = jobs::table.filter(due!(now)).order(jobs::id).limit(limit).select(jobs::id);
    // Workers on other nodes pass over the rows that this one holds. SQLite has a single writer, and nothing to pass.
    let ids: Vec<i64> = match writer.conn() {
        Conn::Sqlite(conn) => due.load(conn),
        Conn::Postgres(conn) => due.for_update().skip_locked().load(conn),
    }?;
    let mut rows: Vec<Row> = diesel::update(jobs::table.filter(jobs::id.eq_any(ids)))
        .set((
            jobs::locked_until.eq(Time(now + lease)),
            jobs::locked_by.eq(node),
            jobs::attempts.eq(jobs::attempts + 1),
        ))
        .returning(columns::<Row>())
        .all(writer.conn())?;
    rows.sort_by_key(|row| row.id);
    Ok(rows
        .into_iter()
        .map(|Row { id, body: Json(job), wanted, attempts }| Claim {
            job,
            attempt: attempts,
            id,
            wanted,
        })
        .collect())
}

/// It is done; unless it was promised again meanwhile, then it is due again.
pub fn finish(writer: &mut Writer<'_>, claim: &Claim) -> Result<()> {
    let it = jobs::id.eq(claim.id);
    let gone =
        diesel::delete(jobs::table.filter(it).filter(jobs::wanted.eq(claim.wanted))).run(writer)?;
    if gone == 0 {
        diesel::update(jobs::table.filter(it))
            .set((
                jobs::locked_until.eq(None::<Time>),
                jobs::attempts.eq(0),
                jobs::error.eq(None::<String>),
            ))
            .run(writer)?;
    }
    Ok(())
}

/// It did not work: again at a time, or never when `at` is `None`. It stays visible either way.
pub fn postpone(
    writer: &mut Writer<'_>,
    claim: &Claim,
    at: Option<Timestamp>,
    error: &str,
) -> Result<()> {
    diesel::update(jobs::table.find(claim.id))
        .set((
            jobs::locked_until.eq(None::<Time>),
            at.map(|at| jobs::run_at.eq(Time(at))),
            jobs::failed.eq(at.is_none()),
            jobs::error.eq(error.replace('\0', "")),
        ))
        .run(writer)?;
    Ok(())
}

/// Frees what this node had claimed before it was restarted.
pub fn release(writer: &mut Writer<'_>, node: &str) -> Result<usize> {
    Ok(diesel::update(jobs::table.filter(jobs::locked_by.eq(node)))
        .set(jobs::locked_until.eq(None::<Time>))
        .run(writer)?)
}

/// Jobs that are waiting or running, in order.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Job>> {
    let rows: Vec<Json<Job>> =
        jobs::table.filter(jobs::failed.eq(false)).order(jobs::id).select(jobs::body).all(conn)?;
    Ok(rows.into_iter().map(|Json(job)| job).collect())
}

/// Jobs that were given up.
pub fn given_up(conn: &mut Conn) -> Result<Vec<GivenUp>> {
    let rows: Vec<(Json<Job>, Option<String>)> = jobs::table
        .filter(jobs::failed.eq(true))
        .order(jobs::id)
        .select((jobs::body, jobs::error))
        .all(conn)?;
    Ok(rows
        .into_iter()
        .map(|(Json(job), error)| GivenUp { job, error: error.unwrap_or_default() })
        .collect())
}

//! Promised work: claimed by a lease, never by a transaction held while working.

mod look;

use diesel::dsl::{not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use shared::time::{Millis, Timestamp};

use super::columns::{Json, Time};
use super::conn::{Conn, Statement, columns};
use super::expr::when;
use super::schema::jobs;
use super::tx::Writer;
use crate::error::Result;
use crate::jobs::{ALLOCATE, END_CALL, FILES, INGEST, Job, Scheduled};

pub use look::{Due, GivenUp, due, given_up, later, waiting};

/// A job that this process may do until its lease ends.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What to do.
    pub job: Job,
    /// The how many-th try this is, from 1.
    pub attempt: i32,
    id: i64,
    wanted: i32,
    until: Timestamp,
}

/// Which jobs a worker takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Putting deliveries into their threads.
    Ingest,
    /// Giving what waits to who can take it.
    Allocate,
    /// Carrying files.
    Files,
    /// Everything else.
    Rest,
}

impl Whose {
    /// How long a job may take before somebody else tries: longer than all time-outs inside it. Two who allocate at once
    /// do no harm, while nobody who waits should have to wait because a node has died.
    const fn lease(self) -> Millis {
        match self {
            Self::Allocate => Millis::seconds(5),
            Self::Ingest => Millis::seconds(30),
            Self::Files | Self::Rest => Millis::minutes(2),
        }
    }

    /// The key of the one job that there is, if there is only one.
    const fn only(self) -> Option<&'static str> {
        match self {
            Self::Ingest => Some(INGEST),
            Self::Allocate => Some(ALLOCATE),
            Self::Files | Self::Rest => None,
        }
    }
}

/// Who claims jobs: a node, in one of its runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The same over restarts.
    pub node: String,
    /// Another one with each start.
    pub run: String,
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

/// Which jobs are whose.
macro_rules! of {
    ($whose:expr) => {
        when($whose.only(), |key| jobs::key.assume_not_null().eq(key))
            .and(when(($whose == Whose::Files).then_some(FILES), |key| {
                jobs::key.assume_not_null().like(format!("{key}%"))
            }))
            .and(when(($whose == Whose::Rest).then_some([INGEST, ALLOCATE]), |keys| {
                jobs::key.is_null().or(jobs::key
                    .assume_not_null()
                    .ne_all(keys)
                    .and(jobs::key.assume_not_null().not_like(format!("{FILES}%"))))
            }))
    };
}

/// What may be claimed at a time. Ingest and allocation have workers of their own, so that nothing makes customers wait.
macro_rules! due {
    ($now:expr, $whose:expr) => {
        not(jobs::failed)
            .and(jobs::run_at.le(Time($now)))
            .and(
                jobs::locked_until
                    .is_null()
                    .or(jobs::locked_until.assume_not_null().lt(Time($now))),
            )
            .and(of!($whose))
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
            .set((
                jobs::wanted.eq(jobs::wanted + 1),
                jobs::run_at.eq(excluded(jobs::run_at)),
                jobs::failed.eq(false),
            ))
            .cached()
            .run(writer)?;
    }
    Ok(())
}

/// Whether anything could be claimed.
pub fn any_due(conn: &mut Conn, whose: Whose, now: Timestamp) -> Result<bool> {
    let due = jobs::table.filter(due!(now, whose)).select(jobs::id).limit(1);
    let due: Option<i64> = due.maybe(conn)?;
    Ok(due.is_some())
}

/// Whether WhatsApp has still to be told that a call is over.
pub fn any_call_to_end(conn: &mut Conn) -> Result<bool> {
    let to_end = jobs::key.like(format!("{END_CALL}%"));
    let it: Option<i64> =
        jobs::table.filter(not(jobs::failed).and(to_end)).select(jobs::id).limit(1).maybe(conn)?;
    Ok(it.is_some())
}

/// Takes up to `limit` jobs that are due, until the lease ends.
pub fn claim(
    writer: &mut Writer<'_>,
    whose: Whose,
    holder: &Holder,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Claim>> {
    let due = jobs::table.filter(due!(now, whose)).order(jobs::id).limit(limit).select(jobs::id);
    // Workers on other nodes pass over the rows that this one holds. SQLite has a single writer, and nothing to pass.
    let ids: Vec<i64> = match writer.conn() {
        Conn::Sqlite(conn) => due.load(conn),
        Conn::Postgres(conn) => due.for_update().skip_locked().load(conn),
    }?;
    let until = now + whose.lease();
    let mut rows: Vec<Row> = diesel::update(jobs::table.filter(jobs::id.eq_any(ids)))
        .set((
            jobs::locked_until.eq(Time(until)),
            jobs::locked_by.eq(holder.node.clone()),
            jobs::locked_run.eq(holder.run.clone()),
            jobs::attempts.eq(jobs::attempts + 1),
        ))
        .returning(columns::<Row>())
        .all(writer.conn())?;
    rows.sort_by_key(|row| row.id);
    let claim = |Row { id, body: Json(job), wanted, attempts }| Claim {
        job,
        attempt: attempts,
        id,
        wanted,
        until,
    };
    Ok(rows.into_iter().map(claim).collect())
}

/// The row of a claim, as long as its lease has not gone to somebody else.
macro_rules! held {
    ($claim:expr) => {
        jobs::id.eq($claim.id).and(jobs::locked_until.assume_not_null().eq(Time($claim.until)))
    };
}

/// Whether the lease still holds, for what must not be done by two.
pub fn holds(conn: &mut Conn, claim: &Claim) -> Result<bool> {
    let held: Option<i64> = jobs::table.filter(held!(claim)).select(jobs::id).maybe(conn)?;
    Ok(held.is_some())
}

/// It is done; unless it was promised again meanwhile, then it is due again.
pub fn finish(writer: &mut Writer<'_>, claim: &Claim) -> Result<()> {
    let done = jobs::table.filter(held!(claim)).filter(jobs::wanted.eq(claim.wanted));
    if diesel::delete(done).run(writer)? == 0 {
        free(writer, claim, None)?;
    }
    Ok(())
}

/// A part is done, and the rest is due at a time: a fresh start, not another try.
pub fn go_on(writer: &mut Writer<'_>, claim: &Claim, at: Timestamp) -> Result<()> {
    free(writer, claim, Some(at))
}

fn free(writer: &mut Writer<'_>, claim: &Claim, at: Option<Timestamp>) -> Result<()> {
    diesel::update(jobs::table.filter(held!(claim)))
        .set((
            jobs::locked_until.eq(None::<Time>),
            at.map(|at| jobs::run_at.eq(Time(at))),
            jobs::attempts.eq(0),
            jobs::error.eq(None::<String>),
        ))
        .run(writer)?;
    Ok(())
}

/// It did not work: again at a time, or never when `at` is `None`. It stays visible either way.
pub fn postpone(
    writer: &mut Writer<'_>,
    claim: &Claim,
    at: Option<Timestamp>,
    error: &str,
) -> Result<()> {
    diesel::update(jobs::table.filter(held!(claim)))
        .set((
            jobs::locked_until.eq(None::<Time>),
            at.map(|at| jobs::run_at.eq(Time(at))),
            jobs::failed.eq(at.is_none()),
            jobs::error.eq(error.replace('\0', "")),
        ))
        .run(writer)?;
    Ok(())
}

/// What a node has claimed, in whatever run.
macro_rules! of_node {
    ($holder:expr) => {
        jobs::locked_until
            .is_not_null()
            .and(jobs::locked_by.assume_not_null().eq($holder.node.clone()))
    };
}

/// What a node has claimed in runs that are over.
macro_rules! left_over {
    ($holder:expr) => {
        of_node!($holder).and(jobs::locked_run.assume_not_null().ne($holder.run.clone()))
    };
}

/// Frees what this node has claimed and does not do.
pub fn release(writer: &mut Writer<'_>, whose: Whose, holder: &Holder) -> Result<usize> {
    Ok(diesel::update(jobs::table.filter(of_node!(holder)).filter(of!(whose)))
        .set(jobs::locked_until.eq(None::<Time>))
        .run(writer)?)
}

/// Whether earlier runs of this node hold anything.
pub fn any_left_over(conn: &mut Conn, holder: &Holder) -> Result<bool> {
    let one: Option<i64> =
        jobs::table.filter(left_over!(holder)).select(jobs::id).limit(1).maybe(conn)?;
    Ok(one.is_some())
}

/// Frees what earlier runs of this node have claimed: they are over.
pub fn release_left_over(writer: &mut Writer<'_>, holder: &Holder) -> Result<usize> {
    Ok(diesel::update(jobs::table.filter(left_over!(holder)))
        .set(jobs::locked_until.eq(None::<Time>))
        .run(writer)?)
}

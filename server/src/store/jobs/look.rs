//! What work there is, to look at. It claims nothing.

use diesel::dsl::{count_star, min, not};
use diesel::prelude::*;
use shared::time::Timestamp;

use crate::error::Result;
use crate::jobs::Job;
use crate::store::columns::{Json, Time};
use crate::store::conn::{Conn, Statement};
use crate::store::schema::jobs;

/// A job that was given up, for settings and metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// What was to be done.
    pub job: Job,
    /// Why it could not.
    pub error: String,
}

/// Jobs that are waiting or running, in order.
pub fn waiting(conn: &mut Conn) -> Result<Vec<Job>> {
    let rows: Vec<Json<Job>> =
        jobs::table.filter(not(jobs::failed)).order(jobs::id).select(jobs::body).all(conn)?;
    Ok(rows.into_iter().map(|Json(job)| job).collect())
}

/// Jobs that nobody does before a later time: promised for it, or to be tried again then.
pub fn later(conn: &mut Conn, now: Timestamp) -> Result<Vec<Job>> {
    let rows: Vec<Json<Job>> = jobs::table
        .filter(not(jobs::failed).and(jobs::run_at.gt(Time(now))))
        .filter(jobs::locked_until.is_null())
        .select(jobs::body)
        .all(conn)?;
    Ok(rows.into_iter().map(|Json(job)| job).collect())
}

/// What could be done now or is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// So many jobs.
    pub count: i64,
    /// Since when the oldest of them could have been done.
    pub oldest: Option<Timestamp>,
}

/// Jobs whose time has come.
pub fn due(conn: &mut Conn, now: Timestamp) -> Result<Due> {
    let due = jobs::table.filter(not(jobs::failed).and(jobs::run_at.le(Time(now))));
    let (count, oldest): (i64, Option<Time>) =
        due.select((count_star(), min(jobs::run_at))).one(conn)?;
    Ok(Due { count, oldest: oldest.map(|Time(at)| at) })
}

/// Jobs that were given up.
pub fn given_up(conn: &mut Conn) -> Result<Vec<GivenUp>> {
    let rows: Vec<(Json<Job>, Option<String>)> = jobs::table
        .filter(jobs::failed)
        .order(jobs::id)
        .select((jobs::body, jobs::error))
        .all(conn)?;
    Ok(rows
        .into_iter()
        .map(|(Json(job), error)| GivenUp { job, error: error.unwrap_or_default() })
        .collect())
}

//! The log: all events in order, numbered 1, 2, 3 without gaps, in the order of commits.

mod scrub;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::event::{Actor, Fact, Seq};
use shared::ids::{CommandId, Epoch};
use shared::protocol::Cursor;
use shared::time::Timestamp;

use super::columns::{Json, Key, Time};
use super::conn::{Conn, Statement};
use super::schema::{commands_done, events, log_head};
use super::tx::{Change, Recorded, Writer};
use crate::error::Result;

pub use scrub::scrub;

/// Rows of one `INSERT`: SQLite takes 32,766 parameters (`SQLITE_MAX_VARIABLE_NUMBER`).
const CHUNK: usize = 1_000;

/// One line of the log, with what is needed to decide who may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Its place.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Who, what, and the rows.
    pub body: Body,
}

/// What is stored of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub fact: Fact,
    /// What changed.
    pub changes: Vec<Change>,
}

/// A new database begins a log; an old one keeps its own.
pub(super) fn begin(writer: &mut Writer<'_>, epoch: Epoch) -> Result<()> {
    diesel::insert_into(log_head::table)
        .values((log_head::id.eq(1), log_head::epoch.eq(Key(epoch)), log_head::seq.eq(0_i64)))
        .on_conflict(log_head::id)
        .do_nothing()
        .run(writer)?;
    Ok(())
}

/// Where the log is now.
pub fn cursor(conn: &mut Conn) -> Result<Cursor> {
    let (Key(epoch), seq): (Key<Epoch>, i64) =
        log_head::table.select((log_head::epoch, log_head::seq)).one(conn)?;
    Ok(Cursor { epoch, seq: Seq(seq) })
}

/// Up to `limit` lines after a place.
pub fn after(conn: &mut Conn, after: Seq, limit: i64) -> Result<Vec<Logged>> {
    let rows: Vec<(i64, Time, Json<Body>)> = events::table
        .filter(events::seq.gt(after.0))
        .order(events::seq)
        .limit(limit)
        .select((events::seq, events::at, events::body))
        .all(conn)?;
    Ok(rows
        .into_iter()
        .map(|(seq, Time(at), Json(body))| Logged { seq: Seq(seq), at, body })
        .collect())
}

/// The first line that is still kept; `None` when there is none.
pub fn oldest(conn: &mut Conn) -> Result<Option<Seq>> {
    Ok(events::table.order(events::seq).select(events::seq).limit(1).maybe(conn)?.map(Seq))
}

/// Takes the head row and adds the lines. Returns the head; without lines it is only read.
pub(super) fn append(
    writer: &mut Writer<'_>,
    recorded: Vec<Recorded>,
    now: Timestamp,
) -> Result<Seq> {
    if recorded.is_empty() {
        return Ok(Seq(log_head::table.select(log_head::seq).one(writer.conn())?));
    }
    let count = i64::try_from(recorded.len()).unwrap_or(i64::MAX);
    let head: i64 = diesel::update(log_head::table)
        .set(log_head::seq.eq(log_head::seq + count))
        .returning(log_head::seq)
        .cached()
        .one(writer.conn())?;
    let rows: Vec<_> = (head - count + 1..)
        .zip(recorded)
        .map(|(seq, Recorded { by, fact, changes })| {
            (
                events::seq.eq(seq),
                events::at.eq(Time(now)),
                events::body.eq(Json(Body { by, fact, changes })),
            )
        })
        .collect();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect();
        diesel::insert_into(events::table).values(chunk).run(writer)?;
    }
    Ok(Seq(head))
}

/// Drops lines that are older than `before`: clients that are further behind start again.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<usize> {
    // Times follow the numbers but for a clock that was set back, so one walk along the key finds the end.
    let kept = events::table.filter(events::at.ge(Time(before))).order(events::seq);
    let kept: Option<i64> = kept.select(events::seq).limit(1).maybe(writer.conn())?;
    Ok(match kept {
        Some(kept) => diesel::delete(events::table.filter(events::seq.lt(kept))).run(writer)?,
        None => diesel::delete(events::table).run(writer)?,
    })
}

/// Whether this command was done before. It is done now.
pub(super) fn done_before(
    writer: &mut Writer<'_>,
    command: CommandId,
    now: Timestamp,
) -> Result<bool> {
    let new = diesel::insert_into(commands_done::table)
        .values((commands_done::id.eq(Key(command)), commands_done::at.eq(Time(now))))
        .on_conflict(commands_done::id)
        .do_nothing()
        .run(writer)?;
    Ok(new == 0)
}

/// Forgets commands that were done before `before`.
pub fn forget_commands(writer: &mut Writer<'_>, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(commands_done::table.filter(commands_done::at.lt(Time(before))))
        .run(writer)?)
}

//! Bulk actions and their targets in SQL.

use diesel::prelude::*;
use shared::bulk::{Bulk, Failure, What};
use shared::event::Entity;
use shared::ids::{AgentId, BulkId, ConversationId};
use shared::time::Timestamp;

use super::kept::Undo;
use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::{bulk_targets, bulks};
use crate::store::{Conn, Removable, Statement, Tracked, Writer, columns};

/// Rows of one `INSERT`: SQLite takes 32,766 parameters (`SQLITE_MAX_VARIABLE_NUMBER`).
const CHUNK: usize = 1_000;

/// One conversation of a bulk action.
pub(crate) struct Target {
    pub(crate) conversation: ConversationId,
    /// What to take back, if something is.
    pub(crate) undo: Option<Undo>,
}

/// What became of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Changed,
    Same,
    Refused,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Refused => "refused",
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = bulks, treat_none_as_null = true)]
struct Row {
    id: Key<BulkId>,
    owner_id: Key<AgentId>,
    what: Json<What>,
    undoes: Option<Key<BulkId>>,
    total: i32,
    changed: i32,
    same: i32,
    refused: i32,
    failures: Json<Vec<Failure>>,
    finished: bool,
    version: i32,
}

impl From<Row> for Bulk {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            owner: row.owner_id.0,
            what: row.what.0,
            undoes: row.undoes.map(|Key(id)| id),
            total: row.total.unsigned_abs(),
            changed: row.changed.unsigned_abs(),
            same: row.same.unsigned_abs(),
            refused: row.refused.unsigned_abs(),
            failures: row.failures.0,
            finished: row.finished,
            version: row.version.unsigned_abs(),
        }
    }
}

impl From<&Bulk> for Row {
    fn from(it: &Bulk) -> Self {
        Self {
            id: Key(it.id),
            owner_id: Key(it.owner),
            what: Json(it.what.clone()),
            undoes: it.undoes.map(Key),
            total: it.total.cast_signed(),
            changed: it.changed.cast_signed(),
            same: it.same.cast_signed(),
            refused: it.refused.cast_signed(),
            failures: Json(it.failures.clone()),
            finished: it.finished,
            version: it.version.cast_signed(),
        }
    }
}

impl Tracked for Bulk {
    fn entity(&self) -> Entity {
        Entity::Bulk(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(bulks::table).values(Row::from(self)).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let row = Row::from(self);
        let it = bulks::table.find(row.id).filter(bulks::version.eq(row.version - 1));
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

impl Removable for Bulk {
    fn delete(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = bulks::table.find(Key(self.id)).filter(bulks::version.eq(version));
        Ok(diesel::delete(it).run(writer)? == 1)
    }
}

/// One of them, for changing it: PostgreSQL holds its row until commit, SQLite has one writer anyway.
pub(crate) fn lock(conn: &mut Conn, id: BulkId) -> Result<Option<Bulk>> {
    let it = bulks::table.find(Key(id)).select(columns::<Row>());
    let row: Option<Row> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(row.map(Into::into))
}

/// Those of one agent.
pub fn of(conn: &mut Conn, owner: AgentId) -> Result<Vec<Bulk>> {
    let these = bulks::table.filter(bulks::owner_id.eq(Key(owner))).order(bulks::id);
    let rows: Vec<Row> = these.select(columns::<Row>()).all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Those that ended and began before a time.
pub(crate) fn ended(conn: &mut Conn, before: Timestamp) -> Result<Vec<Bulk>> {
    let these = bulks::table.filter(bulks::finished).filter(bulks::at.lt(Time(before)));
    let rows: Vec<Row> = these.order(bulks::id).select(columns::<Row>()).all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Notes its targets, in their order, and when it began.
pub(crate) fn begin(
    writer: &mut Writer<'_>,
    id: BulkId,
    targets: &[Target],
    now: Timestamp,
) -> Result<()> {
    diesel::update(bulks::table.find(Key(id))).set(bulks::at.eq(Time(now))).run(writer)?;
    let rows: Vec<_> = (0_i32..)
        .zip(targets)
        .map(|(place, target)| {
            (
                bulk_targets::bulk_id.eq(Key(id)),
                bulk_targets::conversation_id.eq(Key(target.conversation)),
                bulk_targets::place.eq(place),
                bulk_targets::state.eq(State::Waiting.word()),
                bulk_targets::undo.eq(target.undo.clone().map(Json)),
            )
        })
        .collect();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<_> = rows.by_ref().take(CHUNK).collect();
        diesel::insert_into(bulk_targets::table).values(chunk).run(writer)?;
    }
    Ok(())
}

/// Up to `limit` that are still to be done, in their order.
pub(crate) fn waiting(conn: &mut Conn, id: BulkId, limit: i64) -> Result<Vec<Target>> {
    targets(conn, id, State::Waiting, limit)
}

/// Those that were changed, and how to take that back.
pub(crate) fn changed(conn: &mut Conn, id: BulkId) -> Result<Vec<Target>> {
    targets(conn, id, State::Changed, i64::MAX)
}

fn targets(conn: &mut Conn, id: BulkId, state: State, limit: i64) -> Result<Vec<Target>> {
    let these = bulk_targets::table
        .filter(bulk_targets::bulk_id.eq(Key(id)))
        .filter(bulk_targets::state.eq(state.word()));
    let rows: Vec<(Key<ConversationId>, Option<Json<Undo>>)> = these
        .order(bulk_targets::place)
        .limit(limit)
        .select((bulk_targets::conversation_id, bulk_targets::undo))
        .all(conn)?;
    Ok(rows.into_iter().map(target).collect())
}

fn target((Key(conversation), undo): (Key<ConversationId>, Option<Json<Undo>>)) -> Target {
    Target { conversation, undo: undo.map(|Json(undo)| undo) }
}

/// Notes what became of one.
pub(crate) fn done(
    writer: &mut Writer<'_>,
    id: BulkId,
    conversation: ConversationId,
    state: State,
    undo: Option<Undo>,
) -> Result<()> {
    diesel::update(bulk_targets::table.find((Key(id), Key(conversation))))
        .set((bulk_targets::state.eq(state.word()), bulk_targets::undo.eq(undo.map(Json))))
        .cached()
        .run(writer)?;
    Ok(())
}

/// Forgets its targets.
pub(crate) fn forget(writer: &mut Writer<'_>, id: BulkId) -> Result<()> {
    let these = bulk_targets::table.filter(bulk_targets::bulk_id.eq(Key(id)));
    diesel::delete(these).run(writer)?;
    Ok(())
}

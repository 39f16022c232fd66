//! Rules, episodes and shares in SQL.

pub mod waiting;

use std::collections::HashMap;

use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::allocation::Allocation;
use shared::event::Entity;
use shared::ids::{AgentId, ConversationId, MessageId};
use shared::message::Content;
use shared::time::Timestamp;
use ulid::Ulid;

use super::episode::Episode;
use crate::error::Result;
use crate::features::search::words;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::{allocation, allotted, episodes, messages};
use crate::store::{Conn, Statement, Tracked, Writer};

/// There is one row.
const ROW: i32 = 1;
/// So many ids in one statement.
const CHUNK: usize = 1_000;

impl Tracked for Allocation {
    fn entity(&self) -> Entity {
        Entity::Allocation(Box::new(self.clone()))
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        self.update(writer).map(drop)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let set = (
            allocation::body.eq(Json(self.clone())),
            allocation::enabled.eq(self.on()),
            allocation::version.eq(version),
        );
        let changed = if self.version == 1 {
            diesel::insert_into(allocation::table)
                .values((allocation::id.eq(ROW), set))
                .on_conflict_do_nothing()
                .run(writer)?
        } else {
            let it = allocation::table.find(ROW).filter(allocation::version.eq(version - 1));
            diesel::update(it).set(set).run(writer)?
        };
        Ok(changed == 1)
    }
}

/// As it is; as in a new workspace, if nobody has said anything.
pub fn find(conn: &mut Conn) -> Result<Allocation> {
    let body: Option<Json<Allocation>> =
        allocation::table.find(ROW).select(allocation::body).maybe(conn)?;
    Ok(body.map(|Json(it)| it).unwrap_or_default())
}

/// The same, for changing it or going by it: PostgreSQL holds the row until commit, SQLite has one writer anyway.
pub fn lock(conn: &mut Conn) -> Result<Allocation> {
    let it = allocation::table.find(ROW).select(allocation::body);
    let body: Option<Json<Allocation>> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(body.map(|Json(it)| it).unwrap_or_default())
}

/// Whether there is anything to go by.
pub fn on(conn: &mut Conn) -> Result<bool> {
    let on: Option<bool> = allocation::table.find(ROW).select(allocation::enabled).maybe(conn)?;
    Ok(on.unwrap_or(false))
}

/// What a conversation goes through.
pub fn episode(conn: &mut Conn, id: ConversationId) -> Result<Option<Episode>> {
    let body: Option<Json<Episode>> =
        episodes::table.find(Key(id)).select(episodes::body).maybe(conn)?;
    Ok(body.map(|Json(it)| it))
}

/// What these messages say.
pub fn texts(conn: &mut Conn, these: &[MessageId]) -> Result<HashMap<MessageId, String>> {
    let mut found = HashMap::with_capacity(these.len());
    for ids in these.chunks(CHUNK) {
        let of = messages::table
            .filter(messages::id.eq_any(ids.iter().copied().map(Key)))
            .select((messages::id, messages::content));
        let rows: Vec<(Key<MessageId>, Json<Content>)> = of.all(conn)?;
        found.extend(rows.into_iter().map(|(Key(id), Json(it))| (id, words::of(&it))));
    }
    Ok(found)
}

/// Keeps it.
pub fn keep(writer: &mut Writer<'_>, id: ConversationId, it: &Episode) -> Result<()> {
    diesel::insert_into(episodes::table)
        .values((episodes::conversation_id.eq(Key(id)), episodes::body.eq(Json(it.clone()))))
        .on_conflict(episodes::conversation_id)
        .do_update()
        .set(episodes::body.eq(excluded(episodes::body)))
        .run(writer)?;
    Ok(())
}

/// Somebody was given something.
pub fn charge(
    writer: &mut Writer<'_>,
    id: Ulid,
    agent: AgentId,
    of: ConversationId,
    at: Timestamp,
) -> Result<()> {
    diesel::insert_into(allotted::table)
        .values((
            allotted::id.eq(id.to_string()),
            allotted::agent_id.eq(Key(agent)),
            allotted::conversation_id.eq(Key(of)),
            allotted::at.eq(Time(at)),
        ))
        .run(writer)?;
    Ok(())
}

/// It does not count for somebody: it went on to another.
pub fn discharge(writer: &mut Writer<'_>, agent: AgentId, of: ConversationId) -> Result<()> {
    let it = allotted::table.filter(allotted::agent_id.eq(Key(agent)));
    diesel::delete(it.filter(allotted::conversation_id.eq(Key(of)))).run(writer)?;
    Ok(())
}

/// How much each was given since a time.
pub fn shares(conn: &mut Conn, since: Timestamp) -> Result<HashMap<AgentId, u32>> {
    let rows: Vec<(Key<AgentId>, i64)> = allotted::table
        .filter(allotted::at.gt(Time(since)))
        .group_by(allotted::agent_id)
        .select((allotted::agent_id, count_star()))
        .all(conn)?;
    let many = |it: i64| u32::try_from(it).unwrap_or(u32::MAX);
    Ok(rows.into_iter().map(|(Key(id), it)| (id, many(it))).collect())
}

/// When each was given something last.
pub fn latest(conn: &mut Conn) -> Result<HashMap<AgentId, Timestamp>> {
    let rows: Vec<(Key<AgentId>, Option<Time>)> = allotted::table
        .group_by(allotted::agent_id)
        .select((allotted::agent_id, max(allotted::at)))
        .all(conn)?;
    Ok(rows.into_iter().filter_map(|(Key(id), at)| Some((id, at?.0))).collect())
}

/// Forgets what counts for nothing any more.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<()> {
    diesel::delete(allotted::table.filter(allotted::at.lt(Time(before)))).run(writer)?;
    Ok(())
}

//! Sessions in SQL.

use diesel::prelude::*;
use shared::agent::Agent;
use shared::ids::{AgentId, SessionId};
use shared::session::Session;
use shared::time::Timestamp;

use crate::error::Result;
use crate::features::agent;
use crate::store::columns::{Key, Time};
use crate::store::schema::sessions;
use crate::store::{Conn, Statement, Writer};

/// What is known about the refresh token of a session that lasts.
pub struct Kept {
    /// Whose session.
    pub agent: AgentId,
    /// Of the token that is good.
    pub hash: String,
    /// Of the one before it.
    pub previous: Option<String>,
    /// When they logged in.
    pub started: Timestamp,
    /// When it was replaced.
    pub rotated_at: Timestamp,
    /// When a token was last replaced, or given out first.
    pub last_used: Timestamp,
}

type KeptRow = (Key<AgentId>, String, Option<String>, Time, Time, Time);

/// Whose session it is, while it lasts and they are still here.
pub fn agent_of(conn: &mut Conn, session: SessionId) -> Result<Option<Agent>> {
    Ok(agent::rows::of_session(conn, session)?.filter(|agent| agent.active))
}

/// The sessions of an agent that last.
pub fn live_of(conn: &mut Conn, agent: AgentId) -> Result<Vec<SessionId>> {
    let live = sessions::agent_id.eq(Key(agent)).and(sessions::ended_at.is_null());
    let ids: Vec<Key<SessionId>> =
        sessions::table.filter(live).order(sessions::id).select(sessions::id).all(conn)?;
    Ok(ids.into_iter().map(|Key(id)| id).collect())
}

/// The sessions of an agent as they see them, the last used first; not those unused since `idle`.
pub fn list(
    conn: &mut Conn,
    agent: AgentId,
    current: SessionId,
    idle: Timestamp,
) -> Result<Vec<Session>> {
    let live = sessions::agent_id.eq(Key(agent)).and(sessions::ended_at.is_null());
    let rows: Vec<(Key<SessionId>, Time, Time, String)> = sessions::table
        .filter(live.and(sessions::last_used_at.ge(Time(idle))))
        .order((sessions::last_used_at.desc(), sessions::id.desc()))
        .select((sessions::id, sessions::started_at, sessions::last_used_at, sessions::user_agent))
        .all(conn)?;
    Ok(rows
        .into_iter()
        .map(|(Key(id), Time(started), Time(last_used), user_agent)| Session {
            id,
            started,
            last_used,
            user_agent,
            current: id == current,
        })
        .collect())
}

/// A session that lasts, for replacing its token: PostgreSQL holds its row until commit.
pub fn lock_live(conn: &mut Conn, session: SessionId) -> Result<Option<Kept>> {
    let it = sessions::table.find(Key(session)).filter(sessions::ended_at.is_null()).select((
        sessions::agent_id,
        sessions::refresh_hash,
        sessions::previous_hash,
        sessions::started_at,
        sessions::rotated_at,
        sessions::last_used_at,
    ));
    let row: Option<KeptRow> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(row.map(|(Key(agent), hash, previous, Time(started), Time(rotated_at), Time(last_used))| {
        Kept { agent, hash, previous, started, rotated_at, last_used }
    }))
}

/// The sessions that last though nobody used them since `before`, or though they have begun by `begun`.
pub fn over_since(
    conn: &mut Conn,
    before: Timestamp,
    begun: Timestamp,
) -> Result<Vec<(SessionId, AgentId)>> {
    let idle = sessions::last_used_at.lt(Time(before)).or(sessions::started_at.le(Time(begun)));
    let over = sessions::ended_at.is_null().and(idle);
    let rows: Vec<(Key<SessionId>, Key<AgentId>)> =
        sessions::table.filter(over).select((sessions::id, sessions::agent_id)).all(conn)?;
    Ok(rows.into_iter().map(|(Key(session), Key(agent))| (session, agent)).collect())
}

/// A new session.
pub fn insert(
    writer: &mut Writer<'_>,
    session: SessionId,
    agent: AgentId,
    user_agent: &str,
    hash: &str,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Key(session)),
            sessions::agent_id.eq(Key(agent)),
            sessions::started_at.eq(Time(now)),
            sessions::last_used_at.eq(Time(now)),
            sessions::user_agent.eq(user_agent),
            sessions::refresh_hash.eq(hash),
            sessions::rotated_at.eq(Time(now)),
        ))
        .run(writer)?;
    Ok(())
}

/// Another token takes the place of the one that was good.
pub fn rotate(
    writer: &mut Writer<'_>,
    session: SessionId,
    hash: &str,
    previous: &str,
    now: Timestamp,
) -> Result<()> {
    diesel::update(sessions::table.find(Key(session)))
        .set((
            sessions::refresh_hash.eq(hash),
            sessions::previous_hash.eq(previous),
            sessions::rotated_at.eq(Time(now)),
            sessions::last_used_at.eq(Time(now)),
        ))
        .run(writer)?;
    Ok(())
}

/// Ends a session. False when it has ended before.
pub fn end(writer: &mut Writer<'_>, session: SessionId, now: Timestamp) -> Result<bool> {
    let live = sessions::table.find(Key(session)).filter(sessions::ended_at.is_null());
    Ok(diesel::update(live).set(sessions::ended_at.eq(Time(now))).run(writer)? == 1)
}

/// Forgets sessions that ended before `before`.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::ended_at.lt(Time(before)))).run(writer)?;
    Ok(())
}

//! Sessions in SQL.

use diesel::prelude::*;
use shared::agent::Agent;
use shared::ids::{AgentId, SessionId};
use shared::time::Timestamp;

use crate::error::Result;
use crate::features::agent;
use crate::store::columns::{Key, Time};
use crate::store::schema::sessions;
use crate::store::{Conn, Statement, Writer};

/// Whose session it is, while it lasts and they are still here.
pub fn agent_of(conn: &mut Conn, session: SessionId) -> Result<Option<Agent>> {
    let live = sessions::table.find(Key(session)).filter(sessions::ended_at.is_null());
    let agent: Option<Key<AgentId>> = live.select(sessions::agent_id).maybe(conn)?;
    let Some(Key(id)) = agent else { return Ok(None) };
    Ok(agent::rows::find(conn, id)?.filter(|agent| agent.active))
}

/// The sessions of an agent that last.
pub fn live_of(conn: &mut Conn, agent: AgentId) -> Result<Vec<SessionId>> {
    let live = sessions::agent_id.eq(Key(agent)).and(sessions::ended_at.is_null());
    let ids: Vec<Key<SessionId>> =
        sessions::table.filter(live).order(sessions::id).select(sessions::id).all(conn)?;
    Ok(ids.into_iter().map(|Key(id)| id).collect())
}

/// A new session.
pub fn insert(
    writer: &mut Writer<'_>,
    session: SessionId,
    agent: AgentId,
    user_agent: &str,
    refresh_hash: &str,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Key(session)),
            sessions::agent_id.eq(Key(agent)),
            sessions::started_at.eq(Time(now)),
            sessions::last_used_at.eq(Time(now)),
            sessions::user_agent.eq(user_agent),
            sessions::refresh_hash.eq(refresh_hash),
            sessions::rotated_at.eq(Time(now)),
        ))
        .run(writer)?;
    Ok(())
}

/// Ends a session. False when it has ended before.
pub fn end(writer: &mut Writer<'_>, session: SessionId, now: Timestamp) -> Result<bool> {
    let live = sessions::table.find(Key(session)).filter(sessions::ended_at.is_null());
    Ok(diesel::update(live).set(sessions::ended_at.eq(Time(now))).run(writer)? == 1)
}

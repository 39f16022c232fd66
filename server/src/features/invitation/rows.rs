//! Invitation links in SQL.

use diesel::prelude::*;
use shared::ids::AgentId;
use shared::time::Timestamp;

use crate::error::Result;
use crate::store::columns::{Key, Time};
use crate::store::schema::invitations;
use crate::store::{Conn, Statement, Writer};

/// A new link.
pub fn insert(
    writer: &mut Writer<'_>,
    token_hash: &str,
    agent: AgentId,
    expires: Timestamp,
) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values((
            invitations::token_hash.eq(token_hash),
            invitations::agent_id.eq(Key(agent)),
            invitations::expires_at.eq(Time(expires)),
        ))
        .run(writer)?;
    Ok(())
}

/// For whom a link is that still works.
pub fn agent_of(conn: &mut Conn, token_hash: &str, now: Timestamp) -> Result<Option<AgentId>> {
    let good = invitations::used_at.is_null().and(invitations::expires_at.gt(Time(now)));
    let id: Option<Key<AgentId>> = invitations::table
        .find(token_hash)
        .filter(good)
        .select(invitations::agent_id)
        .maybe(conn)?;
    Ok(id.map(|Key(id)| id))
}

/// Uses a link up. False when it works no longer, so that of two who try only one succeeds.
pub fn take(writer: &mut Writer<'_>, token_hash: &str, now: Timestamp) -> Result<bool> {
    let good = invitations::used_at.is_null().and(invitations::expires_at.gt(Time(now)));
    let it = invitations::table.find(token_hash).filter(good);
    Ok(diesel::update(it).set(invitations::used_at.eq(Time(now))).run(writer)? == 1)
}

/// Forgets all links of an agent.
pub fn forget_of(writer: &mut Writer<'_>, agent: AgentId) -> Result<()> {
    diesel::delete(invitations::table.filter(invitations::agent_id.eq(Key(agent)))).run(writer)?;
    Ok(())
}

/// Forgets links that no longer worked before `before`.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp) -> Result<()> {
    diesel::delete(invitations::table.filter(invitations::expires_at.lt(Time(before))))
        .run(writer)?;
    Ok(())
}

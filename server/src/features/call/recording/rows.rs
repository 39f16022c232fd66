//! Recordings in SQL: their files, and who asked to listen to them.

use diesel::prelude::*;
use shared::call::Heard;
use shared::ids::{AgentId, CallId, ConversationId};
use shared::message::file::Hash;

use crate::error::Result;
use crate::store::columns::{Key, Time};
use crate::store::schema::{recordings, recordings_heard};
use crate::store::{Conn, Statement, Writer};

/// A recording of a call.
pub fn insert(
    writer: &mut Writer<'_>,
    call: CallId,
    conversation: ConversationId,
    hash: Hash,
) -> Result<()> {
    let row = (
        recordings::call_id.eq(Key(call)),
        recordings::conversation_id.eq(Key(conversation)),
        recordings::hash.eq(Key(hash)),
    );
    diesel::insert_into(recordings::table).values(row).run(writer)?;
    Ok(())
}

/// Its file.
pub fn hash(conn: &mut Conn, call: CallId) -> Result<Option<Hash>> {
    let it = recordings::table.find(Key(call)).select(recordings::hash);
    Ok(it.maybe::<Key<Hash>>(conn)?.map(|Key(hash)| hash))
}

/// There is none any more.
pub fn delete(writer: &mut Writer<'_>, call: CallId) -> Result<()> {
    diesel::delete(recordings::table.find(Key(call))).run(writer)?;
    Ok(())
}

/// Somebody asked to listen.
pub fn note(
    writer: &mut Writer<'_>,
    id: ulid::Ulid,
    (call, conversation): (CallId, ConversationId),
    heard: Heard,
) -> Result<()> {
    let row = (
        recordings_heard::id.eq(id.to_string()),
        recordings_heard::call_id.eq(Key(call)),
        recordings_heard::conversation_id.eq(Key(conversation)),
        recordings_heard::agent_id.eq(Key(heard.agent)),
        recordings_heard::at.eq(Time(heard.at)),
    );
    diesel::insert_into(recordings_heard::table).values(row).run(writer)?;
    Ok(())
}

/// Who did, latest first.
pub fn heard(conn: &mut Conn, call: CallId, most: usize) -> Result<Vec<Heard>> {
    let rows: Vec<(Key<AgentId>, Time)> = recordings_heard::table
        .filter(recordings_heard::call_id.eq(Key(call)))
        .order((recordings_heard::at.desc(), recordings_heard::id.desc()))
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select((recordings_heard::agent_id, recordings_heard::at))
        .all(conn)?;
    Ok(rows.into_iter().map(|(Key(agent), Time(at))| Heard { agent, at }).collect())
}

/// The files of a conversation's calls.
pub fn files(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<Hash>> {
    let these = recordings::table.filter(recordings::conversation_id.eq(Key(conversation)));
    let rows: Vec<Key<Hash>> = these.select(recordings::hash).all(conn)?;
    Ok(rows.into_iter().map(|Key(hash)| hash).collect())
}

/// Whether one is this file.
pub fn has_file(conn: &mut Conn, hash: Hash) -> Result<bool> {
    let these = recordings::table.filter(recordings::hash.eq(Key(hash)));
    let one: Option<Key<CallId>> = these.select(recordings::call_id).limit(1).maybe(conn)?;
    Ok(one.is_some())
}

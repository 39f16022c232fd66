//! Files that were handed over to us, and those that we handed over to WhatsApp, in SQL.

use diesel::prelude::*;
use shared::ids::{AgentId, NumberId, UploadId};
use shared::message::File;
use shared::message::file::Hash;
use shared::message::sending::{SentAs, Upload};
use shared::note::Attached;
use shared::time::Timestamp;

use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::{handed_over, uploads};
use crate::store::{Conn, Statement, Writer};

/// A file of an agent, under a name, for a note or to be sent.
pub fn insert(
    writer: &mut Writer<'_>,
    (agent, name, noted): (AgentId, &str, bool),
    it: &Upload,
    at: Timestamp,
) -> Result<()> {
    diesel::insert_into(uploads::table)
        .values((
            uploads::id.eq(Key(it.id)),
            uploads::agent_id.eq(Key(agent)),
            uploads::name.eq(name),
            uploads::sent_as.eq(Key(it.sent_as)),
            uploads::file.eq(Json(it.file.clone())),
            uploads::at.eq(Time(at)),
            uploads::noted.eq(noted),
        ))
        .run(writer)?;
    Ok(())
}

/// A file that this agent handed over to be sent, and its name.
pub fn find(conn: &mut Conn, agent: AgentId, id: UploadId) -> Result<Option<(String, Upload)>> {
    let row: Option<(String, Key<SentAs>, Json<File>)> = uploads::table
        .find(Key(id))
        .filter(uploads::agent_id.eq(Key(agent)).and(uploads::noted.eq(false)))
        .select((uploads::name, uploads::sent_as, uploads::file))
        .maybe(conn)?;
    Ok(row.map(|(name, Key(sent_as), Json(file))| (name, Upload { id, sent_as, file })))
}

/// Takes a file that this agent handed over for a note: nobody finds it here any more.
pub fn take_noted(
    writer: &mut Writer<'_>,
    agent: AgentId,
    id: UploadId,
) -> Result<Option<Attached>> {
    let row: Option<(String, Json<File>)> = uploads::table
        .find(Key(id))
        .filter(uploads::agent_id.eq(Key(agent)).and(uploads::noted.eq(true)))
        .select((uploads::name, uploads::file))
        .maybe(writer.conn())?;
    diesel::delete(uploads::table.find(Key(id)).filter(uploads::noted.eq(true))).run(writer)?;
    Ok(row.map(|(name, Json(file))| Attached { name, file }))
}

/// WhatsApp's id of a file of ours, while it is good.
pub fn known_as(
    conn: &mut Conn,
    hash: Hash,
    number: NumberId,
    now: Timestamp,
) -> Result<Option<String>> {
    Ok(handed_over::table
        .find((Key(hash), Key(number)))
        .filter(handed_over::until.gt(Time(now)))
        .select(handed_over::media_id)
        .maybe(conn)?)
}

/// WhatsApp has a file of ours.
pub fn remember(
    writer: &mut Writer<'_>,
    hash: Hash,
    number: NumberId,
    media_id: &str,
    until: Timestamp,
) -> Result<()> {
    diesel::insert_into(handed_over::table)
        .values((
            handed_over::hash.eq(Key(hash)),
            handed_over::number_id.eq(Key(number)),
            handed_over::media_id.eq(media_id),
            handed_over::until.eq(Time(until)),
        ))
        .on_conflict((handed_over::hash, handed_over::number_id))
        .do_update()
        .set((handed_over::media_id.eq(media_id), handed_over::until.eq(Time(until))))
        .run(writer)?;
    Ok(())
}

/// WhatsApp may not have it any more.
pub fn forget(writer: &mut Writer<'_>, hash: Hash, number: NumberId) -> Result<()> {
    diesel::delete(handed_over::table.find((Key(hash), Key(number)))).run(writer)?;
    Ok(())
}

/// Forgets what was handed over to us before `before`, and what WhatsApp has forgotten.
pub fn prune(writer: &mut Writer<'_>, before: Timestamp, now: Timestamp) -> Result<()> {
    diesel::delete(uploads::table.filter(uploads::at.lt(Time(before)))).run(writer)?;
    diesel::delete(handed_over::table.filter(handed_over::until.lt(Time(now)))).run(writer)?;
    Ok(())
}

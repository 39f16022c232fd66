//! Calls in SQL: their story, and what only the server needs to know of them.

use diesel::prelude::*;
use shared::call::Call;
use shared::conversation::Conversation;
use shared::event::Entity;
use shared::ids::{CallId, ConversationId, NumberId};
use shared::message::Place;
use shared::reads::Floor;
use shared::time::Timestamp;

use crate::error::Result;
use crate::features::conversation;
use crate::policy::Viewer;
use crate::store::columns::{Json, Key, Time};
use crate::store::expr::when;
use crate::store::schema::calls::{self, dsl};
use crate::store::{Conn, Created, Statement, Tracked, Writer};

/// A new call, and what only the server needs to know of it.
pub struct Stored {
    /// Its story.
    pub call: Call,
    /// Of ours.
    pub number: NumberId,
    /// WhatsApp's id of it, once it has one.
    pub wacid: Option<String>,
    /// Which run of which node has its sound.
    pub run: Option<String>,
    /// What WhatsApp offered (SDP).
    pub sdp: Option<String>,
}

/// What only the server needs to know of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of ours.
    pub number: NumberId,
    /// WhatsApp's id of it, once it has one.
    pub wacid: Option<String>,
    /// Which run of which node has its sound.
    pub run: Option<String>,
    /// What WhatsApp offered or answered (SDP).
    pub sdp: Option<String>,
}

type LineRow = (Key<NumberId>, Option<String>, Option<String>, Option<String>);

impl Created for Stored {
    fn entity(&self) -> Entity {
        Entity::Call(Box::new(self.call.clone()))
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.call.id)),
            dsl::conversation_id.eq(Key(self.call.conversation)),
            dsl::number_id.eq(Key(self.number)),
            dsl::at.eq(Time(self.call.at)),
            dsl::story.eq(Json(self.call.clone())),
            dsl::live.eq(self.call.live()),
            dsl::version.eq(self.call.version.cast_signed()),
            dsl::wacid.eq(self.wacid.as_deref()),
            dsl::run.eq(self.run.as_deref()),
            dsl::sdp.eq(self.sdp.as_deref()),
        );
        diesel::insert_into(calls::table).values(row).run(writer)?;
        Ok(())
    }
}

impl Tracked for Call {
    fn entity(&self) -> Entity {
        Entity::Call(Box::new(self.clone()))
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, _: &mut Writer<'_>) -> Result<()> {
        unreachable!("a call is made as `Stored`")
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = calls::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        let set = (
            dsl::story.eq(Json(self.clone())),
            dsl::live.eq(self.live()),
            dsl::version.eq(version),
        );
        Ok(diesel::update(it).set(set).run(writer)? == 1)
    }
}

/// One call.
pub fn find(conn: &mut Conn, id: CallId) -> Result<Option<Call>> {
    let story = calls::table.find(Key(id)).select(dsl::story);
    Ok(story.maybe::<Json<Call>>(conn)?.map(|Json(it)| it))
}

/// What only the server needs to know of one.
pub fn line(conn: &mut Conn, id: CallId) -> Result<Option<Line>> {
    let it = calls::table.find(Key(id)).select((dsl::number_id, dsl::wacid, dsl::run, dsl::sdp));
    let row: Option<LineRow> = it.maybe(conn)?;
    Ok(row.map(|(Key(number), wacid, run, sdp)| Line { number, wacid, run, sdp }))
}

/// Which call WhatsApp means.
pub fn by_wacid(conn: &mut Conn, number: NumberId, wacid: &str) -> Result<Option<Call>> {
    let it = calls::table
        .filter(dsl::number_id.eq(Key(number)))
        .filter(dsl::wacid.assume_not_null().eq(wacid));
    Ok(it.select(dsl::story).maybe::<Json<Call>>(conn)?.map(|Json(it)| it))
}

/// WhatsApp's id of a call of ours. Says whether it is the first one that we hear.
pub fn name(writer: &mut Writer<'_>, id: CallId, wacid: &str) -> Result<bool> {
    let it = calls::table.find(Key(id)).filter(dsl::wacid.is_null());
    Ok(diesel::update(it).set(dsl::wacid.eq(wacid)).run(writer)? == 1)
}

/// A run of a node takes the sound of a call. Says whether it was free.
pub fn take(writer: &mut Writer<'_>, id: CallId, run: &str) -> Result<bool> {
    let it = calls::table.find(Key(id)).filter(dsl::run.is_null());
    Ok(diesel::update(it).set(dsl::run.eq(run)).run(writer)? == 1)
}

/// What WhatsApp answered.
pub fn answer(writer: &mut Writer<'_>, id: CallId, sdp: &str) -> Result<()> {
    diesel::update(calls::table.find(Key(id))).set(dsl::sdp.eq(sdp)).run(writer)?;
    Ok(())
}

/// Until when there is something to do after one, at most.
pub fn set_wrap_until(writer: &mut Writer<'_>, id: CallId, until: Timestamp) -> Result<()> {
    diesel::update(calls::table.find(Key(id))).set(dsl::wrap_until.eq(Time(until))).run(writer)?;
    Ok(())
}

/// The same.
pub fn wrap_until(conn: &mut Conn, id: CallId) -> Result<Option<Timestamp>> {
    let it = calls::table.find(Key(id)).select(dsl::wrap_until);
    let until: Option<Option<Time>> = it.maybe(conn)?;
    Ok(until.flatten().map(|Time(it)| it))
}

/// All calls that are not over, and which run has the sound of each.
pub fn live(conn: &mut Conn) -> Result<Vec<(Call, Option<String>)>> {
    let these = calls::table.filter(dsl::live).order(dsl::id).select((dsl::story, dsl::run));
    let rows: Vec<(Json<Call>, Option<String>)> = these.all(conn)?;
    Ok(rows.into_iter().map(|(Json(it), run)| (it, run)).collect())
}

/// Where somebody calls or is called, and one more, as far as this viewer may see it.
pub fn conversations(
    conn: &mut Conn,
    viewer: &Viewer,
    besides: Option<ConversationId>,
) -> Result<Vec<Conversation>> {
    let these = calls::table.filter(dsl::live).order(dsl::conversation_id);
    let ids: Vec<Key<ConversationId>> = these.select(dsl::conversation_id).all(conn)?;
    let mut ids: Vec<_> = ids.into_iter().map(|Key(id)| id).collect();
    ids.extend(besides.filter(|it| !ids.contains(it)));
    conversation::rows::among(conn, viewer, &ids)
}

/// Up to `limit` calls of a thread before a place and not below a floor, latest first.
pub fn page(
    conn: &mut Conn,
    conversation: ConversationId,
    (floor, before): (Floor<Place>, Option<Place>),
    limit: usize,
) -> Result<Vec<Call>> {
    let from = match floor {
        Floor::End => None,
        Floor::At((at, id)) => Some((at, CallId(id.0))),
    };
    let before = before.map(|(at, id)| (at, CallId(id.0)));
    let rows: Vec<Json<Call>> = calls::table
        .filter(dsl::conversation_id.eq(Key(conversation)))
        .filter(when(from, |(at, id)| {
            dsl::at.ge(Time(at)).and(dsl::at.gt(Time(at)).or(dsl::id.ge(Key(id))))
        }))
        .filter(when(before, |(at, id)| {
            dsl::at.le(Time(at)).and(dsl::at.lt(Time(at)).or(dsl::id.lt(Key(id))))
        }))
        .order((dsl::at.desc(), dsl::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(dsl::story)
        .all(conn)?;
    Ok(rows.into_iter().map(|Json(it)| it).collect())
}

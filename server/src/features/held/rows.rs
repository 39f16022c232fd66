//! Messages that wait, in SQL. What is over is no row any more.

use diesel::prelude::*;
use shared::event::Entity;
use shared::held::{Held, Stage, Why};
use shared::ids::{AgentId, ConversationId, MessageId};
use shared::message::file::Hash;
use shared::message::{Content, Quote};
use shared::time::Timestamp;

use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::held::{self, dsl};
use crate::store::{Conn, Statement, Tracked, Writer, columns};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = held)]
struct Row {
    id: Key<MessageId>,
    conversation_id: Key<ConversationId>,
    author_id: Key<AgentId>,
    content: Json<Content>,
    quote: Option<Json<Quote>>,
    made: Time,
    due: Time,
    why: Json<Why>,
    stage: Json<Stage>,
    version: i32,
}

impl From<Row> for Held {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            conversation: row.conversation_id.0,
            author: row.author_id.0,
            content: row.content.0,
            reply_to: row.quote.map(|Json(quote)| quote),
            made: row.made.0,
            due: row.due.0,
            why: row.why.0,
            stage: row.stage.0,
            version: row.version.unsigned_abs(),
        }
    }
}

impl From<&Held> for Row {
    fn from(it: &Held) -> Self {
        Self {
            id: Key(it.id),
            conversation_id: Key(it.conversation),
            author_id: Key(it.author),
            content: Json(it.content.clone()),
            quote: it.reply_to.clone().map(Json),
            made: Time(it.made),
            due: Time(it.due),
            why: Json(it.why),
            stage: Json(it.stage),
            version: it.version.cast_signed(),
        }
    }
}

impl Tracked for Held {
    fn entity(&self) -> Entity {
        Entity::Held(Box::new(self.clone()))
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(held::table).values(Row::from(self)).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = held::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        if self.stage == Stage::Over {
            return Ok(diesel::delete(it).run(writer)? == 1);
        }
        let (due, stage) = (dsl::due.eq(Time(self.due)), dsl::stage.eq(Json(self.stage)));
        let set = (due, stage, dsl::version.eq(version));
        Ok(diesel::update(it).set(set).run(writer)? == 1)
    }
}

/// One that waits in this conversation.
pub fn find(conn: &mut Conn, of: ConversationId, id: MessageId) -> Result<Option<Held>> {
    let row: Option<Row> = held::table
        .find(Key(id))
        .filter(dsl::conversation_id.eq(Key(of)))
        .select(columns::<Row>())
        .maybe(conn)?;
    Ok(row.map(Into::into))
}

/// Whether a file is in something that waits.
pub fn has_file(conn: &mut Conn, hash: Hash) -> Result<bool> {
    let these = held::table.filter(dsl::content.like(format!("%{hash}%")));
    let found: Option<Key<MessageId>> = these.select(dsl::id).limit(1).maybe(conn)?;
    Ok(found.is_some())
}

/// All that wait in a conversation, the next to leave first.
pub fn shown(conn: &mut Conn, of: ConversationId) -> Result<Vec<Held>> {
    let rows: Vec<Row> = held::table
        .filter(dsl::conversation_id.eq(Key(of)))
        .order((dsl::due, dsl::id))
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Those whose time has come, in order.
pub fn due(conn: &mut Conn, of: ConversationId, now: Timestamp) -> Result<Vec<Held>> {
    let rows: Vec<Row> = held::table
        .filter(dsl::conversation_id.eq(Key(of)))
        .filter(dsl::due.le(Time(now)))
        .filter(dsl::stage.eq(Json(Stage::Waiting)))
        .order((dsl::due, dsl::id))
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// When the last that this agent may still take back leaves.
pub fn last_of(conn: &mut Conn, of: ConversationId, who: AgentId) -> Result<Option<Timestamp>> {
    let due: Option<Time> = held::table
        .filter(dsl::conversation_id.eq(Key(of)))
        .filter(dsl::author_id.eq(Key(who)))
        .filter(dsl::why.eq(Json(Why::Undo)))
        .order(dsl::due.desc())
        .select(dsl::due)
        .limit(1)
        .maybe(conn)?;
    Ok(due.map(|Time(due)| due))
}

//! Messages in SQL.

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::{ConversationId, MessageId, NumberId};
use shared::message::{Author, Content, Message, Place, Quote};

use crate::error::Result;
use crate::features::{conversation, search};
use crate::store::columns::{Json, Key, Time};
use crate::store::expr::when;
use crate::store::schema::messages;
use crate::store::{Conn, Statement, Tracked, Writer, columns};

/// A message with what only the server knows of it.
pub struct Stored {
    /// What clients see.
    pub message: Message,
    /// Ours, over which it went.
    pub number: NumberId,
    /// WhatsApp's id; of ours only once WhatsApp took it.
    pub wamid: Option<String>,
    /// As WhatsApp sent it, when we can't show all of it.
    pub raw: Option<String>,
    /// WhatsApp's id of what it answers, for as long as we don't know that.
    pub quoted: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: Key<MessageId>,
    conversation_id: Key<ConversationId>,
    author: Json<Author>,
    content: Json<Content>,
    quote: Option<Json<Quote>>,
    at: Time,
    arrived: Time,
    version: i32,
}

impl From<Row> for Message {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            conversation: row.conversation_id.0,
            author: row.author.0,
            content: row.content.0,
            reply_to: row.quote.map(|Json(quote)| quote),
            at: row.at.0,
            arrived: row.arrived.0,
            version: row.version.unsigned_abs(),
        }
    }
}

impl Tracked for Stored {
    fn entity(&self) -> Entity {
        Entity::Message(self.message.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.message.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let it = &self.message;
        diesel::insert_into(messages::table)
            .values((
                messages::id.eq(Key(it.id)),
                messages::conversation_id.eq(Key(it.conversation)),
                messages::number_id.eq(Key(self.number)),
                messages::wamid.eq(&self.wamid),
                messages::author.eq(Json(it.author)),
                messages::content.eq(Json(it.content.clone())),
                messages::quote.eq(it.reply_to.clone().map(Json)),
                messages::at.eq(Time(it.at)),
                messages::arrived.eq(Time(it.arrived)),
                messages::raw.eq(&self.raw),
                messages::quoted.eq(&self.quoted),
                messages::version.eq(it.version.cast_signed()),
            ))
            .run(writer)?;
        note_file(writer, it)?;
        search::rows::put_message(writer, it)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let it = &self.message;
        let version = it.version.cast_signed();
        let row = messages::table.find(Key(it.id)).filter(messages::version.eq(version - 1));
        let set = (
            messages::content.eq(Json(it.content.clone())),
            messages::quote.eq(it.reply_to.clone().map(Json)),
            messages::version.eq(version),
        );
        let current = diesel::update(row).set(set).cached().run(writer)? == 1;
        if current {
            note_file(writer, it)?;
            search::rows::put_message(writer, it)?;
        }
        Ok(current)
    }
}

/// What is in a message goes with it one day.
fn note_file(writer: &mut Writer<'_>, it: &Message) -> Result<()> {
    match it.content.media().and_then(|media| media.bytes.here()) {
        Some(file) => conversation::rows::erase::note_file(writer, it.id, file.hash),
        None => Ok(()),
    }
}

/// A message of this conversation.
pub fn find(
    conn: &mut Conn,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<Message>> {
    let row: Option<Row> = messages::table
        .find(Key(id))
        .filter(messages::conversation_id.eq(Key(conversation)))
        .select(columns::<Row>())
        .maybe(conn)?;
    Ok(row.map(Into::into))
}

/// These messages, of whatever conversations, in no order.
pub fn these(conn: &mut Conn, ids: &[MessageId]) -> Result<Vec<Message>> {
    let rows: Vec<Row> = messages::table
        .filter(messages::id.eq_any(ids.iter().copied().map(Key)))
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The message that WhatsApp calls so.
pub fn by_wamid(conn: &mut Conn, number: NumberId, wamid: &str) -> Result<Option<Message>> {
    let it = messages::number_id.eq(Key(number)).and(messages::wamid.eq(wamid).assume_not_null());
    let row: Option<Row> = messages::table.filter(it).select(columns::<Row>()).maybe(conn)?;
    Ok(row.map(Into::into))
}

/// Our id of the message that WhatsApp calls so.
pub fn id_of(conn: &mut Conn, number: NumberId, wamid: &str) -> Result<Option<MessageId>> {
    let it = messages::number_id.eq(Key(number)).and(messages::wamid.eq(wamid).assume_not_null());
    let id: Option<Key<MessageId>> = messages::table.filter(it).select(messages::id).maybe(conn)?;
    Ok(id.map(|Key(id)| id))
}

/// What WhatsApp calls this message.
pub fn wamid(conn: &mut Conn, id: MessageId) -> Result<Option<String>> {
    Ok(messages::table
        .find(Key(id))
        .select(messages::wamid)
        .maybe::<Option<String>>(conn)?
        .flatten())
}

/// What WhatsApp calls a message of ours.
pub fn set_wamid(writer: &mut Writer<'_>, id: MessageId, wamid: &str) -> Result<()> {
    diesel::update(messages::table.find(Key(id))).set(messages::wamid.eq(wamid)).run(writer)?;
    Ok(())
}

/// Those that answer what WhatsApp calls so, and came before we knew it.
pub fn waiting_for(conn: &mut Conn, number: NumberId, wamid: &str) -> Result<Vec<Message>> {
    let them =
        messages::number_id.eq(Key(number)).and(messages::quoted.assume_not_null().eq(wamid));
    let rows: Vec<Row> = messages::table
        .filter(messages::quoted.is_not_null().and(them))
        .order(messages::id)
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What it answers is known now.
pub fn waits_no_more(writer: &mut Writer<'_>, id: MessageId) -> Result<()> {
    let none = messages::quoted.eq(None::<String>);
    diesel::update(messages::table.find(Key(id))).set(none).run(writer)?;
    Ok(())
}

/// The customer's latest message.
pub fn latest_received(conn: &mut Conn, conversation: ConversationId) -> Result<Option<MessageId>> {
    let id: Option<Key<MessageId>> = messages::table
        .filter(messages::conversation_id.eq(Key(conversation)))
        .filter(messages::author.eq(Json(Author::Contact)))
        .order((messages::at.desc(), messages::id.desc()))
        .select(messages::id)
        .limit(1)
        .maybe(conn)?;
    Ok(id.map(|Key(id)| id))
}

/// What stands after a place. The first condition alone bounds the scan of the index.
macro_rules! later {
    ($at:expr, $id:expr) => {
        messages::at.ge(Time($at)).and(messages::at.gt(Time($at)).or(messages::id.gt(Key($id))))
    };
}

/// How many messages of the customer stand after a place.
pub fn unread_after(conn: &mut Conn, conversation: ConversationId, (at, id): Place) -> Result<u32> {
    let count: i64 = messages::table
        .filter(messages::conversation_id.eq(Key(conversation)))
        .filter(messages::author.eq(Json(Author::Contact)))
        .filter(later!(at, id))
        .select(count_star())
        .one(conn)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How many messages of a thread stand after a place.
pub fn after(conn: &mut Conn, conversation: ConversationId, (at, id): Place) -> Result<usize> {
    let count: i64 = messages::table
        .filter(messages::conversation_id.eq(Key(conversation)))
        .filter(later!(at, id))
        .select(count_star())
        .one(conn)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Up to `limit` messages before a place, latest first.
pub fn page(
    conn: &mut Conn,
    conversation: ConversationId,
    before: Option<Place>,
    limit: usize,
) -> Result<Vec<Message>> {
    let rows: Vec<Row> = messages::table
        .filter(messages::conversation_id.eq(Key(conversation)))
        .filter(when(before, |(at, id)| {
            messages::at.le(Time(at)).and(messages::at.lt(Time(at)).or(messages::id.lt(Key(id))))
        }))
        .order((messages::at.desc(), messages::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

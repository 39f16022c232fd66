//! Numbers in SQL.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::{ConversationId, NumberId, TeamId};
use shared::number::{Number, ReadReceipts, Recording};
use shared::problem::Problem;
use shared::template::Shelf;

use crate::error::Result;
use crate::store::columns::{Json, Key};
use crate::store::schema::{conversations, numbers};
use crate::store::{Conn, Statement, Tracked, Writer, columns};
use crate::whatsapp;

/// A number with its secret. It has no `Debug`, so that nobody logs it.
pub struct WithToken {
    /// What clients see.
    pub number: Number,
    /// For the Cloud API.
    pub access_token: String,
}

impl WithToken {
    /// As WhatsApp knows it.
    pub fn at_whatsapp(&self) -> whatsapp::Number {
        whatsapp::Number {
            phone_number_id: self.number.phone_number_id.clone(),
            token: self.access_token.clone().into(),
        }
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = numbers, treat_none_as_null = true)]
struct Row {
    id: Key<NumberId>,
    phone_number_id: String,
    display: String,
    name: String,
    team_id: Option<Key<TeamId>>,
    read_receipts: Json<ReadReceipts>,
    access_token: String,
    version: i32,
    account: Option<String>,
    templates: Json<Shelf>,
    recording: Option<Json<Recording>>,
    on_missed: Option<String>,
}

impl From<Row> for WithToken {
    fn from(row: Row) -> Self {
        let number = Number {
            id: row.id.0,
            phone_number_id: row.phone_number_id,
            display: row.display,
            name: row.name,
            team: row.team_id.map(|Key(id)| id),
            read_receipts: row.read_receipts.0,
            recording: row.recording.map(|Json(it)| it),
            on_missed: row.on_missed,
            account: row.account,
            templates: row.templates.0,
            version: row.version.unsigned_abs(),
        };
        Self { number, access_token: row.access_token }
    }
}

impl From<&WithToken> for Row {
    fn from(it: &WithToken) -> Self {
        Self {
            id: Key(it.number.id),
            phone_number_id: it.number.phone_number_id.clone(),
            display: it.number.display.clone(),
            name: it.number.name.clone(),
            team_id: it.number.team.map(Key),
            read_receipts: Json(it.number.read_receipts),
            access_token: it.access_token.clone(),
            version: it.number.version.cast_signed(),
            account: it.number.account.clone(),
            templates: Json(it.number.templates.clone()),
            recording: it.number.recording.clone().map(Json),
            on_missed: it.number.on_missed.clone(),
        }
    }
}

impl Tracked for WithToken {
    fn entity(&self) -> Entity {
        Entity::Number(self.number.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.number.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(numbers::table).values(Row::from(self)).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let row = Row::from(self);
        let it = numbers::table.find(row.id).filter(numbers::version.eq(row.version - 1));
        Ok(diesel::update(it).set(row).run(writer)? == 1)
    }
}

/// All of them.
pub fn all(conn: &mut Conn) -> Result<Vec<Number>> {
    let rows: Vec<Row> = numbers::table.order(numbers::id).select(columns::<Row>()).all(conn)?;
    Ok(rows.into_iter().map(|row| WithToken::from(row).number).collect())
}

/// One of them, with its token.
pub fn find(conn: &mut Conn, id: NumberId) -> Result<Option<WithToken>> {
    let row: Option<Row> = numbers::table.find(Key(id)).select(columns::<Row>()).maybe(conn)?;
    Ok(row.map(Into::into))
}

/// Those of a business account, with their tokens.
pub fn of_account(conn: &mut Conn, account: &str) -> Result<Vec<WithToken>> {
    let of = numbers::account.eq(account).assume_not_null();
    let rows: Vec<Row> =
        numbers::table.filter(of).order(numbers::id).select(columns::<Row>()).all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The one to which a conversation belongs, with its token.
pub fn of_conversation(conn: &mut Conn, id: ConversationId) -> Result<Option<WithToken>> {
    let number = conversations::table.find(Key(id)).select(conversations::number_id);
    let number: Option<Key<NumberId>> = number.maybe(conn)?;
    number.map_or(Ok(None), |Key(id)| find(conn, id))
}

/// One that a conversation belongs to.
pub fn get(conn: &mut Conn, id: NumberId) -> Result<Number> {
    Ok(find(conn, id)?.ok_or_else(|| Problem::not_found("number"))?.number)
}

/// The one that WhatsApp calls so.
pub fn by_phone_number_id(conn: &mut Conn, phone_number_id: &str) -> Result<Option<Number>> {
    let it = numbers::table.filter(numbers::phone_number_id.eq(phone_number_id));
    let row: Option<Row> = it.select(columns::<Row>()).maybe(conn)?;
    Ok(row.map(|row| WithToken::from(row).number))
}

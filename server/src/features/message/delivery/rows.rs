//! How far messages got, in SQL, and what was said of messages that we don't know yet.

pub mod steps;

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::{ConversationId, MessageId, NumberId};
use shared::message::details::Price;
use shared::message::{Delivery, Failure, Status};
use shared::time::Timestamp;

use super::Word;
use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::{deliveries, early_statuses};
use crate::store::{Conn, Statement, Tracked, Writer, columns};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = deliveries, primary_key(message_id), treat_none_as_null = true)]
struct DeliveryRow {
    message_id: Key<MessageId>,
    conversation_id: Key<ConversationId>,
    status: Json<Status>,
    failure: Option<Json<Failure>>,
    at: Time,
    version: i32,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            message: row.message_id.0,
            conversation: row.conversation_id.0,
            status: row.status.0,
            failure: row.failure.map(|Json(failure)| failure),
            at: row.at.0,
            version: row.version.unsigned_abs(),
        }
    }
}

impl From<&Delivery> for DeliveryRow {
    fn from(it: &Delivery) -> Self {
        Self {
            message_id: Key(it.message),
            conversation_id: Key(it.conversation),
            status: Json(it.status),
            failure: it.failure.clone().map(Json),
            at: Time(it.at),
            version: it.version.cast_signed(),
        }
    }
}

impl Tracked for Delivery {
    fn entity(&self) -> Entity {
        Entity::Delivery(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(deliveries::table).values(DeliveryRow::from(self)).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let row = DeliveryRow::from(self);
        let it =
            deliveries::table.find(row.message_id).filter(deliveries::version.eq(row.version - 1));
        Ok(diesel::update(it).set(row).cached().run(writer)? == 1)
    }
}

/// How far a message of ours got.
pub fn find(conn: &mut Conn, id: MessageId) -> Result<Option<Delivery>> {
    let row: Option<DeliveryRow> =
        deliveries::table.find(Key(id)).select(columns::<DeliveryRow>()).maybe(conn)?;
    Ok(row.map(Into::into))
}

/// How far these messages got, as far as they are ours.
pub fn of(conn: &mut Conn, ids: &[MessageId]) -> Result<Vec<Delivery>> {
    let ids: Vec<_> = ids.iter().copied().map(Key).collect();
    let rows: Vec<DeliveryRow> = deliveries::table
        .filter(deliveries::message_id.eq_any(ids))
        .order(deliveries::message_id)
        .select(columns::<DeliveryRow>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Keeps WhatsApp's word for a message that we don't know yet.
pub fn keep_early(
    writer: &mut Writer<'_>,
    number: NumberId,
    wamid: &str,
    word: &Word,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(early_statuses::table)
        .values((
            early_statuses::number_id.eq(Key(number)),
            early_statuses::wamid.eq(wamid),
            early_statuses::status.eq(Json(word.status)),
            early_statuses::failure.eq(word.failure.clone().map(Json)),
            early_statuses::at.eq(Time(word.at)),
            early_statuses::received_at.eq(Time(now)),
            early_statuses::price.eq(word.price.clone().map(Json)),
        ))
        .run(writer)?;
    Ok(())
}

type Early = (Json<Status>, Option<Json<Failure>>, Time, Option<Json<Price>>);

/// What was said of a message before we knew it. It is not said again.
pub fn take_early(writer: &mut Writer<'_>, number: NumberId, wamid: &str) -> Result<Vec<Word>> {
    let them = early_statuses::number_id.eq(Key(number)).and(early_statuses::wamid.eq(wamid));
    let rows: Vec<Early> = early_statuses::table
        .filter(them)
        .order(early_statuses::id)
        .select((
            early_statuses::status,
            early_statuses::failure,
            early_statuses::at,
            early_statuses::price,
        ))
        .all(writer.conn())?;
    if !rows.is_empty() {
        diesel::delete(early_statuses::table.filter(them)).run(writer)?;
    }
    Ok(rows
        .into_iter()
        .map(|(Json(status), failure, Time(at), price)| Word {
            status,
            failure: failure.map(|Json(it)| it),
            at,
            price: price.map(|Json(it)| it),
        })
        .collect())
}

/// Drops words for messages that never came: other apps send over the same number.
pub fn prune_early(writer: &mut Writer<'_>, before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(early_statuses::table.filter(early_statuses::received_at.lt(Time(before))))
        .run(writer)?)
}

//! Every step of a message on its way, in SQL: for who wants to know when, and what it cost. Nothing decides by them.

use diesel::prelude::*;
use shared::ids::MessageId;
use shared::message::details::{Price, Step};
use shared::message::{Failure, Status};

use crate::error::Result;
use crate::features::message::delivery::Word;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::delivery_steps as steps;
use crate::store::{Conn, Statement, Writer};

/// Notes a step.
pub fn put(writer: &mut Writer<'_>, message: MessageId, word: &Word) -> Result<()> {
    diesel::insert_into(steps::table)
        .values((
            steps::message_id.eq(Key(message)),
            steps::status.eq(Json(word.status)),
            steps::at.eq(Time(word.at)),
            steps::failure.eq(word.failure.clone().map(Json)),
            steps::price.eq(word.price.clone().map(Json)),
        ))
        .cached()
        .run(writer)?;
    Ok(())
}

/// Notes a step, unless it was told before: WhatsApp repeats itself.
pub fn put_once(writer: &mut Writer<'_>, message: MessageId, word: &Word) -> Result<()> {
    let same = steps::message_id.eq(Key(message)).and(steps::status.eq(Json(word.status)));
    let known: Option<i64> =
        steps::table.filter(same).select(steps::id).limit(1).maybe(writer.conn())?;
    if known.is_some() { Ok(()) } else { put(writer, message, word) }
}

/// The steps of a message, in the order in which we were told.
pub fn of(conn: &mut Conn, message: MessageId) -> Result<Vec<Step>> {
    type Row = (Json<Status>, Time, Option<Json<Failure>>, Option<Json<Price>>);
    let rows: Vec<Row> = steps::table
        .filter(steps::message_id.eq(Key(message)))
        .order(steps::id)
        .select((steps::status, steps::at, steps::failure, steps::price))
        .all(conn)?;
    let step = |(Json(status), Time(at), failure, price): Row| Step {
        status,
        at,
        failure: failure.map(|Json(it)| it),
        price: price.map(|Json(it)| it),
    };
    Ok(rows.into_iter().map(step).collect())
}

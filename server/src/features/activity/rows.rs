//! What threads tell, in SQL.

use diesel::prelude::*;
use shared::activity::Activity;
use shared::conversation::Fact;
use shared::event::{Actor, Entity};
use shared::ids::{ActivityId, ConversationId};
use shared::message::Place;
use shared::reads::Floor;

use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::expr::when;
use crate::store::schema::activities::{self, dsl};
use crate::store::{Conn, Created, Statement, Writer};

type Row = (Key<ActivityId>, Key<ConversationId>, Json<Actor>, Json<Fact>, Time, i32);

impl Created for Activity {
    fn entity(&self) -> Entity {
        Entity::Activity(self.clone())
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.id)),
            dsl::conversation_id.eq(Key(self.conversation)),
            dsl::by.eq(Json(self.by)),
            dsl::fact.eq(Json(self.fact.clone())),
            dsl::at.eq(Time(self.at)),
            dsl::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(activities::table).values(row).cached().run(writer)?;
        Ok(())
    }
}

/// Up to `limit` of a thread before a place and not below a floor, latest first.
pub fn page(
    conn: &mut Conn,
    conversation: ConversationId,
    (floor, before): (Floor<Place>, Option<Place>),
    limit: usize,
) -> Result<Vec<Activity>> {
    let from = match floor {
        Floor::End => None,
        Floor::At((at, id)) => Some((at, ActivityId(id.0))),
    };
    let before = before.map(|(at, id)| (at, ActivityId(id.0)));
    let rows: Vec<Row> = activities::table
        .filter(dsl::conversation_id.eq(Key(conversation)))
        .filter(when(from, |(at, id)| {
            dsl::at.ge(Time(at)).and(dsl::at.gt(Time(at)).or(dsl::id.ge(Key(id))))
        }))
        .filter(when(before, |(at, id)| {
            dsl::at.le(Time(at)).and(dsl::at.lt(Time(at)).or(dsl::id.lt(Key(id))))
        }))
        .order((dsl::at.desc(), dsl::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .all(conn)?;
    Ok(rows.into_iter().map(activity).collect())
}

fn activity(row: Row) -> Activity {
    let (Key(id), Key(conversation), Json(by), Json(fact), Time(at), version) = row;
    Activity { id, conversation, by, fact, at, version: version.unsigned_abs() }
}

/// What happened to a conversation after this version of it, oldest first.
pub fn since(conn: &mut Conn, conversation: ConversationId, version: u32) -> Result<Vec<Activity>> {
    let rows: Vec<Row> = activities::table
        .filter(dsl::conversation_id.eq(Key(conversation)))
        .filter(dsl::version.gt(version.cast_signed()))
        .order((dsl::version, dsl::id))
        .all(conn)?;
    Ok(rows.into_iter().map(activity).collect())
}

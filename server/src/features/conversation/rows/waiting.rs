//! Customers who wait, in SQL: what allocation looks through.

use diesel::prelude::*;
use shared::allocation::waits;
use shared::conversation::Conversation;
use shared::ids::ConversationId;

use super::Row;
use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::conversations::{self, dsl};
use crate::store::{Conn, Statement, columns};

/// Those in which a customer waits and that somebody has, or nobody, longest waiting first.
pub fn all(conn: &mut Conn, taken: bool) -> Result<Vec<Conversation>> {
    let asked = dsl::waiting_since.is_not_null().or(dsl::unread.gt(0));
    let these = conversations::table
        .filter(dsl::open.and(dsl::erased_at.is_null()).and(asked))
        .select(columns::<Row>());
    let rows: Vec<Row> = if taken {
        these.filter(dsl::assignee_id.is_not_null()).all(conn)?
    } else {
        these.filter(dsl::assignee_id.is_null()).all(conn)?
    };
    let mut found: Vec<Conversation> = rows.into_iter().map(Into::into).filter(waits).collect();
    found.sort_by_key(|it| (it.waiting_since.unwrap_or(it.active_at), it.id));
    Ok(found)
}

/// One of them, for changing it, unless somebody else is changing it just now: whoever has several must wait for nobody.
pub fn lock_free(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>> {
    let it = conversations::table.find(Key(id)).select(columns::<Row>());
    let row: Option<Row> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().skip_locked().first(conn).optional(),
    }?;
    Ok(row.map(Into::into))
}

//! Conversations for who changes several, one after the other.

use diesel::prelude::*;
use shared::conversation::Conversation;
use shared::ids::ConversationId;

use super::Row;
use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::conversations;
use crate::store::{Conn, columns};

/// A conversation, for changing it, unless somebody else is changing it just now: whoever has several must wait for nobody.
pub fn lock_free(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>> {
    let it = conversations::table.find(Key(id)).select(columns::<Row>());
    let row: Option<Row> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().skip_locked().first(conn).optional(),
    }?;
    Ok(row.map(Into::into))
}

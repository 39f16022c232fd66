//! Drafts that are written together, in SQL.

use diesel::prelude::*;
use shared::ids::{AgentId, ConversationId};
use shared::together::Shared;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::shared_drafts::{self, dsl};
use crate::store::{Conn, Statement, Writer};

/// One that is open.
pub struct Open {
    /// Whether everybody who sees the conversation may join.
    pub offered: bool,
    /// The document as it was opened.
    pub begun: Vec<u8>,
    /// The document.
    pub state: Vec<u8>,
}

/// One, if it is open. Whoever changes it has locked the conversation.
pub fn find(conn: &mut Conn, it: Shared) -> Result<Option<Open>> {
    let row = shared_drafts::table.find((Key(it.at), Key(it.author)));
    let row: Option<(bool, Vec<u8>, Vec<u8>)> =
        row.select((dsl::offered, dsl::begun, dsl::state)).maybe(conn)?;
    Ok(row.map(|(offered, begun, state)| Open { offered, begun, state }))
}

/// Whose are open in a conversation, and which of them everybody may join.
pub fn all(conn: &mut Conn, at: ConversationId) -> Result<Vec<(AgentId, bool)>> {
    let rows: Vec<(Key<AgentId>, bool)> = shared_drafts::table
        .filter(dsl::conversation_id.eq(Key(at)))
        .order(dsl::author_id)
        .select((dsl::author_id, dsl::offered))
        .all(conn)?;
    Ok(rows.into_iter().map(|(Key(author), offered)| (author, offered)).collect())
}

/// Keeps it instead of what was kept before.
pub fn keep(writer: &mut Writer<'_>, it: Shared, open: &Open) -> Result<()> {
    forget(writer, it)?;
    diesel::insert_into(shared_drafts::table)
        .values((
            dsl::conversation_id.eq(Key(it.at)),
            dsl::author_id.eq(Key(it.author)),
            dsl::offered.eq(open.offered),
            dsl::begun.eq(&open.begun),
            dsl::state.eq(&open.state),
        ))
        .run(writer)?;
    Ok(())
}

/// It is not open any more.
pub fn forget(writer: &mut Writer<'_>, it: Shared) -> Result<()> {
    diesel::delete(shared_drafts::table.find((Key(it.at), Key(it.author)))).run(writer)?;
    Ok(())
}

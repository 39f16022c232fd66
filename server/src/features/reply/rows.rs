//! Who last took over the reply of a conversation, and with which token, in SQL.

use diesel::prelude::*;
use shared::ids::{AgentId, ConversationId};
use shared::presence::Fence;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::reply_fences::{self, dsl};
use crate::store::{Conn, Statement, Writer};

/// The token of the latest take-over, and whose it is.
pub fn find(conn: &mut Conn, of: ConversationId) -> Result<Option<(Fence, AgentId)>> {
    let it = reply_fences::table.find(Key(of)).select((dsl::fence, dsl::agent_id));
    let row: Option<(i64, Key<AgentId>)> = it.maybe(conn)?;
    Ok(row.map(|(fence, Key(agent))| (Fence(fence), agent)))
}

/// Notes a take-over instead of the one before. The conversation is locked.
pub fn put(writer: &mut Writer<'_>, of: ConversationId, by: AgentId, fence: Fence) -> Result<()> {
    diesel::delete(reply_fences::table.find(Key(of))).run(writer)?;
    diesel::insert_into(reply_fences::table)
        .values((
            dsl::conversation_id.eq(Key(of)),
            dsl::agent_id.eq(Key(by)),
            dsl::fence.eq(fence.0),
        ))
        .run(writer)?;
    Ok(())
}

//! Answers of ours in SQL: with which version of its conversation each was given. A conversation is locked while one is
//! noted, so a later one always has a higher version.

use diesel::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::answers::{self, dsl};
use crate::store::{Conn, Statement, Writer};

/// Notes that this message answers, with the conversation as it is after it.
pub fn note(writer: &mut Writer<'_>, it: &Conversation, id: MessageId) -> Result<()> {
    diesel::insert_into(answers::table)
        .values((
            dsl::message_id.eq(Key(id)),
            dsl::conversation_id.eq(Key(it.id)),
            dsl::version.eq(it.version.cast_signed()),
        ))
        .run(writer)?;
    Ok(())
}

/// It was taken back in time.
pub fn forget(writer: &mut Writer<'_>, id: MessageId) -> Result<()> {
    diesel::delete(answers::table.find(Key(id))).run(writer)?;
    Ok(())
}

/// The answers that came with later versions, oldest first.
pub fn since(conn: &mut Conn, of: ConversationId, version: u32) -> Result<Vec<MessageId>> {
    let ids: Vec<Key<MessageId>> = answers::table
        .filter(dsl::conversation_id.eq(Key(of)))
        .filter(dsl::version.gt(version.cast_signed()))
        .order(dsl::version)
        .select(dsl::message_id)
        .all(conn)?;
    Ok(ids.into_iter().map(|Key(id)| id).collect())
}

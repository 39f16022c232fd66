//! What is known of conversations, in SQL: found by the words of an index of its own.

use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::conversation::Conversation;
use shared::ids::ConversationId;

use super::matching;
use crate::error::Result;
use crate::features::search::vocabulary::{Token, Tokens, index};
use crate::store::columns::Key;
use crate::store::schema::conversation_texts;
use crate::store::{Conn, Statement, Writer};

/// Makes a conversation findable by what is on it and known of it now.
pub fn put(writer: &mut Writer<'_>, it: &Conversation) -> Result<()> {
    let body = index(it);
    if body.is_empty() {
        let old = conversation_texts::conversation_id.eq(Key(it.id));
        diesel::delete(conversation_texts::table.filter(old)).run(writer)?;
        return Ok(());
    }
    diesel::insert_into(conversation_texts::table)
        .values((
            conversation_texts::conversation_id.eq(Key(it.id)),
            conversation_texts::body.eq(body),
        ))
        .on_conflict(conversation_texts::conversation_id)
        .do_update()
        .set(conversation_texts::body.eq(excluded(conversation_texts::body)))
        .run(writer)?;
    Ok(())
}

/// Conversations that have all this, before a place in the index; each with its place, highest first.
pub fn candidates(
    conn: &mut Conn,
    tokens: &Tokens,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, ConversationId)>> {
    let (all, any) = match conn {
        Conn::Sqlite(_) => (" AND ", " OR "),
        Conn::Postgres(_) => (" & ", " | "),
    };
    let word: fn(&Token) -> String = match conn {
        Conn::Sqlite(_) => |it| format!("\"{}\"{}", it.text, if it.begins { "*" } else { "" }),
        Conn::Postgres(_) => |it| format!("'{}'{}", it.text, if it.begins { ":*" } else { "" }),
    };
    let together =
        |these: &Vec<Token>| format!("({})", these.iter().map(word).collect::<Vec<_>>().join(all));
    let one_of = |these: &Vec<Vec<Token>>| {
        format!("({})", these.iter().map(together).collect::<Vec<_>>().join(any))
    };
    let query = tokens.iter().map(one_of).collect::<Vec<_>>().join(all);
    let places = matching(conn, "conversation", query, before, limit)?;
    let found: Vec<(i64, Key<ConversationId>)> = conversation_texts::table
        .filter(conversation_texts::id.eq_any(places))
        .order(conversation_texts::id.desc())
        .select((conversation_texts::id, conversation_texts::conversation_id))
        .all(conn)?;
    Ok(found.into_iter().map(|(place, Key(id))| (place, id)).collect())
}

/// What stands in the index for a conversation.
pub fn body(conn: &mut Conn, id: ConversationId) -> Result<Option<String>> {
    let it = conversation_texts::table.filter(conversation_texts::conversation_id.eq(Key(id)));
    Ok(it.select(conversation_texts::body).maybe(conn)?)
}

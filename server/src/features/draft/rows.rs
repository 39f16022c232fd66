//! Drafts in SQL.

use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::draft::{Draft, Kept};
use shared::ids::{AgentId, ConversationId};
use shared::time::Timestamp;

use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::drafts;
use crate::store::{Conn, Statement, Writer};

/// Keeps a draft instead of the one before.
pub fn keep(
    writer: &mut Writer<'_>,
    agent: AgentId,
    of: ConversationId,
    draft: &Draft,
    at: Timestamp,
) -> Result<()> {
    diesel::insert_into(drafts::table)
        .values((
            drafts::agent_id.eq(Key(agent)),
            drafts::conversation_id.eq(Key(of)),
            drafts::body.eq(Json(draft.clone())),
            drafts::at.eq(Time(at)),
        ))
        .on_conflict((drafts::agent_id, drafts::conversation_id))
        .do_update()
        .set((drafts::body.eq(excluded(drafts::body)), drafts::at.eq(excluded(drafts::at))))
        .cached()
        .run(writer)?;
    Ok(())
}

/// Forgets a draft, if there is one.
pub fn forget(writer: &mut Writer<'_>, agent: AgentId, of: ConversationId) -> Result<()> {
    diesel::delete(drafts::table.find((Key(agent), Key(of)))).run(writer)?;
    Ok(())
}

/// What people are writing in a conversation.
pub fn in_conversation(conn: &mut Conn, of: ConversationId) -> Result<Vec<(AgentId, Draft)>> {
    let rows: Vec<(Key<AgentId>, Json<Draft>)> = drafts::table
        .filter(drafts::conversation_id.eq(Key(of)))
        .select((drafts::agent_id, drafts::body))
        .all(conn)?;
    Ok(rows.into_iter().map(|(Key(agent), Json(draft))| (agent, draft)).collect())
}

/// All drafts of an agent.
pub fn all(conn: &mut Conn, agent: AgentId) -> Result<Vec<Kept>> {
    let rows: Vec<(Key<ConversationId>, Json<Draft>)> = drafts::table
        .filter(drafts::agent_id.eq(Key(agent)))
        .order(drafts::conversation_id)
        .select((drafts::conversation_id, drafts::body))
        .all(conn)?;
    let kept = |(Key(conversation), Json(draft))| Kept { conversation, draft };
    Ok(rows.into_iter().map(kept).collect())
}

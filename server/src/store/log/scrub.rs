//! Takes out of the log what it says of a conversation that is erased. The lines stay, so that places have no gaps.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::ConversationId;

use super::Body;
use crate::error::Result;
use crate::store::columns::Json;
use crate::store::conn::Statement;
use crate::store::schema::events;
use crate::store::tx::{Change, Writer};

/// Leaves of it in the lines that are still kept only who may know that it was there.
pub fn scrub(writer: &mut Writer<'_>, id: ConversationId) -> Result<()> {
    let lines: Vec<(i64, Json<Body>)> = events::table
        .filter(events::body.like(format!("%{id}%")))
        .select((events::seq, events::body))
        .all(writer.conn())?;
    for (seq, Json(mut body)) in lines {
        body.changes.retain(|change| !belongs(change, id));
        for entity in
            body.changes.iter_mut().flat_map(|it| [&mut it.before, &mut it.after]).flatten()
        {
            if let Entity::Conversation(it) = entity
                && it.id == id
            {
                it.blank();
            }
            if let Entity::Agent(agent) = entity
                && let Some(wrap_up) = &mut agent.wrap_up
                && wrap_up.of.is_some_and(|(of, _)| of == id)
            {
                wrap_up.of = None;
            }
        }
        diesel::update(events::table.find(seq)).set(events::body.eq(Json(body))).run(writer)?;
    }
    Ok(())
}

/// Whether a change is of something in the conversation.
fn belongs(change: &Change, id: ConversationId) -> bool {
    let of = |entity: &Entity| match entity {
        Entity::Activity(it) => it.conversation == id,
        Entity::Message(it) => it.conversation == id,
        Entity::Delivery(it) => it.conversation == id,
        Entity::Held(it) => it.conversation == id,
        Entity::Note(it) => it.conversation == id,
        Entity::Call(it) => it.conversation == id,
        Entity::Mention(it) => it.conversation == id,
        Entity::Conversation(_)
        | Entity::Agent(_)
        | Entity::Role(_)
        | Entity::Team(_)
        | Entity::Number(_)
        | Entity::Label(_)
        | Entity::Space(_)
        | Entity::QuickReply(_)
        | Entity::Bulk(_)
        | Entity::Allocation(_)
        | Entity::CallSettings(_)
        | Entity::Attribute(_) => false,
    };
    change.before.iter().chain(&change.after).any(of)
}

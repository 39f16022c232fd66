//! Mentions in SQL.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::{AgentId, ConversationId, MentionId, NoteId};
use shared::mention::Mention;

use crate::error::Result;
use crate::store::columns::{Key, Time};
use crate::store::schema::mentions::{self, dsl};
use crate::store::{Conn, Statement, Tracked, Writer};

type Row =
    (Key<MentionId>, Key<AgentId>, Key<AgentId>, Key<ConversationId>, Key<NoteId>, Time, bool, i32);

fn mention(row: Row) -> Mention {
    let (Key(id), Key(agent), Key(by), Key(conversation), Key(note), Time(at), seen, version) = row;
    let version = version.unsigned_abs();
    Mention { id, agent, by, conversation, note, at, seen, version }
}

impl Tracked for Mention {
    fn entity(&self) -> Entity {
        Entity::Mention(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.id)),
            dsl::agent_id.eq(Key(self.agent)),
            dsl::by_id.eq(Key(self.by)),
            dsl::conversation_id.eq(Key(self.conversation)),
            dsl::note_id.eq(Key(self.note)),
            dsl::at.eq(Time(self.at)),
            dsl::seen.eq(self.seen),
            dsl::version.eq(self.version.cast_signed()),
        );
        diesel::insert_into(mentions::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = mentions::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        let set = (dsl::seen.eq(self.seen), dsl::version.eq(version));
        Ok(diesel::update(it).set(set).run(writer)? == 1)
    }
}

/// Where this agent was mentioned and has not looked, oldest first.
pub fn unseen(conn: &mut Conn, agent: AgentId) -> Result<Vec<Mention>> {
    let rows: Vec<Row> = mentions::table
        .filter(dsl::agent_id.eq(Key(agent)))
        .filter(diesel::dsl::not(dsl::seen))
        .order(dsl::id)
        .all(conn)?;
    Ok(rows.into_iter().map(mention).collect())
}

/// Those of a conversation of which nobody has looked.
pub fn unseen_in(conn: &mut Conn, conversation: ConversationId) -> Result<Vec<Mention>> {
    let rows: Vec<Row> = mentions::table
        .filter(dsl::conversation_id.eq(Key(conversation)))
        .filter(diesel::dsl::not(dsl::seen))
        .order(dsl::id)
        .all(conn)?;
    Ok(rows.into_iter().map(mention).collect())
}

/// Those of a note of which nobody has looked.
pub fn unseen_of(conn: &mut Conn, note: NoteId) -> Result<Vec<Mention>> {
    let rows: Vec<Row> = mentions::table
        .filter(dsl::note_id.eq(Key(note)))
        .filter(diesel::dsl::not(dsl::seen))
        .order(dsl::id)
        .all(conn)?;
    Ok(rows.into_iter().map(mention).collect())
}

//! Notes in SQL. Who may read which is said here as in `Viewer::reads`; a test holds both to it.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::{AgentId, ConversationId, MessageId, NoteId};
use shared::message::Place;
use shared::note::{Attached, Audience, Body, Note};
use shared::reads::Floor;

use crate::error::Result;
use crate::features::search;
use crate::policy::Viewer;
use crate::store::columns::{Json, Key, Time};
use crate::store::expr::when;
use crate::store::schema::note_files;
use crate::store::schema::notes::{self, dsl};
use crate::store::{Conn, Statement, Tracked, Writer};

type Row = (
    Key<NoteId>,
    Key<ConversationId>,
    Key<AgentId>,
    Key<Audience>,
    Json<Body>,
    Time,
    i32,
    Json<Vec<Attached>>,
    Option<Key<MessageId>>,
);

fn note(row: Row) -> Note {
    let (Key(id), Key(conversation), Key(author), Key(audience), Json(body), Time(at), ..) = row;
    let (version, Json(files)) = (row.6.unsigned_abs(), row.7);
    let about = row.8.map(|Key(id)| id);
    Note { id, conversation, author, audience, body, files, about, at, version }
}

/// What a viewer may read of notes in conversations that they see, as a condition.
macro_rules! readable {
    ($viewer:expr) => {{
        let me = Key($viewer.agent);
        let confined = (!Audience::Leads.has($viewer.rights)).then_some(());
        when(confined, move |()| {
            dsl::audience.eq(Key(Audience::Everyone)).or(dsl::author_id.eq(me))
        })
    }};
}
pub(in crate::features) use readable;

impl Tracked for Note {
    fn entity(&self) -> Entity {
        Entity::Note(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.id)),
            dsl::conversation_id.eq(Key(self.conversation)),
            dsl::author_id.eq(Key(self.author)),
            dsl::audience.eq(Key(self.audience)),
            dsl::body.eq(Json(self.body.clone())),
            dsl::at.eq(Time(self.at)),
            dsl::version.eq(self.version.cast_signed()),
            dsl::files.eq(Json(self.files.clone())),
            dsl::about.eq(self.about.map(Key)),
        );
        diesel::insert_into(notes::table).values(row).run(writer)?;
        note_files(writer, self)?;
        search::rows::put_note(writer, self)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = notes::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        let files = dsl::files.eq(Json(self.files.clone()));
        let set = (dsl::body.eq(Json(self.body.clone())), files, dsl::version.eq(version));
        let current = diesel::update(it).set(set).run(writer)? == 1;
        if current && matches!(self.body, Body::Deleted { .. }) {
            search::rows::drop_note(writer, self.id)?;
            let old = note_files::table.filter(note_files::note_id.eq(Key(self.id)));
            diesel::delete(old).run(writer)?;
        }
        Ok(current)
    }
}

/// Notes which files are in a note, so that they stay for as long as it does.
fn note_files(writer: &mut Writer<'_>, it: &Note) -> Result<()> {
    for attached in &it.files {
        let row = (
            note_files::note_id.eq(Key(it.id)),
            note_files::conversation_id.eq(Key(it.conversation)),
            note_files::hash.eq(Key(attached.file.hash)),
        );
        diesel::insert_into(note_files::table)
            .values(row)
            .on_conflict((note_files::note_id, note_files::hash))
            .do_nothing()
            .run(writer)?;
    }
    Ok(())
}

/// One of them, whoever asks.
pub fn find(conn: &mut Conn, id: NoteId) -> Result<Option<Note>> {
    let row: Option<Row> = notes::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(note))
}

/// Those of these that this viewer may read if they see their conversations, in no order.
pub fn these(conn: &mut Conn, viewer: &Viewer, ids: &[NoteId]) -> Result<Vec<Note>> {
    let rows: Vec<Row> = notes::table
        .filter(dsl::id.eq_any(ids.iter().copied().map(Key)))
        .filter(readable!(viewer))
        .all(conn)?;
    Ok(rows.into_iter().map(note).collect())
}

/// Up to `limit` notes of a thread before a place and not below a floor, latest first.
pub fn page(
    conn: &mut Conn,
    viewer: &Viewer,
    conversation: ConversationId,
    (floor, before): (Floor<Place>, Option<Place>),
    limit: usize,
) -> Result<Vec<Note>> {
    let from = match floor {
        Floor::End => None,
        Floor::At(place) => Some(place),
    };
    let rows: Vec<Row> = notes::table
        .filter(dsl::conversation_id.eq(Key(conversation)))
        .filter(readable!(viewer))
        .filter(when(from, |(at, id)| {
            dsl::at.ge(Time(at)).and(dsl::at.gt(Time(at)).or(dsl::id.gt(Key(id))))
        }))
        .filter(when(before, |(at, id)| {
            dsl::at.le(Time(at)).and(dsl::at.lt(Time(at)).or(dsl::id.lt(Key(id))))
        }))
        .order((dsl::at.desc(), dsl::id.desc()))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .all(conn)?;
    Ok(rows.into_iter().map(note).collect())
}

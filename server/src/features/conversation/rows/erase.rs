//! What there is of a conversation in SQL, all of it, to be deleted for good.

use diesel::prelude::*;
use shared::conversation::Conversation;
use shared::event::Entity;
use shared::ids::{ContactId, ConversationId, MessageId, NoteId};
use shared::message::SentAs;
use shared::message::file::Hash;

use crate::error::Result;
use crate::features::call::recording;
use crate::features::held::rows as held_rows;
use crate::features::{number, quick_reply};
use crate::store::columns::{Json, Key};
use crate::store::schema::{
    activities, allotted, answers, attribute_values, bulk_targets, calls, contact_aliases,
    contact_texts, contacts, conversation_labels, conversation_texts, conversations, deliveries,
    delivery_steps, drafts, episodes, followers, held, mentions, message_files, message_texts,
    messages, note_files, notes, recordings, recordings_heard, reply_fences, shared_drafts,
    uploads,
};
use crate::store::{Conn, Removable, Statement, Tracked, Writer};

/// So many ids in one statement.
const CHUNK: usize = 1_000;

/// A conversation that goes for good. What it was about is not in the line that says so.
pub struct Erased(Conversation);

impl Erased {
    /// Only what decides who is told.
    pub fn of(mut it: Conversation) -> Self {
        it.blank();
        Self(it)
    }
}

impl Tracked for Erased {
    fn entity(&self) -> Entity {
        Entity::Conversation(self.0.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.0.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        Tracked::insert(&self.0, writer)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        self.0.update(writer)
    }
}

impl Removable for Erased {
    fn delete(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.0.version.cast_signed();
        let it = conversations::table.find(Key(self.0.id));
        Ok(diesel::delete(it.filter(conversations::version.eq(version))).run(writer)? == 1)
    }
}

/// Deletes everything that belongs to a conversation. Returns the files that were in it.
pub fn content(writer: &mut Writer<'_>, id: ConversationId) -> Result<Vec<Hash>> {
    let of = Key(id);
    let said: Vec<Key<MessageId>> = messages::table
        .filter(messages::conversation_id.eq(of))
        .select(messages::id)
        .all(writer.conn())?;
    let mut files: Vec<Key<Hash>> = vec![];
    for these in said.chunks(CHUNK) {
        let found = message_files::table.filter(message_files::message_id.eq_any(these));
        files.extend(found.select(message_files::hash).all::<Key<Hash>>(writer.conn())?);
        let found = message_files::table.filter(message_files::message_id.eq_any(these));
        diesel::delete(found).run(writer)?;
        let steps = delivery_steps::table.filter(delivery_steps::message_id.eq_any(these));
        diesel::delete(steps).run(writer)?;
    }
    let waiting = held_rows::shown(writer.conn(), id)?;
    let waiting = waiting.iter().filter_map(|it| SentAs::of_content(&it.content)?.1.bytes.here());
    files.extend(waiting.map(|file| Key(file.hash)));
    let noted = note_files::table.filter(note_files::conversation_id.eq(of));
    files.extend(noted.select(note_files::hash).all::<Key<Hash>>(writer.conn())?);
    files.extend(recording::rows::files(writer.conn(), id)?.into_iter().map(Key));
    macro_rules! forget {
        ($($table:ident),*) => { $(
            diesel::delete($table::table.filter($table::conversation_id.eq(of))).run(writer)?;
        )* };
    }
    forget!(
        note_files,
        message_texts,
        answers,
        deliveries,
        mentions,
        notes,
        held,
        activities,
        recordings,
        recordings_heard,
        calls,
        drafts
    );
    forget!(attribute_values, conversation_labels, bulk_targets, reply_fences, messages);
    forget!(episodes, allotted, conversation_texts, followers, shared_drafts);
    Ok(files.into_iter().map(|Key(hash)| hash).collect())
}

/// Deletes a contact with whom there is nothing any more, and who is nobody's other identity.
pub fn contact(writer: &mut Writer<'_>, id: ContactId) -> Result<()> {
    let here = conversations::table.filter(conversations::contact_id.eq(Key(id)));
    let here: Option<Key<ConversationId>> =
        here.select(conversations::id).limit(1).maybe(writer.conn())?;
    let others = contacts::table.filter(contacts::person_id.eq(Key(id)).assume_not_null());
    let others: Option<Key<ContactId>> =
        others.select(contacts::id).limit(1).maybe(writer.conn())?;
    if here.is_some() || others.is_some() {
        return Ok(());
    }
    diesel::delete(contact_texts::table.filter(contact_texts::contact_id.eq(Key(id))))
        .run(writer)?;
    let aliases = contact_aliases::table.filter(contact_aliases::contact_id.eq(Key(id)));
    diesel::delete(aliases).run(writer)?;
    diesel::delete(contacts::table.find(Key(id))).run(writer)?;
    Ok(())
}

/// Notes that a file is in a message.
pub fn note_file(writer: &mut Writer<'_>, message: MessageId, hash: Hash) -> Result<()> {
    diesel::insert_into(message_files::table)
        .values((message_files::message_id.eq(Key(message)), message_files::hash.eq(Key(hash))))
        .on_conflict(message_files::message_id)
        .do_update()
        .set(message_files::hash.eq(Key(hash)))
        .run(writer)?;
    Ok(())
}

/// Whether anything has a file: a message, sent or waiting, a note, a quick reply, a call, a number, or somebody who is about to send it.
pub fn has_file(conn: &mut Conn, hash: Hash) -> Result<bool> {
    let these = message_files::table.filter(message_files::hash.eq(Key(hash)));
    let sent: Option<Key<MessageId>> =
        these.select(message_files::message_id).limit(1).maybe(conn)?;
    let noted = note_files::table.filter(note_files::hash.eq(Key(hash)));
    let noted: Option<Key<NoteId>> = noted.select(note_files::note_id).limit(1).maybe(conn)?;
    let kept = sent.is_some() || noted.is_some() || held_rows::has_file(conn, hash)?;
    if kept || quick_reply::rows::has_file(conn, hash)? || recording::rows::has_file(conn, hash)? {
        return Ok(true);
    }
    let numbers = number::rows::all(conn)?;
    let mut told = numbers.into_iter().filter_map(|it| it.recording?.announcement);
    if told.any(|file| file.hash == hash) {
        return Ok(true);
    }
    let waiting: Vec<Json<shared::message::File>> =
        uploads::table.select(uploads::file).all(conn)?;
    Ok(waiting.iter().any(|Json(file)| file.hash == hash))
}

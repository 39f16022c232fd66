//! What is searched, in SQL. Each database has its own index of words, so this is one of the few places where they get
//! different statements; both know words by their beginnings and nothing else.

pub mod known;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text as SqlText};
use diesel::upsert::excluded;
use shared::contact::{Contact, Details};
use shared::ids::{ContactId, ConversationId, MessageId, NoteId};
use shared::message::{Author, Message};
use shared::note::{Audience, Note};

use super::query::{DIGITS, Names, Query};
use super::words;
use crate::error::Result;
use crate::features::note::rows::readable;
use crate::policy::Viewer;
use crate::store::columns::{Key, Time};
use crate::store::expr::when;
use crate::store::schema::notes::{self, dsl};
use crate::store::schema::{contact_texts, message_texts};
use crate::store::{Conn, Statement, Writer};
use crate::whatsapp::phone;

/// How many people of a name are looked at.
const PEOPLE: i64 = 300;

/// The kind of what is a note.
pub const NOTE: &str = "note";

/// A message or a note that has the words.
pub struct Text {
    /// Its place in the index, by arrival.
    pub id: i64,
    /// Which; of a note its id among the messages.
    pub message: MessageId,
    /// Whether it is a note.
    pub note: bool,
    /// Where it stands.
    pub conversation: ConversationId,
}

/// Makes a message findable, by what it says now.
pub fn put_message(writer: &mut Writer<'_>, it: &Message) -> Result<()> {
    diesel::insert_into(message_texts::table)
        .values((
            message_texts::message_id.eq(Key(it.id)),
            message_texts::conversation_id.eq(Key(it.conversation)),
            message_texts::author.eq(author(it.author)),
            message_texts::kind.eq(it.content.kind()),
            message_texts::at.eq(Time(it.at)),
            message_texts::body.eq(words::index(&words::of(&it.content))),
        ))
        .on_conflict(message_texts::message_id)
        .do_update()
        .set((
            message_texts::kind.eq(excluded(message_texts::kind)),
            message_texts::body.eq(excluded(message_texts::body)),
        ))
        .cached()
        .run(writer)?;
    Ok(())
}

/// Makes a note findable, by what was typed and what its files are called.
pub fn put_note(writer: &mut Writer<'_>, it: &Note) -> Result<()> {
    diesel::insert_into(message_texts::table)
        .values((
            message_texts::message_id.eq(Key(it.id)),
            message_texts::conversation_id.eq(Key(it.conversation)),
            message_texts::author.eq(NOTE),
            message_texts::kind.eq(NOTE),
            message_texts::at.eq(Time(it.at)),
            message_texts::body.eq(words::index(&it.words())),
        ))
        .run(writer)?;
    Ok(())
}

/// Makes a note findable no more.
pub fn drop_note(writer: &mut Writer<'_>, id: NoteId) -> Result<()> {
    diesel::delete(message_texts::table.filter(message_texts::message_id.eq(Key(id))))
        .run(writer)?;
    Ok(())
}

/// Makes a contact findable, by name, username, and any part of their number in all its forms.
pub fn put_contact(writer: &mut Writer<'_>, it: &Contact, details: &Details) -> Result<()> {
    let known = [details.profile.as_deref().unwrap_or_default(), &details.company, &details.email];
    let known = format!("{} {}", it.name, known.join(" "));
    let mut found: Vec<String> = words::index(&known).split(' ').map(str::to_owned).collect();
    found.extend(it.username.iter().map(|name| words::index(name)));
    for form in it.phone.iter().flat_map(|phone| phone::variants(phone)) {
        let ends = (0..form.len()).filter_map(|from| form.get(from..));
        found.extend(ends.filter(|end| end.len() >= DIGITS).map(str::to_owned));
    }
    found.sort_unstable();
    found.dedup();
    diesel::insert_into(contact_texts::table)
        .values((
            contact_texts::contact_id.eq(Key(it.id)),
            contact_texts::body.eq(found.join(" ").trim().to_owned()),
        ))
        .on_conflict(contact_texts::contact_id)
        .do_update()
        .set(contact_texts::body.eq(excluded(contact_texts::body)))
        .cached()
        .run(writer)?;
    Ok(())
}

/// Contacts of this name or number.
pub fn contacts(conn: &mut Conn, names: &Names) -> Result<Vec<ContactId>> {
    let words = match names {
        Names::Words(words) => beginnings(conn, words, true),
        Names::Digits(forms) => beginnings(conn, forms, false),
    };
    let ids = matching(conn, "contact", words, i64::MAX, PEOPLE)?;
    let found: Vec<Key<ContactId>> = contact_texts::table
        .filter(contact_texts::id.eq_any(ids))
        .select(contact_texts::contact_id)
        .all(conn)?;
    Ok(found.into_iter().map(|Key(id)| id).collect())
}

/// The latest messages before a place that have all these words; all messages, without any.
pub fn candidates(conn: &mut Conn, words: &[String], before: i64, limit: i64) -> Result<Vec<i64>> {
    if !words.is_empty() {
        let words = beginnings(conn, words, true);
        return matching(conn, "message", words, before, limit);
    }
    Ok(message_texts::table
        .filter(message_texts::id.lt(before))
        .order(message_texts::id.desc())
        .limit(limit)
        .select(message_texts::id)
        .all(conn)?)
}

/// The latest messages of these conversations that are of one of these kinds, and have this in them.
pub fn latest_in(
    conn: &mut Conn,
    conversations: &[ConversationId],
    kinds: &[&str],
    word: Option<&str>,
    limit: i64,
) -> Result<Vec<MessageId>> {
    let found: Vec<Key<MessageId>> = message_texts::table
        .filter(message_texts::conversation_id.eq_any(conversations.iter().copied().map(Key)))
        .filter(message_texts::kind.eq_any(kinds))
        .filter(when(word, |word| message_texts::body.like(format!("%{word}%"))))
        .order((message_texts::at.desc(), message_texts::message_id.desc()))
        .limit(limit)
        .select(message_texts::message_id)
        .all(conn)?;
    Ok(found.into_iter().map(|Key(id)| id).collect())
}

/// Those of the candidates for which the operators hold, latest first, and of the notes those that the viewer may read.
pub fn texts(
    conn: &mut Conn,
    viewer: &Viewer,
    query: &Query<'_>,
    ids: &[i64],
) -> Result<Vec<Text>> {
    type Row = (i64, Key<MessageId>, String, Key<ConversationId>);
    let confined = (!Audience::Leads.has(viewer.rights)).then_some(());
    let rows: Vec<Row> = message_texts::table
        .filter(message_texts::id.eq_any(ids))
        .filter(when(query.from, |from| message_texts::author.eq(from)))
        .filter(when(query.kinds, |kinds| message_texts::kind.eq_any(kinds)))
        .filter(when(query.since, |since| message_texts::at.ge(Time(since))))
        .filter(when(query.until, |until| message_texts::at.lt(Time(until))))
        .filter(when(confined, |()| {
            let it = notes::table.filter(dsl::id.eq(message_texts::message_id));
            message_texts::kind.ne(NOTE).or(exists(it.filter(readable!(viewer))))
        }))
        .order(message_texts::id.desc())
        .select((
            message_texts::id,
            message_texts::message_id,
            message_texts::kind,
            message_texts::conversation_id,
        ))
        .all(conn)?;
    let text = |(id, Key(message), kind, Key(conversation)): Row| {
        let note = kind == NOTE;
        Text { id, message, note, conversation }
    };
    Ok(rows.into_iter().map(text).collect())
}

/// Words with these beginnings as a database asks for them. They are letters and digits, which no query language takes
/// for its own.
fn beginnings(conn: &Conn, words: &[String], all: bool) -> String {
    let (words, between): (Vec<String>, _) = match conn {
        Conn::Sqlite(_) => (
            words.iter().map(|word| format!("\"{word}\"*")).collect(),
            if all { " AND " } else { " OR " },
        ),
        Conn::Postgres(_) => (
            words.iter().map(|word| format!("'{word}':*")).collect(),
            if all { " & " } else { " | " },
        ),
    };
    words.join(between)
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Rows of an index for which a question about words holds, latest first.
fn matching(conn: &mut Conn, of: &str, words: String, before: i64, limit: i64) -> Result<Vec<i64>> {
    let places: Vec<Place> = match conn {
        Conn::Sqlite(conn) => sql_query(format!(
            "SELECT rowid AS id FROM {of}_words WHERE {of}_words MATCH ? AND rowid < ? \
                 ORDER BY rowid DESC LIMIT ?"
        ))
        .bind::<SqlText, _>(words)
        .bind::<BigInt, _>(before)
        .bind::<BigInt, _>(limit)
        .load(conn)?,
        Conn::Postgres(conn) => sql_query(format!(
            "SELECT id FROM {of}_texts WHERE words @@ $1::tsquery AND id < $2 \
                 ORDER BY id DESC LIMIT $3"
        ))
        .bind::<SqlText, _>(words)
        .bind::<BigInt, _>(before)
        .bind::<BigInt, _>(limit)
        .load(conn)?,
    };
    Ok(places.into_iter().map(|place| place.id).collect())
}

const fn author(author: Author) -> &'static str {
    match author {
        Author::Contact => "contact",
        Author::Agent(_) => "agent",
        Author::Phone => "phone",
        Author::Automatic => "automatic",
        Author::System => "system",
    }
}

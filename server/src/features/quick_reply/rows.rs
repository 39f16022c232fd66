//! Quick replies in SQL.

use diesel::prelude::*;
use shared::event::Entity;
use shared::ids::QuickReplyId;
use shared::message::file::Hash;
use shared::quick_reply::{Kept, Offered, QuickReply};

use crate::error::Result;
use crate::store::columns::{Json, Key};
use crate::store::schema::quick_replies::{self, dsl};
use crate::store::{Conn, Statement, Tracked, Writer};

type Row = (Key<QuickReplyId>, String, String, String, Json<Offered>, bool, i32, Json<Vec<Kept>>);

fn quick_reply(row: Row) -> QuickReply {
    let (Key(id), title, shortcut, text, Json(offered), archived, version, Json(files)) = row;
    let version = version.unsigned_abs();
    QuickReply { id, title, shortcut, text, files, offered, archived, version }
}

impl Tracked for QuickReply {
    fn entity(&self) -> Entity {
        Entity::QuickReply(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        let row = (
            dsl::id.eq(Key(self.id)),
            dsl::title.eq(&self.title),
            dsl::shortcut.eq(&self.shortcut),
            dsl::text.eq(&self.text),
            dsl::offered.eq(Json(self.offered)),
            dsl::archived.eq(self.archived),
            dsl::version.eq(self.version.cast_signed()),
            dsl::files.eq(Json(self.files.clone())),
        );
        diesel::insert_into(quick_replies::table).values(row).run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let it = quick_replies::table.find(Key(self.id)).filter(dsl::version.eq(version - 1));
        let set = (
            dsl::title.eq(&self.title),
            dsl::shortcut.eq(&self.shortcut),
            dsl::text.eq(&self.text),
            dsl::offered.eq(Json(self.offered)),
            dsl::archived.eq(self.archived),
            dsl::version.eq(version),
            dsl::files.eq(Json(self.files.clone())),
        );
        Ok(diesel::update(it).set(set).run(writer)? == 1)
    }
}

/// All of them, in the order in which they were made.
pub fn all(conn: &mut Conn) -> Result<Vec<QuickReply>> {
    let rows: Vec<Row> = quick_replies::table.order(dsl::id).all(conn)?;
    Ok(rows.into_iter().map(quick_reply).collect())
}

/// Whether one of them has a file.
pub fn has_file(conn: &mut Conn, hash: Hash) -> Result<bool> {
    let these = quick_replies::table.filter(dsl::files.like(format!("%{hash}%")));
    let found: Option<Key<QuickReplyId>> = these.select(dsl::id).limit(1).maybe(conn)?;
    Ok(found.is_some())
}

/// One of them.
pub fn find(conn: &mut Conn, id: QuickReplyId) -> Result<Option<QuickReply>> {
    let row: Option<Row> = quick_replies::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(quick_reply))
}

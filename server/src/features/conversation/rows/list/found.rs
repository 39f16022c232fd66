//! Conversations that the search found, in SQL, as far as a viewer sees them.

use diesel::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ContactId, ConversationId};

use super::Row;
use super::sight::Sight;
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::columns::Key;
use crate::store::expr::when;
use crate::store::schema::conversations::{self, dsl};
use crate::store::{Conn, Statement, columns};

/// Those with these contacts that this viewer may see and that are not deleted, latest first.
pub fn with_contacts(
    conn: &mut Conn,
    viewer: &Viewer,
    contacts: &[ContactId],
    limit: i64,
) -> Result<Vec<Conversation>> {
    let sight = Sight::of(conn, viewer)?;
    let rows: Vec<Row> = conversations::table
        .filter(dsl::contact_id.eq_any(contacts.iter().copied().map(Key)))
        .filter(dsl::erased_at.is_null())
        .filter(visible!(&sight))
        .order((dsl::active_at.desc(), dsl::id.desc()))
        .limit(limit)
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Those of these that this viewer may see and that are not deleted, latest first.
pub fn latest(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[ConversationId],
    limit: i64,
) -> Result<Vec<Conversation>> {
    let sight = Sight::of(conn, viewer)?;
    let rows: Vec<Row> = conversations::table
        .filter(dsl::id.eq_any(ids.iter().copied().map(Key)))
        .filter(dsl::erased_at.is_null())
        .filter(visible!(&sight))
        .order((dsl::active_at.desc(), dsl::id.desc()))
        .limit(limit)
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

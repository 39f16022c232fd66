//! What time alone changes: only what crossed a border is read, a short stretch of an index, however long the list is.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use shared::conversation::{Conversation, Status};
use shared::filter::Filter;
use shared::ids::{ConversationId, LabelId};
use shared::time::{Millis, Timestamp};
use shared::view::View;

use super::cases::{Assignees, Wanted};
use super::sight::Sight;
use super::{Row, some, waited};
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::columns::{Key, Time};
use crate::store::expr::{every, when};
use crate::store::schema::conversations::{self, dsl};
use crate::store::schema::{attribute_values, conversation_labels, followers};
use crate::store::{Conn, Statement, columns};

/// Everything that may have come into a list or left it after `from` and up to `to`, although nothing happened to it.
pub fn crossed(
    conn: &mut Conn,
    viewer: &Viewer,
    view: &View,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Conversation>> {
    let filter = view.filter();
    let (mut found, sight) = (BTreeMap::new(), Sight::of(conn, viewer)?);
    if let Some(span) = filter.waits() {
        let (last, first) = (Time(waited(from - span)), Time(waited(to - span)));
        let these = dsl::waiting_rank.ge(first).and(dsl::waiting_rank.lt(last));
        let rows: Vec<Row> = conversations::table
            .filter(these)
            .filter(listed!(&filter, &None, viewer, None))
            .filter(visible!(&sight))
            .select(columns::<Row>())
            .all(conn)?;
        keep(&mut found, rows);
    }
    if let Some(span) = filter.closes() {
        // Into the last hours, and out of the window.
        for ahead in [span, Millis(0)] {
            let these = dsl::window_until
                .gt(Time(from + ahead))
                .and(dsl::window_until.le(Time(to + ahead)));
            let rows: Vec<Row> = conversations::table
                .filter(these.assume_not_null())
                .filter(listed!(&filter, &None, viewer, None))
                .filter(visible!(&sight))
                .select(columns::<Row>())
                .all(conn)?;
            keep(&mut found, rows);
        }
    }
    Ok(found.into_values().collect())
}

fn keep(found: &mut BTreeMap<ConversationId, Conversation>, rows: Vec<Row>) {
    found.extend(rows.into_iter().map(Conversation::from).map(|it| (it.id, it)));
}

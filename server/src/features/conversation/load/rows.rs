//! How many open conversations people answer, in SQL.

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::ids::AgentId;
use shared::reads::Loads;

use crate::error::Result;
use crate::store::columns::Key;
use crate::store::schema::conversations::{self, dsl};
use crate::store::{Conn, Statement};

/// Of all who answer any.
pub fn all(conn: &mut Conn) -> Result<Loads> {
    let rows: Vec<(Option<Key<AgentId>>, i64)> = conversations::table
        .filter(dsl::open.and(dsl::assignee_id.is_not_null()).and(dsl::erased_at.is_null()))
        .group_by(dsl::assignee_id)
        .select((dsl::assignee_id, count_star()))
        .all(conn)?;
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(rows.into_iter().filter_map(|(id, n)| Some((id?.0, count(n)))).collect())
}

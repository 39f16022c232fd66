//! How many open conversations people answer, in SQL.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::ids::{AgentId, NumberId};
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

/// Of these numbers alone, of all who answer any: nothing is read where there are none.
pub fn of_numbers<'n>(
    conn: &mut Conn,
    numbers: impl Iterator<Item = &'n NumberId>,
) -> Result<HashMap<AgentId, BTreeMap<NumberId, u32>>> {
    let numbers: Vec<_> = numbers.copied().map(Key).collect();
    let mut found = HashMap::<_, BTreeMap<_, _>>::new();
    if numbers.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(Option<Key<AgentId>>, Key<NumberId>, i64)> = conversations::table
        .filter(dsl::open.and(dsl::assignee_id.is_not_null()).and(dsl::erased_at.is_null()))
        .filter(dsl::number_id.eq_any(numbers))
        .group_by((dsl::assignee_id, dsl::number_id))
        .select((dsl::assignee_id, dsl::number_id, count_star()))
        .all(conn)?;
    for (who, Key(number), many) in rows {
        let Some(Key(who)) = who else { continue };
        found.entry(who).or_default().insert(number, u32::try_from(many).unwrap_or(u32::MAX));
    }
    Ok(found)
}

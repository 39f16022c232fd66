//! Open conversations, counted for each team and each of its people.

use std::collections::BTreeMap;

use diesel::dsl::{count, count_star, min};
use diesel::prelude::*;
use shared::board::{Load, Sum};
use shared::ids::{AgentId, TeamId};
use shared::time::Timestamp;

use super::sight::Sight;
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::columns::{Key, Time};
use crate::store::expr::when;
use crate::store::schema::conversations::{self, dsl};
use crate::store::{Conn, Statement};

type Whose = (Option<Key<TeamId>>, Option<Key<AgentId>>);

/// What this viewer may see of open conversations. Who waits since `limit` or before waits too long.
pub fn loads(conn: &mut Conn, viewer: &Viewer, limit: Timestamp) -> Result<Vec<Load>> {
    let sight = Sight::of(conn, viewer)?;
    let all: Vec<(Whose, i64, i64, Option<Time>)> = conversations::table
        .filter(dsl::open.and(dsl::erased_at.is_null()))
        .filter(visible!(&sight))
        .group_by((dsl::assignee_id, dsl::team_id))
        .select((
            (dsl::team_id, dsl::assignee_id),
            count_star(),
            count(dsl::waiting_since),
            min(dsl::waiting_since),
        ))
        .all(conn)?;
    let late: Vec<(Whose, i64)> = conversations::table
        .filter(dsl::open.and(dsl::erased_at.is_null()))
        .filter(dsl::waiting_since.le(Time(limit)).assume_not_null())
        .filter(visible!(&sight))
        .group_by((dsl::assignee_id, dsl::team_id))
        .select(((dsl::team_id, dsl::assignee_id), count_star()))
        .all(conn)?;
    let whose = |(team, assignee): Whose| (team.map(|it| it.0), assignee.map(|it| it.0));
    let late: BTreeMap<_, _> = late.into_iter().map(|(of, n)| (whose(of), n)).collect();
    let mut loads: Vec<_> = all
        .into_iter()
        .map(|(of, open, waiting, oldest)| {
            let (team, assignee) = whose(of);
            let late = late.get(&(team, assignee)).map_or(0, |n| n.unsigned_abs());
            let (open, waiting) = (open.unsigned_abs(), waiting.unsigned_abs());
            let oldest = oldest.map(|Time(at)| at);
            Load { team, assignee, sum: Sum { open, waiting, late, oldest } }
        })
        .collect();
    loads.sort_unstable();
    Ok(loads)
}

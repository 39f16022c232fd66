//! Pages of lists in which the window that closes soonest comes first, as `window_rank` orders them: three stretches, one
//! after the other, each along the same index.

use diesel::prelude::*;
use shared::conversation::Status;
use shared::filter::{Filter, Place};
use shared::ids::LabelId;
use shared::time::Timestamp;
use shared::view::SortKey;

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
use diesel::dsl::{exists, not};

/// Up to `$limit` rows of one stretch: those that are `$there`, `$below` a place, in `$order`.
macro_rules! stretch {
    ($there:expr, $below:expr, $order:expr, $parts:expr, $limit:expr, $conn:expr) => {{
        let (filter, rare, viewer, sight, now) = $parts;
        conversations::table
            .filter($there)
            .filter(listed!(filter, rare, viewer, Some(now)))
            .filter(visible!(sight))
            .filter($below)
            .order($order)
            .limit($limit)
            .select(columns::<Row>())
            .all($conn)?
    }};
}

/// Up to `limit` rows below a place.
pub(super) fn page(
    conn: &mut Conn,
    (viewer, sight): (&Viewer, &Sight),
    filter: &Filter,
    rare: Option<Vec<LabelId>>,
    now: Timestamp,
    below: Option<SortKey>,
    limit: i64,
) -> Result<Vec<Row>> {
    let parts = (filter, &rare, viewer, sight, now);
    let place = below.map(|(rank, id)| (Place::of(rank), Key(id)));
    let left = |rows: &Vec<Row>| limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(limit));
    let mut rows: Vec<Row> = match place {
        Some((Place::Over(_) | Place::Never, _)) => vec![],
        None | Some((Place::Open(_), _)) => {
            let from = place.and_then(|(place, id)| match place {
                Place::Open(at) => Some((Time(at), id)),
                Place::Over(_) | Place::Never => None,
            });
            let below = when(from, |(at, id)| {
                let later = dsl::window_until.gt(at).or(dsl::id.lt(id));
                dsl::window_until.ge(at).and(later).assume_not_null()
            });
            let order = (dsl::window_until.asc(), dsl::id.desc());
            stretch!(dsl::window_until.gt(Time(now)), below, order, parts, limit, conn)
        }
    };
    if left(&rows) > 0 && !matches!(place, Some((Place::Never, _))) {
        let from = place.and_then(|(place, id)| match place {
            Place::Over(at) => Some((Time(at), id)),
            Place::Open(_) | Place::Never => None,
        });
        let below = when(from, |(at, id)| {
            let earlier = dsl::window_until.lt(at).or(dsl::id.lt(id));
            dsl::window_until.le(at).and(earlier).assume_not_null()
        });
        let order = (dsl::window_until.desc(), dsl::id.desc());
        let over: Vec<Row> =
            stretch!(dsl::window_until.le(Time(now)), below, order, parts, left(&rows), conn);
        rows.extend(over);
    }
    if left(&rows) > 0 {
        let from = place.and_then(|(place, id)| (place == Place::Never).then_some(id));
        let below = when(from, |id| dsl::id.lt(id));
        let order = dsl::id.desc();
        let never: Vec<Row> =
            stretch!(dsl::window_until.is_null(), below, order, parts, left(&rows), conn);
        rows.extend(never);
    }
    Ok(rows)
}

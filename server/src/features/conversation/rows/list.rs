//! Lists of conversations in SQL. The conditions here say the same as `Viewer::sees_scope` and `Filter::matches`; a
//! test holds them to it.

mod cases;
#[macro_use]
mod sight;

use std::cmp::Reverse;

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use shared::conversation::{Conversation, Status};
use shared::filter::{Filter, Sort};
use shared::ids::{ConversationId, LabelId};
use shared::time::Timestamp;
use shared::view::{SortKey, View};

use self::cases::{Assignees, Wanted};
use self::sight::Sight;
use super::Row;
use crate::error::Result;
use crate::policy::Viewer;
use crate::store::columns::{Key, Time};
use crate::store::expr::{every, when};
use crate::store::schema::conversations::{self, dsl};
use crate::store::schema::{attribute_values, conversation_labels, followers};
use crate::store::{Conn, Statement, columns};

/// A label on at most so many conversations is rare.
const RARE: i64 = 2_000;

/// One of several, where none is no condition. One alone is an equation, which an index can go by.
macro_rules! one_of {
    ($column:expr, $set:expr) => {{
        let all: Vec<_> = $set.iter().copied().map(Key).collect();
        let alone = all.first().copied().filter(|_| all.len() == 1);
        let several = (all.len() > 1).then_some(all);
        when(alone, |it| $column.eq(it).assume_not_null())
            .and(when(several, |these| $column.eq_any(these).assume_not_null()))
    }};
}

/// Those on which one of these labels is, to be found by label.
macro_rules! labelled {
    ($labels:expr) => {{
        let these: Vec<_> = $labels.iter().copied().map(Key).collect();
        dsl::id.eq_any(
            conversation_labels::table
                .filter(conversation_labels::label_id.eq_any(these))
                .select(conversation_labels::conversation_id),
        )
    }};
}

/// Those that somebody follows, to be found by who follows.
macro_rules! followed {
    ($me:expr) => {
        dsl::id.eq_any(
            followers::table.filter(followers::agent_id.eq($me)).select(followers::conversation_id),
        )
    };
}

/// Whether one of these labels is on it, to be asked of one after the other.
macro_rules! carries {
    ($labels:expr) => {{
        let these: Vec<_> = $labels.iter().copied().map(Key).collect();
        exists(
            conversation_labels::table
                .filter(conversation_labels::conversation_id.eq(dsl::id))
                .filter(conversation_labels::label_id.eq_any(these)),
        )
    }};
}

/// Whether what is known of an attribute is as wanted.
macro_rules! known {
    ($condition:expr) => {{
        let (id, wanted) = (Key($condition.attribute), Wanted::of(&$condition.test));
        let found = || {
            exists(
                attribute_values::table
                    .filter(attribute_values::conversation_id.eq(dsl::id))
                    .filter(attribute_values::attribute_id.eq(id))
                    .filter(when(wanted.least, |it| attribute_values::rank.ge(it)))
                    .filter(when(wanted.most, |it| attribute_values::rank.le(it)))
                    .filter(when(wanted.says.clone(), |it| attribute_values::text.eq(it)))
                    .filter(when(wanted.like.clone(), |it| {
                        attribute_values::text.like(it).escape('\\')
                    })),
            )
        };
        when((!wanted.absent).then(&found), |it| it).and(when(wanted.absent.then(&found), not))
    }};
}

/// What belongs to a list, as a condition.
macro_rules! listed {
    ($filter:expr, $rare:expr, $viewer:expr, $now:expr) => {{
        let (filter, rare): (&Filter, &Option<Vec<LabelId>>) = ($filter, $rare);
        let now: Option<Timestamp> = $now;
        // What is looked up by label need not be asked of each.
        let asked = |these: &Vec<LabelId>| rare.as_ref() != Some(these);
        let who = Assignees::of(filter, $viewer.agent);
        let status = |these: &[Status]| filter.status.iter().eq(these).then_some(());
        let all = &filter.all_labels;
        // A conversation says its labels in the order of their ids.
        let pattern: String = all.iter().map(|id| format!("%{id}")).collect();
        let (open, snoozed, closed) = (Status::Open, Status::Snoozed, Status::Closed);
        when(status(&[open]), |()| dsl::open)
            .and(when(status(&[snoozed]), |()| dsl::snoozed))
            .and(when(status(&[closed]), |()| not(dsl::open).and(not(dsl::snoozed))))
            .and(when(status(&[open, snoozed]), |()| dsl::open.or(dsl::snoozed)))
            .and(when(status(&[open, closed]), |()| not(dsl::snoozed)))
            .and(when(status(&[snoozed, closed]), |()| not(dsl::open)))
            .and(one_of!(dsl::assignee_id, who.only))
            .and(when(who.nobody.then_some(()), |()| dsl::assignee_id.is_null()))
            .and(when(who.somebody.then_some(()), |()| dsl::assignee_id.is_not_null()))
            .and(when(who.or_nobody, |these| {
                let these: Vec<_> = these.into_iter().map(Key).collect();
                dsl::assignee_id.is_null().or(dsl::assignee_id.eq_any(these).assume_not_null())
            }))
            .and(one_of!(dsl::team_id, filter.team))
            .and(one_of!(dsl::number_id, filter.number))
            .and(when(filter.unread.then_some(()), |()| dsl::unread.gt(0)))
            .and(when(filter.deleted.then_some(()), |()| dsl::erased_at.is_not_null()))
            .and(when((!filter.deleted).then_some(()), |()| dsl::erased_at.is_null()))
            .and(when(filter.escalated.then_some(()), |()| dsl::escalated.is_not_null()))
            .and(when(filter.missed_call.then_some(()), |()| dsl::missed_call.is_not_null()))
            .and(when(filter.following.then_some(Key($viewer.agent)), |me| followed!(me)))
            .and(when(filter.from_ad.then_some(()), |()| dsl::source.is_not_null()))
            .and(when(filter.waiting.then_some(()), |()| dsl::waiting_since.is_not_null()))
            .and(when(filter.waits().zip(now), |(span, now)| {
                dsl::waiting_rank.ge(Time(waited(now - span)))
            }))
            .and(when(filter.closes().zip(now), |(span, now)| {
                let (open, soon) = (dsl::window_until.gt(Time(now)), Time(now + span));
                open.and(dsl::window_until.le(soon)).assume_not_null()
            }))
            .and(when(rare.as_ref(), |these| labelled!(these)))
            .and(when(some(&filter.any_label).filter(asked), |these| carries!(these)))
            .and(when(some(all).filter(asked), |_| dsl::labels.like(pattern + "%")))
            .and(when(some(&filter.no_label), |these| not(carries!(these))))
            .and(every(filter.attributes.iter().map(|it| known!(it))))
    }};
}

/// Up to `$limit` rows below a place, highest rank first.
macro_rules! ranked {
    ($rank:expr, $filter:expr, $rare:expr, $viewer:expr, $sight:expr, $now:expr, $below:expr, $limit:expr, $conn:expr) => {
        conversations::table
            .filter(listed!($filter, $rare, $viewer, Some($now)))
            .filter(visible!($sight))
            .filter(when($below, |(at, id)| {
                // The first condition alone bounds the scan of the index.
                $rank.le(Time(at)).and($rank.lt(Time(at)).or(dsl::id.lt(Key(id))))
            }))
            .order(($rank.desc(), dsl::id.desc()))
            .limit($limit)
            .select(columns::<Row>())
            .all($conn)
    };
}

mod board;
mod found;
mod passing;
mod window;

pub use board::loads;
pub use found::{latest, with_contacts};
pub use passing::crossed;

/// One conversation, when this viewer may see it.
pub fn find(conn: &mut Conn, viewer: &Viewer, id: ConversationId) -> Result<Option<Conversation>> {
    let sight = Sight::of(conn, viewer)?;
    let row: Option<Row> = conversations::table
        .find(Key(id))
        .filter(visible!(&sight))
        .select(columns::<Row>())
        .maybe(conn)?;
    Ok(row.map(Into::into))
}

/// Those of these that this viewer may see and that are not deleted.
pub fn among(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: &[ConversationId],
) -> Result<Vec<Conversation>> {
    let sight = Sight::of(conn, viewer)?;
    let rows: Vec<Row> = conversations::table
        .filter(dsl::id.eq_any(ids.iter().copied().map(Key)).and(dsl::erased_at.is_null()))
        .filter(visible!(&sight))
        .select(columns::<Row>())
        .all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Up to `limit` conversations of a list below a place, in its order.
pub fn page(
    conn: &mut Conn,
    viewer: &Viewer,
    view: &View,
    now: Timestamp,
    below: Option<SortKey>,
    limit: usize,
) -> Result<Vec<Conversation>> {
    let (filter, most) = (view.filter(), i64::try_from(limit).unwrap_or(i64::MAX));
    let rare = rare_labels(conn, &filter)?;
    let mut found: Vec<Conversation> = vec![];
    for sight in &Sight::parts(conn, viewer)? {
        macro_rules! by {
            ($rank:expr) => {
                ranked!($rank, &filter, &rare, viewer, sight, now, below, most, conn)?
            };
        }
        let rows: Vec<Row> = match filter.sort {
            Sort::Activity => by!(dsl::active_at),
            Sort::Waiting => by!(dsl::waiting_rank),
            Sort::Back => by!(dsl::back_rank),
            Sort::Window => {
                window::page(conn, (viewer, sight), &filter, rare.clone(), now, below, most)?
            }
        };
        found.extend(rows.into_iter().map(Conversation::from));
    }
    found.sort_by_key(|it| Reverse(view.key(it, now)));
    found.truncate(limit);
    Ok(found)
}

/// How long a list is at `now`.
pub fn count(conn: &mut Conn, viewer: &Viewer, view: &View, now: Timestamp) -> Result<u64> {
    let filter = view.filter();
    // Without an order, looking them up is the quicker way for common labels too.
    let all = filter.all_labels.first().map(|id| vec![*id]);
    let rare = all.or_else(|| some(&filter.any_label));
    let mut all = 0;
    for sight in &Sight::parts(conn, viewer)? {
        let count: i64 = conversations::table
            .filter(listed!(&filter, &rare, viewer, Some(now)))
            .filter(visible!(sight))
            .select(count_star())
            .one(conn)?;
        all += count.unsigned_abs();
    }
    Ok(all)
}

/// All that are in a list at `now`, latest first.
pub fn ids(
    conn: &mut Conn,
    viewer: &Viewer,
    view: &View,
    now: Timestamp,
) -> Result<Vec<ConversationId>> {
    let filter = view.filter();
    let rare = rare_labels(conn, &filter)?;
    let sight = Sight::of(conn, viewer)?;
    let ids: Vec<Key<ConversationId>> = conversations::table
        .filter(listed!(&filter, &rare, viewer, Some(now)))
        .filter(visible!(&sight))
        .order((dsl::active_at.desc(), dsl::id.desc()))
        .select(dsl::id)
        .all(conn)?;
    Ok(ids.into_iter().map(|Key(id)| id).collect())
}

/// The labels by which conversations are best looked up: those that so few have that sorting them is quick. Common
/// labels are met soon on a walk in the list's order instead; neither way alone is quick for both.
fn rare_labels(conn: &mut Conn, filter: &Filter) -> Result<Option<Vec<LabelId>>> {
    let wanted = filter.all_labels.iter().map(|id| vec![*id]).chain(some(&filter.any_label));
    for these in wanted {
        let found: Vec<Key<ConversationId>> = conversation_labels::table
            .filter(conversation_labels::label_id.eq_any(these.iter().copied().map(Key)))
            .select(conversation_labels::conversation_id)
            .limit(RARE + 1)
            .all(conn)?;
        if i64::try_from(found.len()).is_ok_and(|found| found <= RARE) {
            return Ok(Some(these));
        }
    }
    Ok(None)
}

/// The rank by waiting of who has waited since then.
fn waited(since: Timestamp) -> Timestamp {
    Timestamp(-since.0)
}

fn some<T: Copy>(set: &std::collections::BTreeSet<T>) -> Option<Vec<T>> {
    (!set.is_empty()).then(|| set.iter().copied().collect())
}

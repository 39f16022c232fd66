//! Who waits, in SQL, with what rules have to know of them and nothing else: thousands may, and each time that something
//! matters all of them are looked through.

use diesel::prelude::*;
use shared::attribute::Values;
use shared::contact::About;
use shared::ids::{AgentId, ContactId, ConversationId, LabelId, NumberId, TeamId};
use shared::source::Source;
use shared::time::Timestamp;

use super::Episode;
use crate::error::Result;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::conversations::{self, dsl};
use crate::store::schema::episodes;
use crate::store::{Conn, Statement, columns};

/// A conversation in which a customer waits.
pub struct Waiter {
    /// Which.
    pub id: ConversationId,
    /// As it is now.
    pub version: u32,
    /// To which number it came.
    pub number: NumberId,
    /// Who waits.
    pub contact: ContactId,
    /// Whose it is.
    pub team: Option<TeamId>,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// Since when nobody has answered, if they wrote.
    pub waiting_since: Option<Timestamp>,
    /// When something happened last.
    pub active_at: Timestamp,
    /// What is on it.
    pub labels: Vec<LabelId>,
    /// What is known of it.
    pub attributes: Values,
    /// What is known of the customer.
    pub about: About,
    /// Through which advertisement they came.
    pub source: Option<Source>,
    /// What it goes through.
    pub episode: Episode,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = conversations)]
struct Row {
    id: Key<ConversationId>,
    version: i32,
    number_id: Key<NumberId>,
    contact_id: Key<ContactId>,
    team_id: Option<Key<TeamId>>,
    assignee_id: Option<Key<AgentId>>,
    waiting_since: Option<Time>,
    active_at: Time,
    labels: Json<Vec<LabelId>>,
    attributes: Json<Values>,
    contact_about: Json<About>,
    source: Option<Json<Source>>,
}

/// As [`shared::allocation::waits`] says it: those that somebody has, or nobody, longest waiting first.
pub fn all(conn: &mut Conn, taken: bool) -> Result<Vec<Waiter>> {
    let asked = dsl::waiting_since.is_not_null().or(dsl::unread.gt(0));
    let these = conversations::table
        .left_join(episodes::table.on(episodes::conversation_id.eq(dsl::id)))
        .filter(dsl::open.and(dsl::erased_at.is_null()).and(asked))
        .select((columns::<Row>(), episodes::body.nullable()));
    let rows: Vec<(Row, Option<Json<Episode>>)> = if taken {
        these.filter(dsl::assignee_id.is_not_null()).all(conn)?
    } else {
        these.filter(dsl::assignee_id.is_null()).all(conn)?
    };
    let found = rows.into_iter().map(Waiter::from).filter(|it| it.about.blocked.is_none());
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|it| (it.since(), it.id));
    Ok(found)
}

impl Waiter {
    /// Since when they wait.
    pub fn since(&self) -> Timestamp {
        self.waiting_since.unwrap_or(self.active_at)
    }
}

impl From<(Row, Option<Json<Episode>>)> for Waiter {
    fn from((row, episode): (Row, Option<Json<Episode>>)) -> Self {
        Self {
            id: row.id.0,
            version: row.version.unsigned_abs(),
            number: row.number_id.0,
            contact: row.contact_id.0,
            team: row.team_id.map(|Key(id)| id),
            assignee: row.assignee_id.map(|Key(id)| id),
            waiting_since: row.waiting_since.map(|Time(at)| at),
            active_at: row.active_at.0,
            labels: row.labels.0,
            attributes: row.attributes.0,
            about: row.contact_about.0,
            source: row.source.map(|Json(source)| source),
            episode: episode.map(|Json(it)| it).unwrap_or_default(),
        }
    }
}

//! Conversations in SQL, one by one. Lists of them are in `list.rs`.

pub mod erase;
pub mod free;
mod list;

use diesel::prelude::*;
use shared::attribute::Values;
use shared::call::Call;
use shared::contact::{About, Contact};
use shared::conversation::{Asked, Conversation, Escalation, Preview, Snooze, Status};
use shared::event::Entity;
use shared::filter::{NOT_WAITING, back_rank, waiting_rank};
use shared::ids::{AgentId, ContactId, ConversationId, LabelId, NumberId, TeamId};
use shared::source::Source;
use shared::time::Timestamp;

use crate::error::Result;
use crate::features::attribute;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::conversations::{self, dsl};
use crate::store::schema::{conversation_labels, followers};
use crate::store::{Conn, Statement, Tracked, Writer, columns};

pub use list::{among, count, crossed, find, ids, latest, loads, page, with_contacts};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = conversations, treat_none_as_null = true)]
struct Row {
    id: Key<ConversationId>,
    number_id: Key<NumberId>,
    contact_id: Key<ContactId>,
    contact_name: String,
    contact_phone: Option<String>,
    contact_username: Option<String>,
    team_id: Option<Key<TeamId>>,
    assignee_id: Option<Key<AgentId>>,
    open: bool,
    unread: i32,
    last: Option<Json<Preview>>,
    active_at: Time,
    waiting_since: Option<Time>,
    window_until: Option<Time>,
    version: i32,
    labels: Json<Vec<LabelId>>,
    waiting_rank: Time,
    snoozed: bool,
    back_rank: Time,
    attributes: Json<Values>,
    contact_about: Json<About>,
    source: Option<Json<Source>>,
    erased_at: Option<Time>,
    followers: Json<Vec<AgentId>>,
    escalated: Option<Json<Escalation>>,
    call: Option<Json<Call>>,
    missed_call: Option<Time>,
    asked: Option<Json<Asked>>,
}

impl Row {
    const fn status(&self) -> Status {
        match (self.open, self.snoozed) {
            (true, _) => Status::Open,
            (false, true) => Status::Snoozed,
            (false, false) => Status::Closed,
        }
    }

    fn snooze(&self) -> Option<Snooze> {
        let at = self.back_rank.0;
        self.snoozed.then(|| match at {
            NOT_WAITING => Snooze::Reply,
            at => Snooze::Until(Timestamp(-at.0)),
        })
    }
}

impl From<Row> for Conversation {
    fn from(row: Row) -> Self {
        let (status, snoozed) = (row.status(), row.snooze());
        Self {
            id: row.id.0,
            number: row.number_id.0,
            contact: Contact {
                id: row.contact_id.0,
                name: row.contact_name,
                phone: row.contact_phone,
                username: row.contact_username,
                about: row.contact_about.0,
            },
            team: row.team_id.map(|Key(id)| id),
            assignee: row.assignee_id.map(|Key(id)| id),
            followers: row.followers.0,
            status,
            snoozed,
            labels: row.labels.0,
            attributes: row.attributes.0,
            source: row.source.map(|Json(source)| Box::new(source)),
            unread: row.unread.unsigned_abs(),
            last: row.last.map(|Json(last)| last),
            active_at: row.active_at.0,
            waiting_since: row.waiting_since.map(|Time(at)| at),
            window_until: row.window_until.map(|Time(at)| at),
            escalated: row.escalated.map(|Json(it)| Box::new(it)),
            call: row.call.map(|Json(it)| Box::new(it)),
            missed_call: row.missed_call.map(|Time(at)| at),
            asked: row.asked.map(|Json(it)| it),
            deleted: row.erased_at.map(|Time(at)| at),
            version: row.version.unsigned_abs(),
        }
    }
}

impl From<&Conversation> for Row {
    fn from(it: &Conversation) -> Self {
        Self {
            id: Key(it.id),
            number_id: Key(it.number),
            contact_id: Key(it.contact.id),
            contact_name: it.contact.name.clone(),
            contact_phone: it.contact.phone.clone(),
            contact_username: it.contact.username.clone(),
            team_id: it.team.map(Key),
            assignee_id: it.assignee.map(Key),
            open: it.status == Status::Open,
            unread: it.unread.cast_signed(),
            last: it.last.clone().map(Json),
            active_at: Time(it.active_at),
            waiting_since: it.waiting_since.map(Time),
            window_until: it.window_until.map(Time),
            version: it.version.cast_signed(),
            labels: Json(it.labels.clone()),
            waiting_rank: Time(waiting_rank(it)),
            snoozed: it.status == Status::Snoozed,
            back_rank: Time(back_rank(it)),
            attributes: Json(it.attributes.clone()),
            contact_about: Json(it.contact.about.clone()),
            source: it.source.as_deref().cloned().map(Json),
            erased_at: it.deleted.map(Time),
            followers: Json(it.followers.clone()),
            escalated: it.escalated.as_deref().cloned().map(Json),
            call: it.call.as_deref().cloned().map(Json),
            missed_call: it.missed_call.map(Time),
            asked: it.asked.map(Json),
        }
    }
}

impl Tracked for Conversation {
    fn entity(&self) -> Entity {
        Entity::Conversation(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(conversations::table).values(Row::from(self)).run(writer)?;
        put_on(writer, self.id, &self.labels)?;
        follow(writer, self.id, &self.followers)?;
        attribute::rows::note_values(writer, self)
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let row = Row::from(self);
        let it = conversations::table.find(row.id).filter(dsl::version.eq(row.version - 1));
        Ok(diesel::update(it).set(row).cached().run(writer)? == 1)
    }
}

/// One conversation, whoever sees it.
pub fn by_id(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>> {
    let it = conversations::table.find(Key(id)).select(columns::<Row>());
    Ok(it.maybe::<Row>(conn)?.map(Into::into))
}

/// One conversation, for changing it: PostgreSQL holds its row until commit, SQLite has one writer anyway.
pub fn lock(conn: &mut Conn, id: ConversationId) -> Result<Option<Conversation>> {
    let it = conversations::table.find(Key(id)).select(columns::<Row>());
    let row: Option<Row> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(row.map(Into::into))
}

/// The conversation of a contact with a number, whoever sees it.
pub fn of_contact(
    conn: &mut Conn,
    number: NumberId,
    contact: ContactId,
) -> Result<Option<Conversation>> {
    let row: Option<Row> = conversations::table
        .filter(dsl::number_id.eq(Key(number)).and(dsl::contact_id.eq(Key(contact))))
        .select(columns::<Row>())
        .maybe(conn)?;
    Ok(row.map(Into::into))
}

/// The conversation of a contact with a number, for changing it.
pub fn lock_of_contact(
    conn: &mut Conn,
    number: NumberId,
    contact: ContactId,
) -> Result<Option<Conversation>> {
    let id: Option<Key<ConversationId>> = conversations::table
        .filter(dsl::number_id.eq(Key(number)).and(dsl::contact_id.eq(Key(contact))))
        .select(dsl::id)
        .maybe(conn)?;
    id.map_or(Ok(None), |Key(id)| lock(conn, id))
}

/// Whose conversation it is.
pub fn contact(conn: &mut Conn, id: ConversationId) -> Result<Option<ContactId>> {
    let it = conversations::table.find(Key(id)).select(dsl::contact_id);
    Ok(it.maybe::<Key<ContactId>>(conn)?.map(|Key(id)| id))
}

/// All conversations of these contacts, for changing them.
pub fn lock_all_of_contacts(conn: &mut Conn, these: &[ContactId]) -> Result<Vec<Conversation>> {
    let ids: Vec<Key<ConversationId>> = conversations::table
        .filter(dsl::contact_id.eq_any(these.iter().copied().map(Key)))
        .order(dsl::id)
        .select(dsl::id)
        .all(conn)?;
    ids.into_iter().filter_map(|Key(id)| lock(conn, id).transpose()).collect()
}

/// Notes that labels are on a conversation, for lists by label.
pub fn put_on(writer: &mut Writer<'_>, id: ConversationId, labels: &[LabelId]) -> Result<()> {
    let label = |label: &LabelId| {
        (
            conversation_labels::label_id.eq(Key(*label)),
            conversation_labels::conversation_id.eq(Key(id)),
        )
    };
    for it in labels {
        diesel::insert_into(conversation_labels::table).values(label(it)).run(writer)?;
    }
    Ok(())
}

/// Notes that labels are no longer on a conversation.
pub fn take_off(writer: &mut Writer<'_>, id: ConversationId, labels: &[LabelId]) -> Result<()> {
    for it in labels {
        diesel::delete(conversation_labels::table.find((Key(*it), Key(id)))).run(writer)?;
    }
    Ok(())
}

/// Notes that somebody follows a conversation, for lists and for who may see it.
pub fn follow(writer: &mut Writer<'_>, id: ConversationId, who: &[AgentId]) -> Result<()> {
    for it in who {
        let row = (followers::agent_id.eq(Key(*it)), followers::conversation_id.eq(Key(id)));
        diesel::insert_into(followers::table).values(row).run(writer)?;
    }
    Ok(())
}

/// Notes that somebody does not follow a conversation any more.
pub fn unfollow(writer: &mut Writer<'_>, id: ConversationId, who: &[AgentId]) -> Result<()> {
    for it in who {
        diesel::delete(followers::table.find((Key(*it), Key(id)))).run(writer)?;
    }
    Ok(())
}

/// Up to `limit` conversations that somebody follows.
pub fn followed(conn: &mut Conn, who: AgentId, limit: i64) -> Result<Vec<ConversationId>> {
    let ids: Vec<Key<ConversationId>> = followers::table
        .filter(followers::agent_id.eq(Key(who)))
        .order(followers::conversation_id)
        .limit(limit)
        .select(followers::conversation_id)
        .all(conn)?;
    Ok(ids.into_iter().map(|Key(id)| id).collect())
}

/// What of somebody's a colleague asks for.
pub fn asked(conn: &mut Conn, who: AgentId) -> Result<Vec<Conversation>> {
    let these = conversations::table
        .filter(dsl::assignee_id.eq(Key(who)).and(dsl::asked.is_not_null()))
        .order(dsl::id)
        .select(columns::<Row>());
    let rows: Vec<Row> = these.all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Every conversation, for tests that compare rules with SQL.
pub fn every(conn: &mut Conn) -> Result<Vec<Conversation>> {
    let rows: Vec<Row> = conversations::table.order(dsl::id).select(columns::<Row>()).all(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

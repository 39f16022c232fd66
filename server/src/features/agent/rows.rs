//! Agents in SQL. Password hashes are read and written here alone.

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::agent::Agent;
use shared::availability::Availability;
use shared::call::WrapUp;
use shared::event::Entity;
use shared::held::Preferences;
use shared::ids::{AgentId, SessionId, TeamId};
use shared::permission::{Rights, Role, Visibility};
use shared::shift::Shift;

use crate::error::Result;
use crate::secret::Secret;
use crate::store::columns::{Json, Key, Time};
use crate::store::schema::{agents, preferences, sessions};
use crate::store::{Conn, Statement, Tracked, Writer};

/// Rights with that to administer.
const ADMINISTERS: &str = "%\"administer\"%";

type Row = (
    Key<AgentId>,
    String,
    String,
    Key<Role>,
    Key<Visibility>,
    Json<Vec<TeamId>>,
    bool,
    Option<String>,
    i32,
    Json<Availability>,
    Time,
    Json<Rights>,
    Option<Time>,
    Option<Json<Shift>>,
    Option<Json<WrapUp>>,
);

fn agent(row: Row) -> Agent {
    let (
        Key(id),
        name,
        email,
        Key(role),
        Key(visibility),
        Json(teams),
        active,
        password,
        version,
        Json(availability),
        Time(available_since),
        Json(rights),
        in_call,
        shift,
        wrap_up,
    ) = row;
    Agent {
        id,
        name,
        email: Some(email),
        role,
        rights,
        visibility,
        teams,
        active,
        joined: password.is_some(),
        availability,
        available_since,
        in_call: in_call.map(|Time(it)| it),
        wrap_up: wrap_up.map(|Json(it)| it),
        shift: shift.map(|Json(it)| it),
        version: version.unsigned_abs(),
    }
}

impl Tracked for Agent {
    fn entity(&self) -> Entity {
        Entity::Agent(self.clone())
    }

    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        diesel::insert_into(agents::table)
            .values((
                agents::id.eq(Key(self.id)),
                agents::name.eq(&self.name),
                agents::email.eq(self.email.as_deref().unwrap_or_default()),
                agents::role.eq(Key(self.role)),
                agents::rights.eq(Json(self.rights)),
                agents::visibility.eq(Key(self.visibility)),
                agents::teams.eq(Json(self.teams.clone())),
                agents::active.eq(self.active),
                agents::version.eq(self.version.cast_signed()),
                agents::availability.eq(Json(self.availability.clone())),
                agents::available_since.eq(Time(self.available_since)),
                agents::in_call.eq(self.in_call.map(Time)),
                agents::shift.eq(self.shift.clone().map(Json)),
                agents::wrap_up.eq(self.wrap_up.map(Json)),
            ))
            .run(writer)?;
        Ok(())
    }

    fn update(&self, writer: &mut Writer<'_>) -> Result<bool> {
        let version = self.version.cast_signed();
        let set = (
            agents::name.eq(&self.name),
            agents::role.eq(Key(self.role)),
            agents::rights.eq(Json(self.rights)),
            agents::visibility.eq(Key(self.visibility)),
            agents::teams.eq(Json(self.teams.clone())),
            agents::active.eq(self.active),
            agents::version.eq(version),
            agents::availability.eq(Json(self.availability.clone())),
            agents::available_since.eq(Time(self.available_since)),
            agents::in_call.eq(self.in_call.map(Time)),
            agents::shift.eq(self.shift.clone().map(Json)),
            agents::wrap_up.eq(self.wrap_up.map(Json)),
        );
        let it = agents::table.find(Key(self.id)).filter(agents::version.eq(version - 1));
        Ok(diesel::update(it).set(set).run(writer)? == 1)
    }
}

/// All of them, also those who have left.
pub fn all(conn: &mut Conn) -> Result<Vec<Agent>> {
    let rows: Vec<Row> = agents::table.order(agents::id).all(conn)?;
    Ok(rows.into_iter().map(agent).collect())
}

/// One of them.
pub fn find(conn: &mut Conn, id: AgentId) -> Result<Option<Agent>> {
    let row: Option<Row> = agents::table.find(Key(id)).maybe(conn)?;
    Ok(row.map(agent))
}

/// Whose session it is, while it lasts. One question, because everything that is asked of us asks it first.
pub fn of_session(conn: &mut Conn, session: SessionId) -> Result<Option<Agent>> {
    let live = sessions::table.find(Key(session)).filter(sessions::ended_at.is_null());
    let who = agents::table.filter(agents::id.eq_any(live.select(sessions::agent_id)));
    let row: Option<Row> = who.maybe(conn)?;
    Ok(row.map(agent))
}

/// The one with this address, in its normal form.
pub fn by_email(conn: &mut Conn, email: &str) -> Result<Option<Agent>> {
    let row: Option<Row> = agents::table.filter(agents::email.eq(email)).maybe(conn)?;
    Ok(row.map(agent))
}

/// Holds those who can administer until commit: two who demote each other at the same moment must not both succeed.
/// SQLite has one writer anyway.
pub fn lock_admins(conn: &mut Conn) -> Result<()> {
    let them = agents::table.filter(agents::active.and(agents::rights.like(ADMINISTERS)));
    if let Conn::Postgres(conn) = conn {
        let ids = them.order(agents::id).select(agents::id).for_update();
        RunQueryDsl::load::<Key<AgentId>>(ids, conn)?;
    }
    Ok(())
}

/// How many can administer.
pub fn admins(conn: &mut Conn) -> Result<i64> {
    let them = agents::active.and(agents::rights.like(ADMINISTERS));
    Ok(agents::table.filter(them).select(count_star()).one(conn)?)
}

/// Who has this role, also those who have left, for changing them.
pub fn lock_of_role(conn: &mut Conn, role: Role) -> Result<Vec<Agent>> {
    let them = agents::table.filter(agents::role.eq(Key(role))).order(agents::id);
    let rows: Vec<Row> = match conn {
        Conn::Sqlite(conn) => them.load(conn),
        Conn::Postgres(conn) => them.for_update().load(conn),
    }?;
    Ok(rows.into_iter().map(agent).collect())
}

/// How many there are at all.
pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(agents::table.select(count_star()).one(conn)?)
}

/// One of them, for changing them: PostgreSQL holds their row until commit, SQLite has one writer anyway.
pub fn lock(conn: &mut Conn, id: AgentId) -> Result<Option<Agent>> {
    let it = agents::table.find(Key(id));
    let row: Option<Row> = match conn {
        Conn::Sqlite(conn) => it.first(conn).optional(),
        Conn::Postgres(conn) => it.for_update().first(conn).optional(),
    }?;
    Ok(row.map(agent))
}

/// Who can log in with this address, in its normal form, and the hash of their password.
pub fn credentials(conn: &mut Conn, email: &str) -> Result<Option<(AgentId, Secret<String>)>> {
    let row: Option<(Key<AgentId>, Option<String>)> = agents::table
        .filter(agents::email.eq(email).and(agents::active))
        .select((agents::id, agents::password_hash))
        .maybe(conn)?;
    Ok(row.and_then(|(Key(id), hash)| Some((id, Secret::new(hash?)))))
}

/// Another password.
pub fn set_password_hash(
    writer: &mut Writer<'_>,
    id: AgentId,
    hash: &Secret<String>,
) -> Result<()> {
    diesel::update(agents::table.find(Key(id)))
        .set(agents::password_hash.eq(hash.expose()))
        .run(writer)?;
    Ok(())
}

/// How this agent likes to work, if they ever said so.
pub fn preferences(conn: &mut Conn, agent: AgentId) -> Result<Option<Preferences>> {
    let body: Option<Json<Preferences>> =
        preferences::table.find(Key(agent)).select(preferences::body).maybe(conn)?;
    Ok(body.map(|Json(it)| it))
}

/// They say so.
pub fn set_preferences(writer: &mut Writer<'_>, agent: AgentId, it: Preferences) -> Result<()> {
    diesel::insert_into(preferences::table)
        .values((preferences::agent_id.eq(Key(agent)), preferences::body.eq(Json(it))))
        .on_conflict(preferences::agent_id)
        .do_update()
        .set(preferences::body.eq(excluded(preferences::body)))
        .run(writer)?;
    Ok(())
}

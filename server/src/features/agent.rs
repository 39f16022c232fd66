//! People who answer: invited by an admin, with a role, a visibility and teams.

pub mod availability;
pub mod preferences;
pub mod rows;
pub mod shift;

use shared::agent::{Action, Agent, Fact, NAME_MAX};
use shared::availability::Availability;
use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, TeamId};
use shared::permission::{Permission, Rights, Visibility};
use shared::problem::{Code, Problem};

use super::{invitation, role, session, team};
use crate::error::Result;
use crate::jobs::Job;
use crate::secret::Secret;
use crate::store::Tx;

/// Does what a command asks about an agent.
pub fn handle(tx: &mut Tx<'_>, id: AgentId, action: Action) -> Result<()> {
    match action {
        Action::Invite { name, email, role, visibility, teams } => {
            let (active, joined, version) = (true, false, 1);
            let (availability, available_since) = (Availability::Offline, tx.now());
            let email = Some(email);
            let rights = role::rights_of(tx, role)?;
            role::check_given(tx, (Rights::default(), Visibility::Own), (rights, visibility))?;
            invite(
                tx,
                Agent {
                    id,
                    name,
                    email,
                    role,
                    rights,
                    visibility,
                    teams,
                    active,
                    joined,
                    availability,
                    available_since,
                    in_call: None,
                    wrap_up: None,
                    shift: None,
                    version,
                },
            )
            .map(|_| ())
        }
        Action::SetRights { role, visibility, teams } => {
            check_teams(tx, &teams)?;
            let rights = role::rights_of(tx, role)?;
            let before = rows::lock(tx.conn(), id)?.map(|it| (it.rights, it.visibility));
            role::check_given(
                tx,
                before.unwrap_or((Rights::default(), Visibility::Own)),
                (rights, visibility),
            )?;
            change(tx, id, Fact::RightsChanged, |agent| {
                (agent.role, agent.visibility, agent.teams) = (role, visibility, teams);
                agent.rights = rights;
            })
        }
        Action::Deactivate => {
            if tx.actor() == Actor::Agent(id) {
                return Err(
                    Problem::forbidden("You can't lock yourself out. Ask another admin.").into()
                );
            }
            let now = tx.now();
            change(tx, id, Fact::Deactivated, |agent| {
                (agent.active, agent.availability) = (false, Availability::Offline);
                agent.available_since = now;
            })?;
            tx.promise(Job::LetGo { agent: id });
            invitation::rows::forget_of(&mut tx.bookkeeping(), id)?;
            session::end_all(tx, id)
        }
        Action::Reactivate => change(tx, id, Fact::Reactivated, |agent| agent.active = true),
        Action::SetAvailability { to } => availability::choose(tx, id, to),
        Action::SetHours { hours } => shift::set(tx, id, hours),
    }
}

/// A new colleague, without a password yet.
pub fn invite(tx: &mut Tx<'_>, mut agent: Agent) -> Result<Agent> {
    check_name("name", &agent.name)?;
    check_teams(tx, &agent.teams)?;
    let email = normal_email(agent.email.as_deref().unwrap_or_default())?;
    if rows::by_email(tx.conn(), &email)?.is_some() {
        let problem = Problem::new(Code::Taken, "There is a colleague with this email address.");
        return Err(Problem { field: Some("email".into()), ..problem }.into());
    }
    agent.name = agent.name.trim().to_owned();
    agent.email = Some(email);
    tx.happened(AnyFact::Agent(Fact::Invited)).create(&agent)?;
    Ok(agent)
}

/// Chose a password: the first, or another.
pub fn join(tx: &mut Tx<'_>, mut agent: Agent, password_hash: &Secret<String>) -> Result<()> {
    let mut joined = tx.happened(AnyFact::Agent(Fact::Joined));
    rows::set_password_hash(&mut joined.writer(), agent.id, password_hash)?;
    joined.change(&mut agent, |agent| agent.joined = true)?;
    Ok(())
}

fn change(tx: &mut Tx<'_>, id: AgentId, fact: Fact, edit: impl FnOnce(&mut Agent)) -> Result<()> {
    rows::lock_admins(tx.conn())?;
    let mut agent = rows::lock(tx.conn(), id)?.ok_or_else(|| Problem::not_found("colleague"))?;
    let administers = |it: &Agent| it.active && it.rights.may(Permission::Administer);
    let was_admin = administers(&agent);
    tx.happened(AnyFact::Agent(fact)).change(&mut agent, edit)?;
    if was_admin && !administers(&agent) { somebody_administers(tx) } else { Ok(()) }
}

/// Refuses to leave nobody who can administer.
pub(super) fn somebody_administers(tx: &mut Tx<'_>) -> Result<()> {
    if rows::admins(tx.conn())? > 0 {
        return Ok(());
    }
    let words = "Somebody has to be admin. Make another colleague admin first.";
    Err(Problem::forbidden(words).into())
}

/// An address in the form in which it is stored and compared.
pub fn normal_email(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let sound =
        email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
            && email.len() <= 254
            && !email.contains(char::is_whitespace)
            && !email.contains('\0');
    if sound {
        Ok(email)
    } else {
        Err(Problem::invalid("email", "This is not an email address.").into())
    }
}

/// Refuses names that are empty or too long.
pub fn check_name(field: &str, name: &str) -> Result<()> {
    let length = name.trim().chars().count();
    if length == 0 {
        return Err(Problem::invalid(field, "Please give a name.").into());
    }
    if length > NAME_MAX || name.contains('\0') {
        return Err(
            Problem::invalid(field, format!("A name has at most {NAME_MAX} characters.")).into()
        );
    }
    Ok(())
}

fn check_teams(tx: &mut Tx<'_>, teams: &[TeamId]) -> Result<()> {
    for id in teams {
        if team::rows::find(tx.conn(), *id)?.is_none() {
            return Err(Problem::invalid("teams", "There is no such team.").into());
        }
    }
    Ok(())
}

//! Roles of a workspace's own. What who has one may do is also said of each person, and changes with it at once; nobody gives
//! what they do not have themselves.

pub mod rows;

use shared::event::{Actor, Fact as AnyFact};
use shared::ids::RoleId;
use shared::permission::{Rights, Role, Visibility};
use shared::problem::{Code, Problem};
use shared::role::{Action, CustomRole, Fact, Looks, ROLES_MAX};

use super::agent;
use crate::error::Result;
use crate::store::Tx;

/// What somebody may do and see.
type Given = (Rights, Visibility);

/// Does what a command asks about a role.
pub fn handle(tx: &mut Tx<'_>, id: RoleId, action: Action) -> Result<()> {
    match action {
        Action::Create(looks) => create(tx, id, looks),
        Action::Change(looks) => change(tx, id, looks),
        Action::Delete => delete(tx, id),
    }
}

fn create(tx: &mut Tx<'_>, id: RoleId, looks: Looks) -> Result<()> {
    let name = free_name(tx, id, &looks.name)?;
    check_given(tx, (Rights::default(), Visibility::Own), (looks.rights, looks.visibility))?;
    if rows::all(tx.conn())?.len() >= ROLES_MAX {
        let words = format!("There are {ROLES_MAX} roles already. Change one of them.");
        return Err(Problem::invalid("name", words).into());
    }
    let Looks { rights, visibility, .. } = looks;
    let role = CustomRole { id, name, rights, visibility, version: 1 };
    tx.happened(AnyFact::Role(Fact::Created)).create(&role)?;
    Ok(())
}

/// Everybody who has it may do the same at once; nobody sees anything else by it.
fn change(tx: &mut Tx<'_>, id: RoleId, looks: Looks) -> Result<()> {
    agent::rows::lock_admins(tx.conn())?;
    let mut role = find(tx, id)?;
    let name = free_name(tx, id, &looks.name)?;
    check_given(tx, (role.rights, role.visibility), (looks.rights, looks.visibility))?;
    let mut people = agent::rows::lock_of_role(tx.conn(), Role::Custom(id))?;
    people.retain(|it| it.rights != looks.rights);
    let mut told = tx.happened(AnyFact::Role(Fact::Changed)).change(&mut role, |role| {
        role.name = name;
        (role.rights, role.visibility) = (looks.rights, looks.visibility);
    })?;
    for one in &mut people {
        told = told.change(one, |it| it.rights = looks.rights)?;
    }
    agent::somebody_administers(tx)
}

fn delete(tx: &mut Tx<'_>, id: RoleId) -> Result<()> {
    let role = find(tx, id)?;
    let people = agent::rows::lock_of_role(tx.conn(), Role::Custom(id))?.len();
    if people > 0 {
        let who = if people == 1 {
            "1 colleague has".into()
        } else {
            format!("{people} colleagues have")
        };
        let words = format!("{who} this role. Give them another one first.");
        return Err(Problem::new(Code::Conflict, words).into());
    }
    tx.happened(AnyFact::Role(Fact::Deleted)).remove(&role)?;
    Ok(())
}

/// What who has a role may do.
pub(super) fn rights_of(tx: &mut Tx<'_>, role: Role) -> Result<Rights> {
    match role {
        Role::Custom(id) => {
            let found = rows::find(tx.conn(), id)?;
            let gone =
                || Problem::invalid("role", "This role is not there any more. Choose another one.");
            Ok(found.ok_or_else(gone)?.rights)
        }
        built_in => Ok(built_in.rights().unwrap_or_default()),
    }
}

/// Refuses to give what the actor does not have. What was there already is not given.
pub(super) fn check_given(tx: &mut Tx<'_>, before: Given, after: Given) -> Result<()> {
    let Actor::Agent(me) = tx.actor() else { return Ok(()) };
    let Some(me) = agent::rows::find(tx.conn(), me)? else { return Ok(()) };
    let lacks = after.0.beyond(before.0).beyond(me.rights).list();
    let wider = !before.1.covers(after.1) && !me.visibility.covers(after.1);
    if lacks.is_empty() && !wider {
        return Ok(());
    }
    let words = "Nobody can give rights, or sight of conversations, that they do not have themselves. Ask an admin who has them.";
    Err(Problem { field: Some("rights".into()), ..Problem::forbidden(words) }.into())
}

fn find(tx: &mut Tx<'_>, id: RoleId) -> Result<CustomRole> {
    Ok(rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("role"))?)
}

/// A name that no other role has.
fn free_name(tx: &mut Tx<'_>, id: RoleId, name: &str) -> Result<String> {
    agent::check_name("name", name)?;
    let name = name.trim();
    let same = |other: &str| other.to_lowercase() == name.to_lowercase();
    let taken = rows::all(tx.conn())?.iter().any(|it| it.id != id && same(&it.name));
    if taken || Role::ALL.iter().any(|it| same(&it.to_string())) {
        let problem = Problem::new(Code::Taken, "There is a role of this name.");
        return Err(Problem { field: Some("name".into()), ..problem }.into());
    }
    Ok(name.to_owned())
}

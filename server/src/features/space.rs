//! Spaces: conditions that somebody keeps under a name. Who may do what to them is said in `policy`.

pub mod rows;

use shared::event::{Actor, Fact as AnyFact};
use shared::ids::{AgentId, SpaceId};
use shared::problem::Problem;
use shared::space::{Action, Audience, Fact, Looks, SPACES_MAX, Space};

use super::agent::check_name;
use super::team;
use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about a space; `it` is there unless it is new.
pub fn handle(tx: &mut Tx<'_>, id: SpaceId, it: Option<Space>, action: Action) -> Result<()> {
    let missing = || Problem::not_found("space");
    match action {
        Action::Create(looks) => create(tx, id, looks),
        Action::Change(looks) => change(tx, it.ok_or_else(missing)?, looks),
        Action::Move { to } => move_to(tx, &it.ok_or_else(missing)?, to),
        Action::Delete => {
            tx.happened(AnyFact::Space(Fact::Deleted)).remove(&it.ok_or_else(missing)?)?;
            Ok(())
        }
    }
}

fn create(tx: &mut Tx<'_>, id: SpaceId, looks: Looks) -> Result<()> {
    let Actor::Agent(owner) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can keep a space.").into());
    };
    check(tx, &looks)?;
    let place = free_place(tx, owner, looks.audience)?;
    let Looks { name, icon, colour, view, audience } = looks;
    let name = name.trim().to_owned();
    let space = Space { id, owner, name, icon, colour, view, audience, place, version: 1 };
    tx.happened(AnyFact::Space(Fact::Created)).create(&space)?;
    Ok(())
}

fn change(tx: &mut Tx<'_>, mut it: Space, looks: Looks) -> Result<()> {
    check(tx, &looks)?;
    let place = if it.audience.shared() == looks.audience.shared() {
        it.place
    } else {
        free_place(tx, it.owner, looks.audience)?
    };
    tx.happened(AnyFact::Space(Fact::Changed)).change(&mut it, |it| {
        looks.name.trim().clone_into(&mut it.name);
        (it.icon, it.colour, it.view) = (looks.icon, looks.colour, looks.view);
        (it.audience, it.place) = (looks.audience, place);
    })?;
    Ok(())
}

fn check(tx: &mut Tx<'_>, looks: &Looks) -> Result<()> {
    check_name("name", &looks.name)?;
    if let Audience::Team(id) = looks.audience
        && team::rows::find(tx.conn(), id)?.is_none()
    {
        return Err(Problem::invalid("audience", "This team is not there. Choose another.").into());
    }
    Ok(())
}

/// Below the others of its kind.
fn free_place(tx: &mut Tx<'_>, owner: AgentId, audience: Audience) -> Result<u32> {
    let like = rows::like(tx.conn(), owner, audience.shared())?;
    if like.len() >= SPACES_MAX {
        let words = format!("There are {SPACES_MAX} of these already. Delete one of them first.");
        return Err(Problem::invalid("name", words).into());
    }
    Ok(like.last().map_or(0, |it| it.place + 1))
}

/// Places become 0, 1, 2, …: whoever is passed moves by one.
fn move_to(tx: &mut Tx<'_>, it: &Space, to: u32) -> Result<()> {
    let mut all = rows::like(tx.conn(), it.owner, it.audience.shared())?;
    let Some(from) = all.iter().position(|other| other.id == it.id) else { return Ok(()) };
    let moved = all.remove(from);
    let to = usize::try_from(to).unwrap_or(usize::MAX).min(all.len());
    all.insert(to, moved);
    let mut changed: Vec<(u32, Space)> =
        (0..).zip(all).filter(|(place, space)| space.place != *place).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut fact = tx.happened(AnyFact::Space(Fact::Moved));
    for (place, space) in &mut changed {
        fact = fact.change(space, |space| space.place = *place)?;
    }
    Ok(())
}

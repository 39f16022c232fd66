//! Groups of agents.

pub mod rows;

use shared::event::Fact as AnyFact;
use shared::ids::TeamId;
use shared::problem::{Code, Problem};
use shared::team::{Action, Fact, Team};

use super::agent::check_name;
use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about a team.
pub fn handle(tx: &mut Tx<'_>, id: TeamId, action: Action) -> Result<()> {
    let (Action::Create { name } | Action::Rename { name }) = &action;
    check_name("name", name)?;
    let name = name.trim();
    if rows::by_name(tx.conn(), name)?.is_some_and(|other| other.id != id) {
        return Err(Problem {
            field: Some("name".into()),
            ..Problem::new(Code::Taken, "There is a team of this name.")
        }
        .into());
    }
    match action {
        Action::Create { .. } => {
            let team = Team { id, name: name.to_owned(), version: 1 };
            tx.happened(AnyFact::Team(Fact::Created)).create(&team)?;
        }
        Action::Rename { .. } => {
            let mut team = rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("team"))?;
            tx.happened(AnyFact::Team(Fact::Renamed))
                .change(&mut team, |team| name.clone_into(&mut team.name))?;
        }
    }
    Ok(())
}

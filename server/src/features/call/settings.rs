//! How a workspace deals with calls: how long one has after each, and what can have come of one.

pub mod rows;

use shared::call::{CallSettings, OUTCOMES_MAX, Outcome, Setting, WRAP_UP_MAX};
use shared::event::Fact;
use shared::ids::OutcomeId;
use shared::problem::{Code, Problem};

use crate::error::Result;
use crate::features::agent::check_name;
use crate::store::Tx;

/// Does what a command asks.
pub fn handle(tx: &mut Tx<'_>, setting: Setting) -> Result<()> {
    let mut set = rows::lock(tx.conn())?;
    let mut next = set.clone();
    match setting {
        Setting::SetWrapUp { seconds } if seconds > WRAP_UP_MAX => {
            let words = format!("Give at most {WRAP_UP_MAX} seconds.");
            return Err(Problem::invalid("seconds", words).into());
        }
        Setting::SetWrapUp { seconds } => next.wrap_up = seconds,
        Setting::AddOutcome { id, .. } if set.outcome(id).is_some() => return Ok(()),
        Setting::AddOutcome { id, name } => {
            let name = free_name(&set, id, &name)?;
            if set.outcomes.len() >= OUTCOMES_MAX {
                let words = format!("There are {OUTCOMES_MAX} already. Rename one of them.");
                return Err(Problem::invalid("name", words).into());
            }
            next.outcomes.push(Outcome { id, name, archived: false });
        }
        Setting::RenameOutcome { id, name } => {
            let name = free_name(&set, id, &name)?;
            of(&mut next, id)?.name = name;
        }
        Setting::ArchiveOutcome { id } => of(&mut next, id)?.archived = true,
        Setting::RestoreOutcome { id } => of(&mut next, id)?.archived = false,
    }
    if next != set {
        tx.happened(Fact::CallSettings).change(&mut set, |it| *it = next)?;
    }
    Ok(())
}

fn of(set: &mut CallSettings, id: OutcomeId) -> Result<&mut Outcome> {
    let found = set.outcomes.iter_mut().find(|it| it.id == id);
    Ok(found.ok_or_else(|| Problem::not_found("outcome"))?)
}

/// A name that no other has, archived ones included.
fn free_name(set: &CallSettings, id: OutcomeId, name: &str) -> Result<String> {
    check_name("name", name)?;
    let name = name.trim();
    let same = |it: &&Outcome| it.id != id && it.name.to_lowercase() == name.to_lowercase();
    let Some(other) = set.outcomes.iter().find(same) else { return Ok(name.to_owned()) };
    let words = if other.archived {
        "An archived outcome has this name. Bring it back, or choose another name."
    } else {
        "There is an outcome of this name."
    };
    Err(Problem { field: Some("name".into()), ..Problem::new(Code::Taken, words) }.into())
}

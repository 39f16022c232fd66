//! Labels: what a workspace calls its conversations by. Putting them on is done to the conversation.

pub mod rows;

use shared::event::Fact as AnyFact;
use shared::ids::LabelId;
use shared::label::{Action, Fact, LABELS_MAX, Label};
use shared::problem::{Code, Problem};

use super::agent::check_name;
use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about a label.
pub fn handle(tx: &mut Tx<'_>, id: LabelId, action: Action) -> Result<()> {
    match action {
        Action::Create { name, colour } => {
            let name = free_name(tx, id, &name)?;
            let place = rows::count(tx.conn())?;
            if place >= LABELS_MAX {
                let words = format!("There are {LABELS_MAX} labels already. Rename one of them.");
                return Err(Problem::invalid("name", words).into());
            }
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let label = Label { id, name, colour, place, archived: false, version: 1 };
            tx.happened(AnyFact::Label(Fact::Created)).create(&label)?;
        }
        Action::Change { name, colour } => {
            let (name, mut label) = (free_name(tx, id, &name)?, find(tx, id)?);
            tx.happened(AnyFact::Label(Fact::Changed)).change(&mut label, |label| {
                label.name = name;
                label.colour = colour;
            })?;
        }
        Action::Move { to } => move_to(tx, id, to)?,
        Action::Archive => archive(tx, id, true)?,
        Action::Restore => archive(tx, id, false)?,
    }
    Ok(())
}

fn archive(tx: &mut Tx<'_>, id: LabelId, archived: bool) -> Result<()> {
    let mut label = find(tx, id)?;
    if label.archived != archived {
        let fact = if archived { Fact::Archived } else { Fact::Restored };
        tx.happened(AnyFact::Label(fact)).change(&mut label, |label| label.archived = archived)?;
    }
    Ok(())
}

/// Places are 0, 1, 2, … without gaps: whoever is passed moves by one.
fn move_to(tx: &mut Tx<'_>, id: LabelId, to: u32) -> Result<()> {
    let mut all = rows::all(tx.conn())?;
    let Some(from) = all.iter().position(|label| label.id == id) else {
        return Err(Problem::not_found("label").into());
    };
    let moved = all.remove(from);
    let to = usize::try_from(to).unwrap_or(usize::MAX).min(all.len());
    all.insert(to, moved);
    let mut changed: Vec<(u32, Label)> =
        (0..).zip(all).filter(|(place, label)| label.place != *place).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut fact = tx.happened(AnyFact::Label(Fact::Moved));
    for (place, label) in &mut changed {
        fact = fact.change(label, |label| label.place = *place)?;
    }
    Ok(())
}

fn find(tx: &mut Tx<'_>, id: LabelId) -> Result<Label> {
    Ok(rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("label"))?)
}

/// A name that no other label has, archived ones included.
fn free_name(tx: &mut Tx<'_>, id: LabelId, name: &str) -> Result<String> {
    check_name("name", name)?;
    let name = name.trim();
    match rows::by_name(tx.conn(), name)?.filter(|other| other.id != id) {
        None => Ok(name.to_owned()),
        Some(other) => {
            let words = if other.archived {
                "An archived label has this name. Bring it back, or choose another name."
            } else {
                "There is a label of this name."
            };
            Err(Problem { field: Some("name".into()), ..Problem::new(Code::Taken, words) }.into())
        }
    }
}

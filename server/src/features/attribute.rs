//! Attributes: what a workspace wants to know of its customers and conversations. Their values are set on those, and never
//! without being held to what is said here.

pub mod rows;

use shared::attribute::{
    ATTRIBUTES_MAX, Action, Attribute, Choice, Fact, Kind, OPTIONS_MAX, Of, Value, Values,
};
use shared::event::Fact as AnyFact;
use shared::ids::AttributeId;
use shared::problem::{Code, Problem};

use super::agent::check_name;
use crate::error::Result;
use crate::store::Tx;

/// Does what a command asks about an attribute.
pub fn handle(tx: &mut Tx<'_>, id: AttributeId, action: Action) -> Result<()> {
    match action {
        Action::Create { of, name, kind, options } => create(tx, id, of, &name, kind, options)?,
        Action::Change { name, options } => {
            let mut it = find(tx, id)?;
            let (name, options) =
                (free_name(tx, id, it.of, &name)?, check_options(it.kind, options)?);
            if (&it.name, &it.options) != (&name, &options) {
                tx.happened(AnyFact::Attribute(Fact::Changed)).change(&mut it, |it| {
                    it.name = name;
                    it.options = options;
                })?;
            }
        }
        Action::Move { to } => move_to(tx, id, to)?,
        Action::Archive => archive(tx, id, true)?,
        Action::Restore => archive(tx, id, false)?,
    }
    Ok(())
}

/// Refuses what is no value of this attribute, or what nobody wants to know any more. Nothing is always a value.
pub fn check_value(tx: &mut Tx<'_>, id: AttributeId, of: Of, value: Option<&Value>) -> Result<()> {
    let it = find(tx, id)?;
    if it.of != of {
        return Err(Problem::invalid("attribute", "This attribute is about something else.").into());
    }
    let Some(value) = value else { return Ok(()) };
    if it.archived {
        let words = "This attribute is archived. Bring it back in the settings first.";
        return Err(Problem::invalid("attribute", words).into());
    }
    value.check(&it).map_err(|words| Problem::invalid("value", words).into())
}

/// With this value put in, or taken out.
pub fn put(values: &mut Values, id: AttributeId, value: Option<Value>) {
    match value {
        Some(value) => drop(values.insert(id, value)),
        None => drop(values.remove(&id)),
    }
}

fn create(
    tx: &mut Tx<'_>,
    id: AttributeId,
    of: Of,
    name: &str,
    kind: Kind,
    options: Vec<Choice>,
) -> Result<()> {
    let (name, options) = (free_name(tx, id, of, name)?, check_options(kind, options)?);
    let place = rows::all(tx.conn())?.len();
    if place >= ATTRIBUTES_MAX {
        let words = format!("There are {ATTRIBUTES_MAX} attributes already. Rename one of them.");
        return Err(Problem::invalid("name", words).into());
    }
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let it = Attribute { id, of, name, kind, options, place, archived: false, version: 1 };
    tx.happened(AnyFact::Attribute(Fact::Created)).create(&it)?;
    Ok(())
}

fn archive(tx: &mut Tx<'_>, id: AttributeId, archived: bool) -> Result<()> {
    let mut it = find(tx, id)?;
    if it.archived != archived {
        let fact = if archived { Fact::Archived } else { Fact::Restored };
        tx.happened(AnyFact::Attribute(fact)).change(&mut it, |it| it.archived = archived)?;
    }
    Ok(())
}

/// Places are 0, 1, 2, … without gaps: whoever is passed moves by one.
fn move_to(tx: &mut Tx<'_>, id: AttributeId, to: u32) -> Result<()> {
    let mut all = rows::all(tx.conn())?;
    let Some(from) = all.iter().position(|it| it.id == id) else {
        return Err(Problem::not_found("attribute").into());
    };
    let moved = all.remove(from);
    let to = usize::try_from(to).unwrap_or(usize::MAX).min(all.len());
    all.insert(to, moved);
    let mut changed: Vec<(u32, Attribute)> =
        (0..).zip(all).filter(|(place, it)| it.place != *place).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let mut fact = tx.happened(AnyFact::Attribute(Fact::Moved));
    for (place, it) in &mut changed {
        fact = fact.change(it, |it| it.place = *place)?;
    }
    Ok(())
}

fn find(tx: &mut Tx<'_>, id: AttributeId) -> Result<Attribute> {
    Ok(rows::find(tx.conn(), id)?.ok_or_else(|| Problem::not_found("attribute"))?)
}

/// A name that no other attribute of the same has, archived ones included.
fn free_name(tx: &mut Tx<'_>, id: AttributeId, of: Of, name: &str) -> Result<String> {
    check_name("name", name)?;
    let name = name.trim();
    let all = rows::all(tx.conn())?;
    let same = |it: &&Attribute| it.id != id && it.of == of && it.name == name;
    let Some(other) = all.iter().find(same) else { return Ok(name.to_owned()) };
    let words = if other.archived {
        "An archived attribute has this name. Bring it back, or choose another name."
    } else {
        "There is an attribute of this name."
    };
    Err(Problem { field: Some("name".into()), ..Problem::new(Code::Taken, words) }.into())
}

fn check_options(kind: Kind, options: Vec<Choice>) -> Result<Vec<Choice>> {
    let wrong = |words: String| Err(Problem::invalid("options", words).into());
    if kind != Kind::Choice {
        return if options.is_empty() {
            Ok(options)
        } else {
            wrong("There is nothing to choose.".into())
        };
    }
    if options.is_empty() || options.len() > OPTIONS_MAX {
        return wrong(format!("Give between one and {OPTIONS_MAX} options."));
    }
    let trimmed = options.into_iter().map(|it| Choice { name: it.name.trim().to_owned(), ..it });
    let options: Vec<Choice> = trimmed.collect();
    for (n, it) in options.iter().enumerate() {
        check_name("options", &it.name)?;
        let before = options.iter().take(n);
        if before.clone().any(|other| other.id == it.id || other.name == it.name) {
            return wrong(format!("“{}” is there twice.", it.name));
        }
    }
    Ok(options)
}

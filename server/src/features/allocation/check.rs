//! Whether what somebody typed for a rule or a colleague can be kept, and how it is written then.

use std::collections::BTreeMap;

use shared::allocation::{
    CAPACITY_MAX, Hours, LEVEL_MAX, Ladder, MINUTES_MAX, Outside, RELAX_MAX, Skill, Span, Terms,
    WORD_MAX, WORDS_MAX, Work,
};
use shared::ids::NumberId;
use shared::number::Number;
use shared::problem::Problem;

use super::zone;
use crate::error::Result;
use crate::features::agent::check_name;

/// Most parts of days in the hours of a rule.
const SPANS_MAX: usize = 28;

/// What a rule says, in the form in which it is kept.
pub(super) fn sound(mut it: Terms) -> Result<Terms> {
    check_name("name", &it.name)?;
    it.name = it.name.trim().to_owned();
    it.when.words = words("words", it.when.words)?;
    it.when.languages = words("languages", it.when.languages)?;
    it.skills = skills(it.skills)?;
    it.when.hours = it.when.hours.map(hours).transpose()?;
    if it.when.numbers.len() > WORDS_MAX || it.when.labels.len() > WORDS_MAX {
        return Err(Problem::invalid("when", format!("Choose at most {WORDS_MAX} of them.")).into());
    }
    if it.relax.is_some_and(|it| it > RELAX_MAX) {
        let words = format!("Skills can be insisted on for at most {RELAX_MAX} seconds.");
        return Err(Problem::invalid("relax", words).into());
    }
    let Ladder { warn, reassign, leads, hook } = it.ladder;
    let steps = [("warn", warn), ("reassign", reassign), ("leads", leads), ("hook", hook)];
    for (field, minutes) in steps {
        if minutes.is_some_and(|it| it == 0 || it > MINUTES_MAX) {
            let words = format!("This takes from 1 to {MINUTES_MAX} minutes.");
            return Err(Problem::invalid(field, words).into());
        }
    }
    if let Some(known) = &mut it.when.attribute {
        known.says = word("attribute", &known.says)?;
    }
    Ok(it)
}

/// What a colleague takes, in the form in which it is kept.
pub(super) fn work(it: Work) -> Result<Work> {
    it.capacity.map(|it| capacity(it, "capacity")).transpose()?;
    Ok(Work { skills: skills(it.skills)?, ..it })
}

/// How many conversations somebody may take.
pub(super) fn capacity(it: u16, field: &'static str) -> Result<u16> {
    if it > CAPACITY_MAX {
        let words = format!("This takes from 0 to {CAPACITY_MAX} conversations.");
        return Err(Problem::invalid(field, words).into());
    }
    Ok(it)
}

/// How many somebody may take of single numbers.
pub(super) fn of_numbers(
    these: BTreeMap<NumberId, u16>,
    known: &[Number],
) -> Result<BTreeMap<NumberId, u16>> {
    for (id, most) in &these {
        let Some(number) = known.iter().find(|it| it.id == *id) else {
            return Err(Problem::not_found("number").into());
        };
        if !(1..=CAPACITY_MAX).contains(most) {
            let words = format!(
                "{}: this takes from 1 to {CAPACITY_MAX} conversations. Leave it empty for as many as somebody takes.",
                number.name
            );
            return Err(Problem::invalid("numbers", words).into());
        }
    }
    Ok(these)
}

/// The hours in which somebody works, in the form in which they are kept.
pub(in crate::features) fn working(it: Hours) -> Result<Hours> {
    if it.week.is_empty() {
        let words = "There is no time in these hours. Choose some, or let them work whenever they are online.";
        return Err(Problem::invalid("hours", words).into());
    }
    hours(Hours { outside: Outside::default(), ..it })
}

fn hours(mut it: Hours) -> Result<Hours> {
    if !zone::known(&it.zone) {
        let words = "There is no such time zone. Choose one such as Europe/Berlin.";
        return Err(Problem::invalid("zone", words).into());
    }
    if it.week.len() > SPANS_MAX || !it.week.iter().all(|span| Span::sound(*span)) {
        let words = "Hours end after they begin, and on the same day. For a night, end at 24:00 and begin the next day at 0:00.";
        return Err(Problem::invalid("hours", words).into());
    }
    it.week.sort_unstable();
    let mut pairs = it.week.iter().zip(it.week.iter().skip(1));
    if pairs.any(|(one, next)| one.day == next.day && next.from < one.to) {
        let words = "Two parts of a day are at the same time. Make one of them, or change one.";
        return Err(Problem::invalid("hours", words).into());
    }
    Ok(it)
}

fn skills(mut these: Vec<Skill>) -> Result<Vec<Skill>> {
    if these.len() > WORDS_MAX {
        return Err(Problem::invalid("skills", format!("At most {WORDS_MAX} skills.")).into());
    }
    for place in 0..these.len() {
        let (before, rest) = these.split_at_mut(place);
        let Some(it) = rest.first_mut() else { continue };
        it.name = word("skills", &it.name)?;
        if it.level == 0 || it.level > LEVEL_MAX {
            let words = format!("A level is from 1 to {LEVEL_MAX}.");
            return Err(Problem::invalid("skills", words).into());
        }
        if before.iter().any(|other| other.same(it)) {
            let words = format!("“{}” is there twice.", it.name);
            return Err(Problem::invalid("skills", words).into());
        }
    }
    Ok(these)
}

fn words(field: &str, these: Vec<String>) -> Result<Vec<String>> {
    let these: Vec<_> = these.into_iter().filter(|it| !it.trim().is_empty()).collect();
    if these.len() > WORDS_MAX {
        return Err(Problem::invalid(field, format!("At most {WORDS_MAX} words.")).into());
    }
    these.iter().map(|it| word(field, it)).collect()
}

fn word(field: &str, it: &str) -> Result<String> {
    let it = it.trim();
    if it.is_empty() || it.chars().count() > WORD_MAX || it.contains('\0') {
        let words = format!("Each takes from 1 to {WORD_MAX} characters.");
        return Err(Problem::invalid(field, words).into());
    }
    Ok(it.to_owned())
}

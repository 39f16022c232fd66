//! Rules in words.

use shared::allocation::trial::{Unmet, WhyNot};
use shared::allocation::{Origin, Skill, Strategy, Terms};
use shared::problem::Problem;

use super::hours;
use crate::fetch::Failure;
use crate::workspace::Workspace;

/// What a strategy is called, and what it means.
pub const fn strategy(it: Strategy) -> (&'static str, &'static str) {
    match it {
        Strategy::Manual => {
            ("Nobody: it waits until somebody takes it", "People pick up by hand what waits.")
        }
        Strategy::RoundRobin => ("In turns", "Whoever was given the fewest in the last hour."),
        Strategy::LeastBusy => {
            ("The least busy", "Whoever has the fewest open ones, for what they take.")
        }
    }
}

/// Of what it speaks.
pub fn conditions(it: Workspace, terms: &Terms, fallback: bool) -> String {
    if fallback {
        return "What no other rule takes".into();
    }
    let when = &terms.when;
    let mut said: Vec<String> = vec![];
    if !when.numbers.is_empty() {
        let names = when.numbers.iter().filter_map(|id| it.store.number(*id)).map(|it| it.name);
        said.push(format!("to {}", any(names)));
    }
    if !when.words.is_empty() {
        said.push(format!("begins with {}", any(when.words.iter().map(|it| format!("“{it}”")))));
    }
    match &when.source {
        Origin::Anywhere => {}
        Origin::NoAd => said.push("not through an advertisement".into()),
        Origin::AnyAd => said.push("through an advertisement".into()),
        Origin::Ad(id) => said.push(format!("through the advertisement {id}")),
    }
    if !when.labels.is_empty() {
        let names = when.labels.iter().filter_map(|id| it.store.label_name(*id));
        said.push(format!("with the label {}", any(names)));
    }
    if !when.languages.is_empty() {
        said.push(format!("speaks {}", any(when.languages.iter().cloned())));
    }
    if let Some(known) = &when.attribute {
        let all = it.store.every_attribute();
        let name = all.into_iter().find(|it| it.id == known.attribute).map(|it| it.name);
        said.push(format!(
            "{} is “{}”",
            name.unwrap_or_else(|| "An attribute that is gone".into()),
            known.says
        ));
    }
    if let Some(times) = &when.hours {
        said.push(hours::words(times));
    }
    if said.is_empty() {
        "Every conversation".into()
    } else {
        format!("When: {}", said.join(" · "))
    }
}

/// What follows.
pub fn follows(it: Workspace, terms: &Terms) -> String {
    let mut said = vec![];
    if let Some(team) = terms.team {
        said.push(it.store.team_name(team).unwrap_or_else(|| "a team that is gone".into()));
    }
    said.push(strategy(terms.strategy).0.to_lowercase());
    if terms.strategy != Strategy::Manual {
        said.extend(terms.sticky.then(|| "who had it before comes first".to_owned()));
        said.extend(
            (!terms.skills.is_empty()).then(|| format!("who can {}", skills(&terms.skills))),
        );
        said.extend(terms.leaves.then(|| "goes on when somebody goes".to_owned()));
        let ladder = [
            (terms.ladder.warn, "a reminder"),
            (terms.ladder.reassign, "somebody else"),
            (terms.ladder.leads, "leads are asked"),
            (terms.ladder.hook, "the bot is told"),
        ];
        said.extend(
            ladder.into_iter().filter_map(|(at, what)| Some(format!("after {} min {what}", at?))),
        );
    }
    format!("Then: {}", said.join(" · "))
}

/// Skills with their levels.
pub fn skills(these: &[Skill]) -> String {
    these.iter().map(|it| format!("{} {}", it.name, it.level)).collect::<Vec<_>>().join(", ")
}

/// Why a rule is not the one.
pub const fn unmet(why: Unmet) -> &'static str {
    match why {
        Unmet::Number => "it is for another number",
        Unmet::Words => "none of its words is there, whole",
        Unmet::Source => "the customer comes from elsewhere",
        Unmet::Labels => "none of its labels is on it",
        Unmet::Language => "the customer speaks another language, or none is noted",
        Unmet::Attribute => "something else is known",
        Unmet::Hours => "it is not the time",
    }
}

/// Why somebody is not given it.
pub fn why_not(why: WhyNot) -> String {
    match why {
        WhyNot::Manual => "can take it by hand".into(),
        WhyNot::Closed => "is given it when it is the time".into(),
        WhyNot::Away => "is not at work".into(),
        WhyNot::Full { has, takes } => format!("has no room: {has} open, takes {takes}"),
        WhyNot::FullOfNumber { has, takes } => {
            format!("has no room for more of this number: {has} open, takes {takes}")
        }
        WhyNot::Skills => "lacks a skill".into(),
        WhyNot::HadIt => "had it a moment ago".into(),
        WhyNot::Turn { has, given } => {
            format!("it is not their turn: {has} open, given {given} in the last hour")
        }
    }
}

/// What is no number.
pub fn no_number(field: &'static str) -> Failure {
    Failure::Refused(Problem::invalid(field, "This takes a whole number."))
}

fn any(these: impl Iterator<Item = String>) -> String {
    these.collect::<Vec<_>>().join(" or ")
}

//! Whether rules can leave somebody waiting for ever: what is refused, and what is only said.

use super::{Allocation, LEVEL_MAX, Strategy, Terms};
use crate::agent::Agent;
use crate::ids::RuleId;
use crate::team::Team;

/// What is wrong with a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which rule.
    pub rule: RuleId,
    /// What of it, as in [`Terms`].
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub words: String,
    /// Whether it can leave somebody waiting: then it is refused.
    pub grave: bool,
}

/// Everything that is wrong with the rules in use, as people are now.
pub fn check<'p>(
    set: &Allocation,
    agents: impl Iterator<Item = &'p Agent> + Clone,
    teams: impl Iterator<Item = &'p Team> + Clone,
) -> Vec<Wrong> {
    let mut found = vec![];
    let mut above: Option<&Terms> = None;
    for (id, terms) in set.all() {
        let wrong = rule(set, id, terms, agents.clone(), teams.clone());
        found.extend(wrong.map(|(field, words, grave)| Wrong { rule: id, field, words, grave }));
        if let Some(above) = above {
            let words = format!(
                "It is never reached: “{}” above it takes everything. Move it up, or give the other one conditions.",
                above.name
            );
            let wrong = Wrong { rule: id, field: "when", words, grave: false };
            found.extend((id != RuleId::FALLBACK).then_some(wrong));
        }
        above = above.or_else(|| Some(terms).filter(|it| it.when.anything()));
    }
    found
}

type Found = (&'static str, String, bool);

fn rule<'p>(
    set: &Allocation,
    id: RuleId,
    terms: &Terms,
    agents: impl Iterator<Item = &'p Agent> + Clone,
    mut teams: impl Iterator<Item = &'p Team>,
) -> Option<Found> {
    if id == RuleId::FALLBACK && !terms.when.anything() {
        let words = "This one takes what no other rule takes, so it has no conditions.";
        return Some(("when", words.into(), true));
    }
    if terms.when.hours.as_ref().is_some_and(|it| it.week.is_empty()) {
        let words = "There is no time in its hours. Choose some, or let it hold at any time.";
        return Some(("hours", words.into(), true));
    }
    let team = match terms.team {
        Some(team) => match teams.find(|it| it.id == team) {
            Some(team) => format!("in {}", team.name),
            None => {
                return Some(("team", "This team is not there. Choose another one.".into(), true));
            }
        },
        None => "here".to_owned(),
    };
    let them = agents.filter(|it| terms.is_for(it));
    if them.clone().next().is_none() {
        let words = format!(
            "Nobody is {team}: whoever is sent there would wait for ever. Add somebody in People, or choose another team."
        );
        return Some(("team", words, true));
    }
    (terms.strategy != Strategy::Manual).then(|| takers(set, id, terms, &team, them)).flatten()
}

/// Whether anybody can ever be given anything.
fn takers<'p>(
    set: &Allocation,
    id: RuleId,
    terms: &Terms,
    team: &str,
    mut them: impl Iterator<Item = &'p Agent> + Clone,
) -> Option<Found> {
    let mut takers = them.clone().filter(|it| set.capacity_of(it.id) > 0);
    if takers.clone().next().is_none() {
        let words = format!(
            "Everybody {team} takes 0 conversations. Give somebody room in People, or let people pick up by hand."
        );
        return Some(("team", words, true));
    }
    if terms.skills.is_empty() || takers.any(|it| set.can(it.id, &terms.skills)) {
        let insists = id == RuleId::FALLBACK && !terms.skills.is_empty() && terms.relax.is_none();
        let words = "This one takes what no other rule takes. Say after which time its skills don’t matter any more.";
        return insists.then(|| ("skills", words.to_owned(), true));
    }
    let lacking = terms
        .skills
        .iter()
        .find(|need| !them.any(|it| set.can(it.id, std::slice::from_ref(need))))
        .map_or_else(
            || "all of these skills".to_owned(),
            |it| format!("{} at {}", it.name, it.level.min(LEVEL_MAX)),
        );
    Some(match terms.relax {
        None => {
            let words = format!(
                "Nobody {team} has {lacking}. Add it to somebody in People, ask for less, or say after which time it doesn’t matter."
            );
            ("skills", words, true)
        }
        Some(seconds) => {
            let words = format!(
                "Nobody {team} has {lacking}: customers always wait {seconds} seconds first."
            );
            ("skills", words, false)
        }
    })
}

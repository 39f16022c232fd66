//! Who is given a conversation, and why nobody else: pure. What is really done and what the trial shows both ask here.

use std::collections::BTreeMap;

use shared::allocation::trial::{Unmet, WhyNot};
use shared::allocation::{Allocation, Origin, Outside, Strategy, Terms, When};
use shared::ids::{AgentId, AttributeId, LabelId, NumberId, RuleId, TeamId};
use shared::time::{Millis, Timestamp};

use super::zone;
use crate::features::search::words;

/// What rules ask of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// To which number it came.
    pub number: NumberId,
    /// Whose it is.
    pub team: Option<TeamId>,
    /// Whether somebody gave it to that team by hand: then it stays there.
    pub moved: bool,
    /// What the customer began with.
    pub text: String,
    /// Through which advertisement they came.
    pub ad: Option<Option<String>>,
    /// What is on it.
    pub labels: Vec<LabelId>,
    /// What the customer likes to speak, as somebody has noted it.
    pub language: String,
    /// What is known, as people read it.
    pub known: BTreeMap<AttributeId, String>,
    /// Since when they wait.
    pub since: Timestamp,
    /// Who had it when they began to write, or last.
    pub had: Option<AgentId>,
    /// Who has it.
    pub holder: Option<AgentId>,
    /// Who has had it since, and is not given it again.
    pub tried: Vec<AgentId>,
}

/// Somebody who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: AgentId,
    /// In which teams.
    pub teams: Vec<TeamId>,
    /// Whether they are at work.
    pub here: bool,
    /// Since when they are gone, if they are: offline, or their hours are over.
    pub gone: Option<Timestamp>,
    /// Open conversations that they have.
    pub has: u32,
    /// How many of them came to a number, for those of which one takes a certain number at most.
    pub of: BTreeMap<NumberId, u32>,
    /// That they take.
    pub takes: u16,
    /// What they were given lately.
    pub given: u32,
    /// When they were given something last.
    pub last: Timestamp,
}

/// Who it is to be, and why not the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whose it becomes.
    pub team: Option<TeamId>,
    /// Who is given it.
    pub to: Option<AgentId>,
    /// Why not the others of those for whom the rule is.
    pub others: Vec<(AgentId, WhyNot)>,
    /// When the skills won't matter any more.
    pub relaxes: Option<Timestamp>,
}

/// The first rule that is met, and what those above it say.
pub fn rule<'s>(
    set: &'s Allocation,
    chat: &Chat,
    now: Timestamp,
) -> (RuleId, &'s Terms, Vec<(RuleId, Unmet)>) {
    let mut passed = vec![];
    for (id, terms) in set.all() {
        match unmet(&terms.when, chat, now) {
            Some(why) if id != RuleId::FALLBACK => passed.push((id, why)),
            Some(_) | None => return (id, terms, passed),
        }
    }
    (RuleId::FALLBACK, &set.fallback, passed)
}

fn unmet(when: &When, chat: &Chat, now: Timestamp) -> Option<Unmet> {
    let When { numbers, words, source, labels, languages, attribute, hours } = when;
    let from = match source {
        Origin::Anywhere => true,
        Origin::NoAd => chat.ad.is_none(),
        Origin::AnyAd => chat.ad.is_some(),
        Origin::Ad(id) => matches!(&chat.ad, Some(Some(ad)) if ad == id.trim()),
    };
    let known = attribute.as_ref().is_none_or(|it| {
        let said = chat.known.get(&it.attribute);
        said.is_some_and(|said| says(&it.says, said))
    });
    let tests = [
        (numbers.is_empty() || numbers.contains(&chat.number), Unmet::Number),
        (from, Unmet::Source),
        (labels.is_empty() || labels.iter().any(|it| chat.labels.contains(it)), Unmet::Labels),
        (
            languages.is_empty() || languages.iter().any(|it| says(it, &chat.language)),
            Unmet::Language,
        ),
        (known, Unmet::Attribute),
        (words.is_empty() || words.iter().any(|it| words::says(&chat.text, it)), Unmet::Words),
        (
            hours.as_ref().is_none_or(|it| it.outside == Outside::Wait || zone::open(it, now)),
            Unmet::Hours,
        ),
    ];
    tests.into_iter().find(|(met, _)| !met).map(|(_, why)| why)
}

/// Whether it is the same, whatever its case and accents.
fn says(one: &str, other: &str) -> bool {
    words::index(one) == words::index(other)
}

/// Whether a rule waits until it is its time.
pub fn closed(terms: &Terms, now: Timestamp) -> bool {
    let waits = terms.when.hours.as_ref().filter(|it| it.outside == Outside::Wait);
    waits.is_some_and(|it| !zone::open(it, now))
}

/// Who of these people is given it by what a rule says.
pub fn choose(
    set: &Allocation,
    terms: &Terms,
    chat: &Chat,
    people: &[Person],
    now: Timestamp,
) -> Choice {
    let team = if chat.moved { chat.team } else { terms.team.or(chat.team) };
    let until = terms.relax.map(|it| chat.since + Millis::seconds(it.into()));
    let insists = !terms.skills.is_empty() && until.is_none_or(|until| now < until);
    let relaxes = until.filter(|_| insists);
    let (mut others, mut able, closed) = (vec![], vec![], closed(terms, now));
    let them = people.iter().filter(|it| team.is_none_or(|team| it.teams.contains(&team)));
    for it in them {
        let has = it.has.saturating_sub(u32::from(chat.holder == Some(it.id)));
        let why = if terms.strategy == Strategy::Manual {
            WhyNot::Manual
        } else if closed {
            WhyNot::Closed
        } else if chat.tried.contains(&it.id) {
            WhyNot::HadIt
        } else if !it.here {
            WhyNot::Away
        } else if has >= u32::from(it.takes) {
            WhyNot::Full { has, takes: it.takes }
        } else if let Some((has, takes)) = full_of_number(set, chat, it) {
            WhyNot::FullOfNumber { has, takes }
        } else if insists && !set.can(it.id, &terms.skills) {
            WhyNot::Skills
        } else {
            able.push((has, it));
            continue;
        };
        others.push((it.id, why));
    }
    let again = able.iter().find(|(_, it)| terms.sticky && chat.had == Some(it.id));
    let turn = || {
        able.iter().min_by(|(has, one), (had, two)| {
            let fair = (one.given, one.last, one.id).cmp(&(two.given, two.last, two.id));
            match terms.strategy {
                Strategy::Manual | Strategy::RoundRobin => fair,
                // Shares of what they take, multiplied out.
                Strategy::LeastBusy => (u64::from(*has) * u64::from(two.takes))
                    .cmp(&(u64::from(*had) * u64::from(one.takes)))
                    .then(fair),
            }
        })
    };
    let to = again.or_else(turn).map(|(_, it)| it.id);
    let rest = able.iter().filter(|(_, it)| Some(it.id) != to);
    others.extend(rest.map(|(has, it)| (it.id, WhyNot::Turn { has: *has, given: it.given })));
    Choice { team, to, others, relaxes }
}

/// What somebody has of the number of a conversation, and what anybody takes of it, if that is no less.
fn full_of_number(set: &Allocation, chat: &Chat, it: &Person) -> Option<(u32, u16)> {
    let takes = *set.numbers.get(&chat.number)?;
    let has = it.of.get(&chat.number).copied().unwrap_or_default();
    let has = has.saturating_sub(u32::from(chat.holder == Some(it.id)));
    (has >= u32::from(takes)).then_some((has, takes))
}

/// Somebody is given one more, of a number.
pub fn given(
    people: &mut [Person],
    number: NumberId,
    to: Option<AgentId>,
    from: Option<AgentId>,
    now: Timestamp,
) {
    for it in people {
        let of = it.of.entry(number).or_default();
        if Some(it.id) == to {
            (it.has, it.given, it.last) = (it.has + 1, it.given + 1, now);
            *of += 1;
        }
        if Some(it.id) == from {
            it.has = it.has.saturating_sub(1);
            *of = of.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests;

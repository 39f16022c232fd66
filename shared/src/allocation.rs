//! Automatic allocation: rules by which conversations that wait find who answers them, and what each colleague takes.
//!
//! All of it is one entity: a rule says nothing without the ones above it.

mod asked;
pub mod check;
pub mod hours;
pub mod trial;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::agent::Agent;
use crate::conversation::{Conversation, Status};
use crate::ids::{AgentId, AttributeId, LabelId, NumberId, RuleId, TeamId};

pub use asked::{Action, Fact};
pub use hours::{Hours, Outside, Span};

/// Most rules that are in use.
pub const RULES_MAX: usize = 40;
/// Most words of a rule, most skills of a rule or a colleague.
pub const WORDS_MAX: usize = 40;
/// Longest word of a rule, longest name of a skill, in characters.
pub const WORD_MAX: usize = 60;
/// Best at a skill.
pub const LEVEL_MAX: u8 = 5;
/// Most conversations that one can be made to take.
pub const CAPACITY_MAX: u16 = 500;
/// Longest time of a step, in minutes: a week.
pub const MINUTES_MAX: u16 = 7 * 24 * 60;
/// Longest time for which a skill is insisted on, in seconds: a day.
pub const RELAX_MAX: u32 = 24 * 60 * 60;

/// The rules, and what each colleague takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// The first that is met says what follows; archived ones are behind the others.
    pub rules: Vec<Rule>,
    /// Of what meets none of them. Without conditions.
    pub fallback: Terms,
    /// How many open conversations a colleague takes who has no number of their own.
    pub capacity: u16,
    /// How many open conversations somebody is given at most while they are in a call; as many as ever, if there is nothing.
    #[serde(default)]
    pub in_call: Option<u16>,
    /// How many open ones of a number somebody is given at most; where nothing is said, as many as they take.
    #[serde(default)]
    pub numbers: BTreeMap<NumberId, u16>,
    /// What is different for single colleagues.
    pub people: BTreeMap<AgentId, Work>,
    /// Counts up with each change.
    pub version: u32,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Made by who added it.
    pub id: RuleId,
    /// What it says.
    pub terms: Terms,
    /// Whether it is out of use.
    pub archived: bool,
}

/// What a rule says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// Shown in threads: "given to Ana by the rule …".
    pub name: String,
    /// Of which conversations it speaks.
    pub when: When,
    /// Whose they become; nothing leaves them with the team that they have.
    pub team: Option<TeamId>,
    /// Who of them.
    pub strategy: Strategy,
    /// First of all who had it before, if they can take it.
    pub sticky: bool,
    /// What one must be able to do.
    pub skills: Vec<Skill>,
    /// After so many seconds of waiting nobody needs the skills any more; never, if there is nothing.
    pub relax: Option<u32>,
    /// Whether it goes on to another when who has it goes offline, or their hours end, while the customer waits.
    pub leaves: bool,
    /// What happens while nobody answers.
    pub ladder: Ladder,
}

/// Of which conversations a rule speaks: everything that is said must hold. What is empty holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    /// It came to one of these.
    pub numbers: Vec<NumberId>,
    /// What the customer began with has one of these words, whatever their case and accents.
    pub words: Vec<String>,
    /// From where it came.
    pub source: Origin,
    /// One of these is on it.
    pub labels: Vec<LabelId>,
    /// The customer likes to speak one of these, as it is written beside the thread, whatever its case and accents.
    pub languages: Vec<String>,
    /// Something is known of the customer or the conversation: whether they are important.
    pub attribute: Option<Known>,
    /// At these times.
    pub hours: Option<Hours>,
}

/// From where a conversation came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From wherever.
    #[default]
    Anywhere,
    /// Not through an advertisement.
    NoAd,
    /// Through any advertisement.
    AnyAd,
    /// Through the one with this id of Meta's.
    Ad(String),
}

/// What must be known under an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which.
    pub attribute: AttributeId,
    /// As people read it, whatever its case.
    pub says: String,
}

/// Who is given a conversation, of those who can take it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Nobody: they pick it up.
    #[default]
    Manual,
    /// Who was given the fewest lately.
    RoundRobin,
    /// Who has the fewest open ones, for what they take.
    LeastBusy,
}

/// Something that one can do, and how well: from 1 to [`LEVEL_MAX`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    /// Compared whatever its case.
    pub name: String,
    /// How well at least.
    pub level: u8,
}

/// What happens while the customer waits, by minutes since who has it was given it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ladder {
    /// Who has it is told.
    pub warn: Option<u16>,
    /// Somebody else is given it.
    pub reassign: Option<u16>,
    /// Leads are asked to look at it, also those who come only later.
    pub leads: Option<u16>,
    /// Another program is told, at the address that the server was given.
    pub hook: Option<u16>,
}

/// What is different for one colleague.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    /// How many open conversations they take; as everyone, if there is nothing. With 0 they are given none.
    pub capacity: Option<u16>,
    /// What they can do.
    pub skills: Vec<Skill>,
}

impl Default for Allocation {
    fn default() -> Self {
        let name = "Everything else".to_owned();
        let fallback = Terms { name, sticky: true, ..Terms::default() };
        Self {
            rules: vec![],
            fallback,
            capacity: 5,
            in_call: None,
            numbers: BTreeMap::new(),
            people: BTreeMap::new(),
            version: 0,
        }
    }
}

impl Allocation {
    /// Whether anything is done at all: not in a new workspace.
    pub fn on(&self) -> bool {
        let idle = self.fallback.strategy == Strategy::Manual && self.fallback.team.is_none();
        !idle || self.active().next().is_some()
    }

    /// Those in use, in order, without the fallback.
    pub fn active(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|it| !it.archived)
    }

    /// Those in use, in order, the fallback last.
    pub fn all(&self) -> impl Iterator<Item = (RuleId, &Terms)> {
        let rules = self.active().map(|it| (it.id, &it.terms));
        rules.chain([(RuleId::FALLBACK, &self.fallback)])
    }

    /// What a rule says, also an archived one.
    pub fn terms(&self, id: RuleId) -> Option<&Terms> {
        if id == RuleId::FALLBACK {
            return Some(&self.fallback);
        }
        self.rules.iter().find(|it| it.id == id).map(|it| &it.terms)
    }

    /// How many open conversations somebody takes.
    pub fn capacity_of(&self, agent: AgentId) -> u16 {
        self.people.get(&agent).and_then(|it| it.capacity).unwrap_or(self.capacity)
    }

    /// How many they take just now.
    pub fn takes_now(&self, agent: &Agent) -> u16 {
        let usual = self.capacity_of(agent.id);
        let most = self.in_call.filter(|_| agent.in_call.is_some());
        most.map_or(usual, |most| usual.min(most))
    }

    /// What somebody can do.
    pub fn skills_of(&self, agent: AgentId) -> &[Skill] {
        self.people.get(&agent).map_or(&[], |it| &it.skills)
    }

    /// Whether somebody is good enough at all of these.
    pub fn can(&self, agent: AgentId, needed: &[Skill]) -> bool {
        let has = self.skills_of(agent);
        needed.iter().all(|need| has.iter().any(|it| it.same(need) && it.level >= need.level))
    }
}

impl Skill {
    /// Whether it is about the same.
    pub fn same(&self, other: &Self) -> bool {
        self.name.trim().to_lowercase() == other.name.trim().to_lowercase()
    }
}

impl When {
    /// Whether it asks for nothing.
    pub fn anything(&self) -> bool {
        *self == Self::default()
    }
}

impl Terms {
    /// Whether an agent is of those to whom it gives: whoever answers in its team, or anyone.
    pub fn is_for(&self, agent: &Agent) -> bool {
        agent.active && self.team.is_none_or(|team| agent.teams.contains(&team))
    }
}

/// Whether a customer waits here for somebody to answer.
pub fn waits(it: &Conversation) -> bool {
    let here = it.status == Status::Open && it.deleted.is_none();
    let asked = it.waiting_since.is_some() || it.unread > 0;
    here && asked && it.contact.about.blocked.is_none()
}

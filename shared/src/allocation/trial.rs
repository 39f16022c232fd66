//! What would become of a conversation: for who sets rules up. Asking changes nothing.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, LabelId, NumberId, RuleId};
use crate::time::Timestamp;

/// Where to ask.
pub const TRIAL: &str = "/api/allocation/trial";

/// A conversation that there could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// To which number the customer writes.
    pub number: NumberId,
    /// What they begin with.
    #[serde(default)]
    pub text: String,
    /// Whether they come through an advertisement: its id, or nothing in it if that is not known.
    #[serde(default)]
    pub ad: Option<String>,
    /// What is on the conversation.
    #[serde(default)]
    pub labels: Vec<LabelId>,
    /// What is known, as people read it: of whatever attribute a rule asks.
    #[serde(default)]
    pub known: String,
    /// What the customer likes to speak.
    #[serde(default)]
    pub language: String,
    /// When; now, if there is nothing.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What would become of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// By which rule.
    pub rule: RuleId,
    /// What the rules above it said, in order.
    pub passed: Vec<(RuleId, Unmet)>,
    /// Who would get it now.
    pub to: Option<AgentId>,
    /// Why not the others of those for whom the rule is.
    pub others: Vec<(AgentId, WhyNot)>,
}

/// What does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmet {
    /// It came to another number.
    Number,
    /// None of the words is there.
    Words,
    /// It came from elsewhere.
    Source,
    /// None of the labels is on it.
    Labels,
    /// The customer likes to speak another language, or nobody has noted which.
    Language,
    /// Something else is known, or nothing.
    Attribute,
    /// It is not the time.
    Hours,
}

/// Why somebody is not given a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// Nobody is: they pick it up.
    Manual,
    /// It is not the time of this rule, and it waits until then.
    Closed,
    /// They are not at work.
    Away,
    /// They have as many as they take.
    Full {
        /// Open conversations that they have.
        has: u32,
        /// That they take.
        takes: u16,
    },
    /// They have as many of this number as anybody takes.
    FullOfNumber {
        /// Open conversations of it that they have.
        has: u32,
        /// That anybody takes.
        takes: u16,
    },
    /// They lack a skill.
    Skills,
    /// They had it a moment ago.
    HadIt,
    /// It is another one's turn.
    Turn {
        /// Open conversations that they have.
        has: u32,
        /// What they were given lately.
        given: u32,
    },
}

//! The same for many conversations at once: a job that its owner can follow, and take back.

use serde::{Deserialize, Serialize};

use crate::attribute::Value;
use crate::conversation::Snooze;
use crate::ids::{AgentId, AttributeId, BulkId, ConversationId, LabelId, TeamId};
use crate::view::View;

/// Most conversations that can be named one by one: more are named by a list.
pub const THESE_MAX: usize = 1_000;
/// Most failures that are told one by one; the others are counted.
pub const FAILURES_MAX: usize = 100;

/// How far it got. Nobody sees it but its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Made by who wants it.
    pub id: BulkId,
    /// Who wants it.
    pub owner: AgentId,
    /// What is done to each.
    pub what: What,
    /// What it takes back, if it does.
    pub undoes: Option<BulkId>,
    /// How many there are.
    pub total: u32,
    /// How many were changed.
    pub changed: u32,
    /// How many were so already.
    pub same: u32,
    /// How many could not be changed.
    pub refused: u32,
    /// The first of those that could not be changed, and why.
    pub failures: Vec<Failure>,
    /// Whether nothing is left to do.
    pub finished: bool,
    /// Counts up with each change.
    pub version: u32,
}

impl Bulk {
    /// How many are over, one way or another.
    pub const fn done(&self) -> u32 {
        self.changed + self.same + self.refused
    }
}

/// One that could not be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which.
    pub conversation: ConversationId,
    /// Whose; nothing when its owner does not see it any more.
    pub name: Option<String>,
    /// In words.
    pub why: String,
}

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Somebody has looked at all of it.
    Read,
    /// Somebody should look at it.
    Unread,
    /// Nothing to do.
    Close,
    /// Something to do, and now.
    Reopen,
    /// Away with them.
    Delete,
    /// There again.
    Restore,
    /// Given to an agent, or to nobody.
    Assign {
        /// Who shall answer.
        to: Option<AgentId>,
    },
    /// Given to a team, or to everyone.
    Transfer {
        /// Whose they shall be.
        to: Option<TeamId>,
    },
    /// Something that a workspace wants to know of its conversations.
    SetAttribute {
        /// Which.
        attribute: AttributeId,
        /// What is known; nothing, if nothing is.
        value: Option<Value>,
    },
    /// Labels put on and taken off.
    Label {
        /// To be on it.
        add: Vec<LabelId>,
        /// To be off it.
        remove: Vec<LabelId>,
    },
    /// Put off.
    Snooze {
        /// What brings it back.
        until: Snooze,
    },
}

/// To which conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Targets {
    /// These, at most [`THESE_MAX`].
    These(Vec<ConversationId>),
    /// All that are in this list at that moment.
    Matching(View),
}

/// What can be wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The same for many.
    Start {
        /// What.
        what: What,
        /// To which.
        targets: Targets,
    },
    /// Takes back what one changed, where nobody has changed it since.
    Undo {
        /// Which.
        of: BulkId,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It began.
    Started,
    /// Some are done.
    WentOn,
    /// All are done.
    Finished,
    /// It is long over.
    Forgotten,
}

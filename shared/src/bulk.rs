//! The same for many conversations at once: a job that its owner can follow, and take back.

use serde::{Deserialize, Serialize};

use crate::attribute::Value;
use crate::conversation::Snooze;
use crate::ids::{AgentId, AttributeId, BulkId, ConversationId, LabelId, TeamId};
use crate::reads::Loads;
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
    /// Shared out among these: each to who has least to do when its turn comes ([`next_of`]). Who is among them and has it
    /// already keeps it.
    Share {
        /// At least one.
        among: Vec<AgentId>,
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

/// Who of these is next: who has least to do, and of equals who was named first.
pub fn next_of(among: &[AgentId], loads: &Loads) -> Option<AgentId> {
    among.iter().copied().min_by_key(|it| loads.get(it).copied().unwrap_or_default())
}

/// How many each of these would get of so many, in their order.
pub fn shares(among: &[AgentId], loads: &Loads, many: u32) -> Vec<(AgentId, u32)> {
    let mut then = loads.clone();
    let mut shares: Vec<_> = among.iter().map(|it| (*it, 0)).collect();
    for _ in 0..many {
        let Some(next) = next_of(among, &then) else { break };
        *then.entry(next).or_default() += 1;
        if let Some((_, share)) = shares.iter_mut().find(|it| it.0 == next) {
            *share += 1;
        }
    }
    shares
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

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(n: u64) -> AgentId {
        AgentId(ulid::Ulid::from_parts(n, 0))
    }

    #[test]
    fn who_has_least_gets_most_and_nobody_is_left_with_more_than_another_could_take() {
        let (ana, ben, cyd) = (agent(1), agent(2), agent(3));
        let loads = Loads::from([(ana, 5), (ben, 2)]);
        assert_eq!(shares(&[ana, ben, cyd], &loads, 6), [(ana, 0), (ben, 2), (cyd, 4)]);
        assert_eq!(shares(&[ana, ben, cyd], &loads, 9), [(ana, 1), (ben, 3), (cyd, 5)]);
        assert_eq!(shares(&[ben], &loads, 3), [(ben, 3)]);
        assert_eq!(shares(&[], &loads, 3), []);
    }
}

//! What follows a call: whoever talked writes down what came of it, for a while in which nothing rings at theirs (after-call
//! work). It ends by what they say, or by itself.

use serde::{Deserialize, Serialize};

use crate::ids::{AgentId, CallId, ConversationId, NoteId, OutcomeId};
use crate::time::{Millis, Timestamp};

/// For how many seconds one has it, where nobody has said so.
pub const WRAP_UP: u16 = 60;
/// Most seconds that can be said.
pub const WRAP_UP_MAX: u16 = 30 * 60;
/// The longest that somebody can make it, however often they ask for more time.
pub const WRAPS_MAX: Millis = Millis::minutes(30);
/// Most outcomes of a workspace, archived ones included: clients keep them all.
pub const OUTCOMES_MAX: usize = 100;

/// What follows a call that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// Whose it is: who talked last.
    pub by: AgentId,
    /// Since when it is done; nothing while it goes on.
    pub done: Option<Timestamp>,
    /// What came of the call, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// Their note about it, if they wrote one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteId>,
}

/// That somebody has something to do after a call. Nothing rings at theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapUp {
    /// Where, and after which call; they alone are told.
    pub of: Option<(ConversationId, CallId)>,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// How a workspace deals with calls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSettings {
    /// How many seconds one has after a call; with 0 it is over when it is over.
    pub wrap_up: u16,
    /// What can have come of a call, in the order in which it is offered.
    pub outcomes: Vec<Outcome>,
    /// Counts up with each change.
    pub version: u32,
}

/// Something that can have come of a call (its disposition).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Made by who added it.
    pub id: OutcomeId,
    /// Shown in threads; unique.
    pub name: String,
    /// Not offered any more. Calls keep it.
    pub archived: bool,
}

/// What can be said of how calls are dealt with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// How long one has after a call.
    SetWrapUp {
        /// At most [`WRAP_UP_MAX`]; 0 for not at all.
        seconds: u16,
    },
    /// Something else can have come of a call.
    AddOutcome {
        /// Which.
        id: OutcomeId,
        /// Unique.
        name: String,
    },
    /// It is called otherwise, also where it was said before.
    RenameOutcome {
        /// Which.
        id: OutcomeId,
        /// Unique.
        name: String,
    },
    /// It is offered no more.
    ArchiveOutcome {
        /// Which.
        id: OutcomeId,
    },
    /// It is offered again.
    RestoreOutcome {
        /// Which.
        id: OutcomeId,
    },
}

impl Default for CallSettings {
    fn default() -> Self {
        Self { wrap_up: WRAP_UP, outcomes: vec![], version: 0 }
    }
}

impl CallSettings {
    /// What is offered.
    pub fn offered(&self) -> impl Iterator<Item = &Outcome> {
        self.outcomes.iter().filter(|it| !it.archived)
    }

    /// One of them, also if it is offered no more.
    pub fn outcome(&self, id: OutcomeId) -> Option<&Outcome> {
        self.outcomes.iter().find(|it| it.id == id)
    }
}

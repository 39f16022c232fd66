//! Which conversations someone sees.

use serde::{Deserialize, Serialize};

use crate::conversation::Scope;
use crate::ids::{AgentId, TeamId};
use crate::words::words;

/// Which conversations someone may see, besides those that they follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Only those assigned to them.
    Own,
    /// Theirs, and those that nobody has.
    Unassigned,
    /// Theirs, those of their teams, and those of no team.
    Team,
    /// Every one.
    All,
}

impl Visibility {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Own, Self::Unassigned, Self::Team, Self::All];

    /// Whether it lets `me`, who is in these teams, see what has this scope.
    pub fn shows(self, scope: &Scope, me: AgentId, teams: &[TeamId]) -> bool {
        let mine = scope.assignee == Some(me) || scope.followers.contains(&me);
        match self {
            Self::All => true,
            Self::Team => mine || scope.team.is_none_or(|team| teams.contains(&team)),
            Self::Unassigned => mine || scope.assignee.is_none(),
            Self::Own => mine,
        }
    }

    /// Whether who has this one sees everything that the other shows, so that they can give it to somebody.
    pub fn covers(self, other: Self) -> bool {
        self == other || self == Self::All || other == Self::Own
    }
}

words!(Visibility { Own = "own", Unassigned = "unassigned", Team = "team", All = "all" });

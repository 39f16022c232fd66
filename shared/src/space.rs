//! Spaces: conditions on conversations that somebody keeps under a name, for themselves or for others.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::ids::{AgentId, BadId, SpaceId, TeamId};
use crate::view::View;
use crate::words::words;

/// Most spaces of one person, and most that are shared: together with the lists that everyone has they are all counted
/// live, and a socket watches at most [`crate::protocol::WATCH_MAX`].
pub const SPACES_MAX: usize = 40;

/// Conditions under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    /// Made by who created it.
    pub id: SpaceId,
    /// Who made it.
    pub owner: AgentId,
    /// Shown beside its icon.
    pub name: String,
    /// How it is told from others at a glance.
    pub icon: Icon,
    /// How it is told from others at a glance.
    pub colour: Colour,
    /// Which conversations, in which order.
    pub view: View,
    /// Who has it.
    pub audience: Audience,
    /// Its place among those of its owner, or among the shared ones.
    pub place: u32,
    /// Counts up with each change.
    pub version: u32,
}

/// Who has a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Its owner.
    Owner,
    /// Everyone in this team.
    Team(TeamId),
    /// Everyone.
    Everyone,
}

impl Audience {
    /// Whether others have it too.
    pub const fn shared(self) -> bool {
        !matches!(self, Self::Owner)
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("owner"),
            Self::Everyone => f.write_str("everyone"),
            Self::Team(id) => id.fmt(f),
        }
    }
}

impl FromStr for Audience {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        Ok(match text {
            "owner" => Self::Owner,
            "everyone" => Self::Everyone,
            id => Self::Team(id.parse()?),
        })
    }
}

/// A picture for a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// Some of many.
    Filter,
    /// A label.
    Tag,
    /// What comes in.
    Inbox,
    /// What takes time.
    Clock,
    /// What is urgent.
    Alert,
    /// What is asked.
    Question,
    /// Orders.
    Cart,
    /// One person.
    Person,
    /// Several people.
    People,
    /// Calls.
    Phone,
    /// A place.
    Pin,
    /// Papers.
    File,
    /// Good news.
    Smile,
    /// The night.
    Moon,
}

impl Icon {
    /// All there are, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::Filter,
        Self::Tag,
        Self::Inbox,
        Self::Clock,
        Self::Alert,
        Self::Question,
        Self::Cart,
        Self::Person,
        Self::People,
        Self::Phone,
        Self::Pin,
        Self::File,
        Self::Smile,
        Self::Moon,
    ];
}

words!(Icon {
    Filter = "filter",
    Tag = "tag",
    Inbox = "inbox",
    Clock = "clock",
    Alert = "alert",
    Question = "question",
    Cart = "cart",
    Person = "person",
    People = "people",
    Phone = "phone",
    Pin = "pin",
    File = "file",
    Smile = "smile",
    Moon = "moon",
});

/// What a space is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// Shown beside its icon.
    pub name: String,
    /// A picture.
    pub icon: Icon,
    /// Its colour.
    pub colour: Colour,
    /// Which conversations, in which order.
    pub view: View,
    /// Who has it.
    pub audience: Audience,
}

/// What can be done about a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new one, below the others.
    Create(Looks),
    /// To be otherwise.
    Change(Looks),
    /// To another place among its like; those between move up or down.
    Move {
        /// From 0; beyond the end is the end.
        to: u32,
    },
    /// Away with it.
    Delete,
}

/// What happened to a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// It exists.
    Created,
    /// It is otherwise.
    Changed,
    /// It stands elsewhere, and so do those that it passed.
    Moved,
    /// It is gone.
    Deleted,
}

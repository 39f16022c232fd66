//! People who answer.

use serde::{Deserialize, Serialize};

use crate::allocation::Hours;
use crate::availability::{Availability, Heard};
use crate::call::WrapUp;
use crate::ids::{AgentId, TeamId};
use crate::permission::{Rights, Role, Visibility};
use crate::shift::Shift;
use crate::time::Timestamp;

/// Longest name of a person or a team, in characters.
pub const NAME_MAX: usize = 80;
/// Shortest password, in characters (OWASP ASVS 5.0, 6.2.1).
pub const PASSWORD_MIN: usize = 12;
/// Longest password, in bytes: argon2 is not a way to keep us busy.
pub const PASSWORD_MAX: usize = 256;

/// A person who answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Never reused, also not after the agent has left.
    pub id: AgentId,
    /// As colleagues see it.
    pub name: String,
    /// Present for those who administer, and for oneself.
    pub email: Option<String>,
    /// What they are.
    pub role: Role,
    /// What they may do: what their role says.
    #[serde(default)]
    pub rights: Rights,
    /// Which conversations they may see.
    pub visibility: Visibility,
    /// The teams they answer in.
    pub teams: Vec<TeamId>,
    /// False once they have left: they can't log in, their messages keep their name.
    pub active: bool,
    /// Whether they have chosen a password.
    pub joined: bool,
    /// Whether they can be given work.
    #[serde(default)]
    pub availability: Availability,
    /// Since when that is so.
    #[serde(default)]
    pub available_since: Timestamp,
    /// Since when they are in a call: talk, or wait for a customer to answer.
    #[serde(default)]
    pub in_call: Option<Timestamp>,
    /// What they have to do after a call.
    #[serde(default)]
    pub wrap_up: Option<WrapUp>,
    /// When they work, if that is said.
    #[serde(default)]
    pub shift: Option<Shift>,
    /// Counts up with each change.
    pub version: u32,
}

/// What can be done about an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new colleague; they choose a password through the invitation link.
    Invite {
        /// As colleagues will see it.
        name: String,
        /// What they log in with.
        email: String,
        /// What they may do.
        role: Role,
        /// Which conversations they may see.
        visibility: Visibility,
        /// The teams they answer in.
        teams: Vec<TeamId>,
    },
    /// Changes what they may do and see.
    SetRights {
        /// What they may do.
        role: Role,
        /// Which conversations they may see.
        visibility: Visibility,
        /// The teams they answer in.
        teams: Vec<TeamId>,
    },
    /// Lets them no longer in, and ends all their sessions.
    Deactivate,
    /// Lets them in again.
    Reactivate,
    /// At work, or not now. Offline and idle come by themselves.
    SetAvailability {
        /// Whether they can be given work.
        to: Availability,
    },
    /// When they work. Outside of it they are given nothing, and what waits for them goes on to others.
    SetHours {
        /// Whenever they are online, if there is nothing.
        hours: Option<Hours>,
    },
}

/// What happened to an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Was added; by themselves when they are the first.
    Invited,
    /// Chose a password.
    Joined,
    /// Role, visibility or teams changed.
    RightsChanged,
    /// Can no longer log in.
    Deactivated,
    /// Can log in again.
    Reactivated,
    /// Can or can't be given work from now on.
    AvailabilityChanged {
        /// What they were.
        from: Availability,
        /// What they are.
        to: Availability,
    },
    /// Work at other times.
    HoursSet,
    /// Their hours have begun.
    ShiftBegan,
    /// Their hours are over.
    ShiftEnded,
    /// Keep what they have although their hours are over, as they have taken some by hand.
    Stays,
    /// Are in a call from now on, or no more.
    InCall {
        /// Whether they are.
        on: bool,
    },
    /// Have something to do after a call from now on, for longer, or no more.
    WrapsUp {
        /// Whether they have.
        on: bool,
    },
}

impl Agent {
    /// Whether they can be given work, with what is heard of their tabs.
    #[must_use]
    pub fn hearing(&self, heard: Heard) -> Availability {
        match self.availability.hearing(heard) {
            Availability::Online | Availability::IDLE if self.rests() => Availability::OVER,
            other => other,
        }
    }

    /// Whether their hours say that they are given no work now.
    pub fn rests(&self) -> bool {
        self.shift.as_ref().is_some_and(Shift::rests)
    }

    /// Since when they are gone, if they are: offline, or their hours are over.
    pub fn gone(&self) -> Option<Timestamp> {
        let offline = self.availability == Availability::Offline;
        let since = offline.then_some(self.available_since);
        since.into_iter().chain(self.shift.as_ref().and_then(Shift::gone)).min()
    }
}

//! What can be done about a call, and what happened to it.

use serde::{Deserialize, Serialize};

use super::Mode;
use crate::ids::{AgentId, CallId, NoteId, OutcomeId, TeamId};

/// What can be done about a call, and after it. Who wants to talk asks elsewhere: see [`super::Join`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It shall not ring at mine any more.
    Decline {
        /// Which.
        call: CallId,
    },
    /// It is over; if colleagues are there I leave, and it goes on with them.
    HangUp {
        /// Which.
        call: CallId,
    },
    /// The customer hears music, or me again.
    Hold {
        /// Which.
        call: CallId,
        /// Music.
        on: bool,
    },
    /// Somebody else goes on with it; if nobody does, it comes back to me.
    Hand {
        /// Which.
        call: CallId,
        /// Who.
        to: To,
    },
    /// A colleague shall be asked, while the customer hears music.
    Ask {
        /// Which.
        call: CallId,
        /// Whom.
        who: AgentId,
    },
    /// The customer, my colleagues and I all hear each other.
    Together {
        /// Which.
        call: CallId,
    },
    /// Whoever I asked last leaves, or is asked no more, and the customer hears me again.
    Back {
        /// Which.
        call: CallId,
    },
    /// A colleague who is there has it from now on, and I leave.
    Pass {
        /// Which.
        call: CallId,
        /// Who.
        to: AgentId,
    },
    /// By whom I am heard who listen in.
    BeHeard {
        /// In which.
        call: CallId,
        /// By whom.
        mode: Mode,
    },
    /// I listen in no more.
    Leave {
        /// Which.
        call: CallId,
    },
    /// The tones of keys, for whom a machine answers.
    Dial {
        /// Which.
        call: CallId,
        /// Of `0123456789*#`, at most [`super::DIGITS_MAX`].
        digits: String,
    },
    /// I have done what there was to do after it.
    WrapUp {
        /// Which.
        call: CallId,
        /// What came of it.
        outcome: Option<OutcomeId>,
        /// My note about it.
        note: Option<NoteId>,
    },
    /// I need longer after it: as long again.
    MoreTime {
        /// Which.
        call: CallId,
    },
}

/// Who goes on with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// A colleague.
    Agent(AgentId),
    /// Whoever of a team answers first.
    Team(TeamId),
}

impl Action {
    /// Which call it is about.
    pub const fn call(&self) -> CallId {
        match self {
            Self::Decline { call }
            | Self::HangUp { call }
            | Self::Hold { call, .. }
            | Self::Hand { call, .. }
            | Self::Ask { call, .. }
            | Self::Together { call }
            | Self::Back { call }
            | Self::Pass { call, .. }
            | Self::BeHeard { call, .. }
            | Self::Leave { call }
            | Self::Dial { call, .. }
            | Self::WrapUp { call, .. }
            | Self::MoreTime { call } => *call,
        }
    }
}

/// What happened to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A customer calls.
    Offered,
    /// One of us calls.
    Dialed,
    /// It rings at the customer's.
    RingsThere,
    /// It rings at others than before.
    Rings,
    /// Somebody wants to hear no more of it.
    Declined,
    /// Both sides are there.
    Answered,
    /// Whoever talks does so in another tab.
    Moved,
    /// The customer hears music, or no more.
    Held {
        /// Music.
        on: bool,
    },
    /// Somebody else shall go on with it.
    Handed {
        /// Who.
        to: To,
    },
    /// A colleague is asked.
    Asked {
        /// Who.
        who: AgentId,
    },
    /// A colleague who was asked is there.
    Advises,
    /// The customer hears all who are there.
    Together,
    /// Who was asked last is let go, and the customer hears the others again.
    Back,
    /// A colleague who was there has it now.
    Passed {
        /// Who.
        to: AgentId,
    },
    /// A colleague is there no more, or did not come.
    Parted,
    /// Whoever talked is gone.
    Lost,
    /// Keys were pressed.
    Dialled {
        /// Which.
        digits: String,
    },
    /// WhatsApp told us how to send sound to the customer.
    Connected,
    /// It is over.
    Ended,
    /// Somebody listens in.
    Listens,
    /// Who listens in is heard by others than before.
    Heard,
    /// Somebody listens in no more.
    Left,
    /// It is not recorded after all.
    Unrecorded,
    /// There is a recording of it.
    Kept,
    /// The recording's time had come.
    Forgotten,
    /// What there was to do after it is done, or its time is over; or something else came of it than was said.
    WrappedUp,
}

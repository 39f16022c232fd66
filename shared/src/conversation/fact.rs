//! What happened to a conversation, for threads, toasts and automations. It is never needed to be right.

use serde::{Deserialize, Serialize};

use super::Snooze;
use crate::attribute::Value;
use crate::ids::{AgentId, AttributeId, LabelId, RuleId, TeamId};
use crate::source::Ad;
use crate::time::Timestamp;

/// What happened to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Given from one to another.
    Assigned {
        /// Who had it.
        from: Option<AgentId>,
        /// Who has it.
        to: Option<AgentId>,
    },
    /// Somebody asked whoever has it for it.
    Asked {
        /// Who has it.
        of: AgentId,
    },
    /// Whoever asked does not any more.
    Unasked,
    /// Whoever has it keeps it.
    Kept {
        /// Who asked.
        from: AgentId,
    },
    /// Given to who asked for it.
    Ceded {
        /// Who had it.
        from: AgentId,
        /// Who has it.
        to: AgentId,
        /// Whether whoever had it said nothing.
        silent: bool,
    },
    /// Given by a rule, from one to another, or to where somebody picks it up.
    Given {
        /// Who had it.
        from: Option<AgentId>,
        /// Who has it.
        to: Option<AgentId>,
        /// Whose it became, if that changed.
        team: Option<TeamId>,
        /// By which.
        rule: RuleId,
    },
    /// Nobody has answered for too long, as a rule sees it.
    Unanswered {
        /// For how long, in minutes.
        minutes: u16,
        /// Whether leads are told, and not who has it.
        leads: bool,
        /// By which.
        rule: RuleId,
    },
    /// Another program was told, by a rule, that nobody has answered.
    Called {
        /// For how long, in minutes.
        minutes: u16,
        /// By which.
        rule: RuleId,
        /// Why it could not be told, if it could not.
        problem: Option<String>,
    },
    /// Another team's, or everyone's.
    Transferred {
        /// Whose it was.
        from: Option<TeamId>,
        /// Whose it is.
        to: Option<TeamId>,
    },
    /// Leads should look at it.
    Escalated {
        /// Why.
        reason: String,
    },
    /// A lead has looked at it.
    Settled,
    /// Colleagues who could not see it were mentioned, and follow it from now on.
    BroughtIn {
        /// Who.
        who: Vec<AgentId>,
    },
    /// Somebody who sees it follows it from now on.
    Followed {
        /// Who.
        who: Vec<AgentId>,
    },
    /// Somebody does not follow it any more.
    LetGo {
        /// Who.
        who: AgentId,
    },
    /// Nobody has answered, and before long we can't write freely any more.
    ClosesSoon {
        /// Until when we can.
        until: Timestamp,
    },
    /// Deleted.
    Deleted {
        /// When it is erased.
        until: Timestamp,
    },
    /// There again: somebody restored it, or the customer wrote.
    Restored,
    /// Gone for good, with everything that was said.
    Erased,
    /// Closed.
    Closed,
    /// Opened again.
    Reopened,
    /// Put off.
    Snoozed {
        /// What brings it back.
        until: Snooze,
    },
    /// Came back: its time had come, or the customer wrote.
    Woke,
    /// To be looked at again.
    MarkedUnread,
    /// Other labels are on it.
    Labelled {
        /// Which were not.
        added: Vec<LabelId>,
        /// Which are no longer.
        removed: Vec<LabelId>,
    },
    /// Something else is known of it.
    Attributed {
        /// Of what.
        attribute: AttributeId,
        /// What was known.
        from: Option<Value>,
        /// What is.
        to: Option<Value>,
    },
    /// The reply was taken over.
    TookOver {
        /// From whom; from nobody when it had just become free.
        from: Option<AgentId>,
    },
    /// Who answers now goes on with what another was writing.
    TookDraft {
        /// Whose.
        of: AgentId,
    },
    /// The customer came through an advertisement.
    CameThrough {
        /// Which.
        ad: Ad,
    },
    /// Looked at.
    Read,
}

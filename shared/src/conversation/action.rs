//! What can be done about a conversation.

use serde::{Deserialize, Serialize};

use super::Snooze;
use crate::attribute::Value;
use crate::ids::{AgentId, AttributeId, LabelId, MessageId, NoteId, TabId, TeamId};

/// What can be done about a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Gives it to an agent, or to nobody.
    Assign {
        /// Who shall answer.
        to: Option<AgentId>,
    },
    /// Gives it to an agent and tells them something, in one step: a note in which they are mentioned.
    HandOver {
        /// Who shall answer.
        to: AgentId,
        /// Made by who writes it.
        note: NoteId,
        /// What they should know.
        text: String,
    },
    /// What whoever answered before me was writing is mine to go on with; they are named in the thread.
    TakeDraft {
        /// Whose.
        of: AgentId,
    },
    /// It is mine, if it is nobody's: of many who want it at once one gets it.
    Claim,
    /// I would like to have it from whoever has it: it is mine after [`super::ASKED`], unless they keep it.
    Ask {
        /// Who has it.
        of: AgentId,
    },
    /// I don't want it any more.
    Unask,
    /// It stays mine, although somebody asks for it.
    Keep {
        /// Who asks.
        from: AgentId,
    },
    /// Who asks for what is mine gets it at once.
    Cede {
        /// Who asks.
        to: AgentId,
    },
    /// Gives it to a team, or to everyone. Who answers and is not in that team does not answer any more.
    Transfer {
        /// Whose it shall be.
        to: Option<TeamId>,
    },
    /// Leads should look at it.
    Escalate {
        /// Why.
        reason: String,
    },
    /// A lead has looked at it, and it needs nobody else.
    Settle,
    /// I want to see it from now on, whoever's it becomes.
    Follow,
    /// I don't any more. Who saw it only because they followed does not see it from now on.
    Unfollow,
    /// Somebody else does not follow any more.
    LetGo {
        /// Who.
        who: AgentId,
    },
    /// These follow it again, also who saw it by that alone: to take back what closing ended. Whoever could mention them may.
    BringBack {
        /// Who.
        who: Vec<AgentId>,
    },
    /// Away with it: nobody sees it any more but who may restore it, and after [`super::DELETED_KEPT`] it is erased.
    Delete,
    /// As it was before it was deleted.
    Restore,
    /// Nothing to do until the customer writes again.
    Close,
    /// Something to do after all, and now.
    Reopen,
    /// Something to do, but not now.
    Snooze {
        /// What brings it back.
        until: Snooze,
    },
    /// Somebody should look at it, although somebody has.
    Unread,
    /// Puts labels on it and takes labels off. What is so already stays so.
    Label {
        /// To be on it.
        add: Vec<LabelId>,
        /// To be off it.
        remove: Vec<LabelId>,
    },
    /// Something that a workspace wants to know of its conversations.
    SetAttribute {
        /// Which.
        attribute: AttributeId,
        /// What is known; nothing, if nothing is.
        value: Option<Value>,
    },
    /// The reply is mine from now on, whoever was writing one: what they send without having seen this is refused.
    TakeOver {
        /// In which tab I write.
        tab: TabId,
    },
    /// I have looked at everything up to here.
    Read {
        /// The latest message that I saw.
        through: MessageId,
    },
}

//! What rules have to know of the latest time that a customer began to write: with what, who had the conversation then,
//! and who has had it since.

use serde::{Deserialize, Serialize};
use shared::conversation::Conversation;
use shared::ids::{AgentId, ConversationId, MessageId, RuleId};
use shared::message::Message;
use shared::time::Timestamp;

use super::rows;
use crate::error::Result;
use crate::store::Writer;

/// From when a customer begins to write until it is closed and they write again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Episode {
    /// What they began with.
    pub message: Option<MessageId>,
    /// When, by WhatsApp's time.
    pub opened: Timestamp,
    /// Who had the conversation then.
    pub had: Option<AgentId>,
    /// Whether somebody gave it to a team by hand since.
    pub moved: bool,
    /// Who has had it since and is not given it again.
    pub tried: Vec<AgentId>,
    /// To whom a rule gave it.
    pub given: Option<Given>,
    /// For which waiting who has it was told.
    pub warned: Option<Timestamp>,
    /// For which waiting leads were told.
    pub told: Option<Timestamp>,
    /// For which waiting another program was told.
    pub called: Option<Timestamp>,
}

/// That a rule gave a conversation to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// By which.
    pub rule: RuleId,
    /// To whom.
    pub to: AgentId,
    /// When.
    pub at: Timestamp,
}

impl Episode {
    /// Whether the customer is back with who had it before, and nobody has looked at that yet.
    pub fn back(&self, waiting: Option<Timestamp>, assignee: Option<AgentId>) -> bool {
        let unanswered = waiting.is_some_and(|since| since <= self.opened);
        unanswered && self.given.is_none() && self.had.is_some() && self.had == assignee
    }
}

/// A customer writes: anew when the conversation was closed, or for the first time when nobody has kept that yet.
pub fn begins(
    writer: &mut Writer<'_>,
    it: &Conversation,
    message: &Message,
    (closed, silent): (bool, bool),
) -> Result<()> {
    let had = it.assignee.filter(|_| closed);
    let new = Episode { message: Some(message.id), opened: message.at, had, ..Episode::default() };
    if closed {
        return rows::keep(writer, it.id, &new);
    }
    if silent && rows::episode(writer.conn(), it.id)?.is_none() {
        return rows::keep(writer, it.id, &new);
    }
    Ok(())
}

/// Somebody took it from an agent: rules don't give it to them again.
pub fn gave_back(writer: &mut Writer<'_>, id: ConversationId, agent: AgentId) -> Result<()> {
    let mut episode = rows::episode(writer.conn(), id)?.unwrap_or_default();
    if !episode.tried.contains(&agent) {
        episode.tried.push(agent);
    }
    rows::keep(writer, id, &episode)
}

/// Somebody gave it to a team: rules leave it there.
pub fn moved(writer: &mut Writer<'_>, id: ConversationId) -> Result<()> {
    let episode = rows::episode(writer.conn(), id)?.unwrap_or_default();
    rows::keep(writer, id, &Episode { moved: true, ..episode })
}

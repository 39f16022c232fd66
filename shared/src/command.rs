//! What someone wants.

use serde::{Deserialize, Serialize};

use crate::answer::Seen;
use crate::chat::Begin;
use crate::event::Seq;
use crate::ids::{
    AgentId, AttributeId, BulkId, CommandId, ConversationId, LabelId, NumberId, QuickReplyId,
    RoleId, SpaceId, TeamId,
};
use crate::{
    agent, allocation, attribute, bulk, call, contact, conversation, label, mention, message, note,
    number, quick_reply, role, space, team,
};

/// One thing someone wants. Sent again with the same id, it happens once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Made by who wants it.
    pub id: CommandId,
    /// What they want.
    pub action: Action,
    /// What they had seen, when they answer a customer: refused if others of us have answered since. Without it they
    /// answer whatever was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

/// What someone wants, and of which subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A conversation with somebody who has not written; its id is made by who begins it.
    Begin(ConversationId, Begin),
    /// Of a conversation.
    Conversation(ConversationId, conversation::Action),
    /// In the thread of a conversation.
    Message(ConversationId, message::Action),
    /// With the notes in the thread of a conversation.
    Note(ConversationId, note::Action),
    /// About a call in a conversation.
    Call(ConversationId, call::Action),
    /// About where I was mentioned in a conversation.
    Mention(ConversationId, mention::Action),
    /// Of the contact of a conversation.
    Contact(ConversationId, contact::Action),
    /// Of an agent; a new one's id is made by who invites them.
    Agent(AgentId, agent::Action),
    /// Of a role; a new one's id is made by who creates it.
    Role(RoleId, role::Action),
    /// Of a team; a new one's id is made by who creates it.
    Team(TeamId, team::Action),
    /// Of a number; a new one's id is made by who adds it.
    Number(NumberId, number::Action),
    /// Of a label; a new one's id is made by who creates it.
    Label(LabelId, label::Action),
    /// Of a space; a new one's id is made by who creates it.
    Space(SpaceId, space::Action),
    /// Of a quick reply; a new one's id is made by who creates it.
    QuickReply(QuickReplyId, quick_reply::Action),
    /// Of an attribute; a new one's id is made by who creates it.
    Attribute(AttributeId, attribute::Action),
    /// Of many conversations; the id is made by who wants it.
    Bulk(BulkId, bulk::Action),
    /// Of who gets what by itself.
    Allocation(allocation::Action),
    /// Of how calls are dealt with.
    CallSettings(call::Setting),
}

/// Done; you will see it at this place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The head of the log after the command.
    pub seq: Seq,
}

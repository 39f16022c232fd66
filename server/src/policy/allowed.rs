//! What may be done, once somebody has been asked whether it may.

use shared::chat::Begin;
use shared::conversation::{self, Conversation};
use shared::ids::{
    AgentId, AttributeId, BulkId, ConversationId, LabelId, NumberId, QuickReplyId, RoleId, SpaceId,
    TeamId,
};
use shared::space::{Action as SpaceAction, Space};
use shared::{
    agent, allocation, attribute, bulk, call, contact, label, mention, message, note, number,
    quick_reply, role, team,
};

/// An action that its actor may do, with its subject loaded.
pub enum Allowed {
    /// A conversation that is not there yet.
    Begin(ConversationId, Begin),
    /// Of a conversation.
    Conversation(Conversation, conversation::Action),
    /// In a thread.
    Message(Conversation, message::Action),
    /// With the notes of a thread.
    Note(Conversation, note::Action),
    /// About a call in a conversation.
    Call(Conversation, call::Action),
    /// About where the actor was mentioned in a conversation.
    Mention(ConversationId, mention::Action),
    /// Of a quick reply.
    QuickReply(QuickReplyId, quick_reply::Action),
    /// Of the contact of a conversation.
    Contact(Conversation, contact::Action),
    /// Of an agent.
    Agent(AgentId, agent::Action),
    /// Of a role.
    Role(RoleId, role::Action),
    /// Of a team.
    Team(TeamId, team::Action),
    /// Of a number.
    Number(NumberId, number::Action),
    /// Of an attribute.
    Attribute(AttributeId, attribute::Action),
    /// Of a label.
    Label(LabelId, label::Action),
    /// Of many conversations.
    Bulk(BulkId, bulk::Action),
    /// Of who gets what by itself.
    Allocation(allocation::Action),
    /// Of how calls are dealt with.
    CallSettings(call::Setting),
    /// Of a space, which is there unless it is new.
    Space(SpaceId, Option<Space>, SpaceAction),
}

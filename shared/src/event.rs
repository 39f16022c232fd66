//! What happened, and what is now.
//!
//! The entities alone make a client right; the fact is for people and automations.

use serde::{Deserialize, Serialize};

use crate::activity::Activity;
use crate::agent::{self, Agent};
use crate::allocation::{self, Allocation};
use crate::attribute::{self, Attribute};
use crate::bulk::{self, Bulk};
use crate::call::{self, Call, CallSettings};
use crate::contact;
use crate::conversation::{self, Conversation};
use crate::held::Held;
use crate::ids::{
    ActivityId, AgentId, AttributeId, BulkId, CallId, ContactId, ConversationId, LabelId,
    MentionId, MessageId, NoteId, NumberId, QuickReplyId, RoleId, SpaceId, TeamId,
};
use crate::label::{self, Label};
use crate::mention::{self, Mention};
use crate::message::{self, Delivery, Message};
use crate::note::{self, Note};
use crate::number::{self, Number};
use crate::quick_reply::{self, QuickReply};
use crate::role::{self, CustomRole};
use crate::session;
use crate::space::{self, Space};
use crate::team::{self, Team};
use crate::time::Timestamp;

/// The place of an event in the log: 1, 2, 3, …
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// One viewer's part of one line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the log.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened: for toasts, timelines and automations, never needed to be right.
    pub fact: Option<Fact>,
    /// What is now: whole entities, to be stored as they are.
    pub now: Vec<Entity>,
    /// What this viewer no longer sees.
    pub gone: Vec<EntityId>,
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// One of us.
    Agent(AgentId),
    /// A customer, through WhatsApp.
    Contact(ContactId),
    /// Nobody: a job, WhatsApp, a setting.
    System,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// To a conversation.
    Conversation(conversation::Fact),
    /// To a message.
    Message(message::Fact),
    /// To a contact.
    Contact(contact::Fact),
    /// To an agent.
    Agent(agent::Fact),
    /// To a team.
    Team(team::Fact),
    /// To a role.
    Role(role::Fact),
    /// To a number.
    Number(number::Fact),
    /// To a label.
    Label(label::Fact),
    /// To a note.
    Note(note::Fact),
    /// To a call.
    Call(CallId, call::Fact),
    /// To how calls are dealt with.
    CallSettings,
    /// To a mention.
    Mention(mention::Fact),
    /// To a space.
    Space(space::Fact),
    /// To a quick reply.
    QuickReply(quick_reply::Fact),
    /// To many conversations.
    Bulk(bulk::Fact),
    /// To an attribute.
    Attribute(attribute::Fact),
    /// To who gets what by itself.
    Allocation(allocation::Fact),
    /// To a session.
    Session(session::Fact),
}

/// Something that clients keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// A thread.
    Conversation(Conversation),
    /// What a thread tells.
    Activity(Activity),
    /// A message.
    Message(Message),
    /// How far a message got.
    Delivery(Delivery),
    /// A message that waits.
    Held(Box<Held>),
    /// A colleague.
    Agent(Agent),
    /// A team.
    Team(Team),
    /// A role of our own.
    Role(CustomRole),
    /// A number of ours.
    Number(Number),
    /// A word on conversations.
    Label(Label),
    /// What colleagues tell each other.
    Note(Note),
    /// A call.
    Call(Box<Call>),
    /// That somebody was mentioned.
    Mention(Mention),
    /// Conditions under a name.
    Space(Space),
    /// A text that is written often.
    QuickReply(QuickReply),
    /// The same for many conversations.
    Bulk(Bulk),
    /// A field of our own.
    Attribute(Attribute),
    /// Who gets what by itself.
    Allocation(Box<Allocation>),
    /// How calls are dealt with.
    CallSettings(Box<CallSettings>),
}

/// Which entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityId {
    /// A thread.
    Conversation(ConversationId),
    /// What a thread tells.
    Activity(ActivityId),
    /// A message.
    Message(MessageId),
    /// How far a message got.
    Delivery(MessageId),
    /// A message that waits.
    Held(MessageId),
    /// A colleague.
    Agent(AgentId),
    /// A team.
    Team(TeamId),
    /// A role of our own.
    Role(RoleId),
    /// A number of ours.
    Number(NumberId),
    /// A word on conversations.
    Label(LabelId),
    /// What colleagues tell each other.
    Note(NoteId),
    /// A call.
    Call(CallId),
    /// That somebody was mentioned.
    Mention(MentionId),
    /// Conditions under a name.
    Space(SpaceId),
    /// A text that is written often.
    QuickReply(QuickReplyId),
    /// The same for many conversations.
    Bulk(BulkId),
    /// A field of our own.
    Attribute(AttributeId),
    /// Who gets what by itself.
    Allocation,
    /// How calls are dealt with.
    CallSettings,
}

impl Entity {
    /// Which one it is.
    pub const fn id(&self) -> EntityId {
        match self {
            Self::Conversation(it) => EntityId::Conversation(it.id),
            Self::Message(it) => EntityId::Message(it.id),
            Self::Delivery(it) => EntityId::Delivery(it.message),
            Self::Held(it) => EntityId::Held(it.id),
            Self::Agent(it) => EntityId::Agent(it.id),
            Self::Team(it) => EntityId::Team(it.id),
            Self::Role(it) => EntityId::Role(it.id),
            Self::Number(it) => EntityId::Number(it.id),
            Self::Label(it) => EntityId::Label(it.id),
            Self::Activity(it) => EntityId::Activity(it.id),
            Self::Note(it) => EntityId::Note(it.id),
            Self::Call(it) => EntityId::Call(it.id),
            Self::Mention(it) => EntityId::Mention(it.id),
            Self::Space(it) => EntityId::Space(it.id),
            Self::QuickReply(it) => EntityId::QuickReply(it.id),
            Self::Bulk(it) => EntityId::Bulk(it.id),
            Self::Attribute(it) => EntityId::Attribute(it.id),
            Self::Allocation(_) => EntityId::Allocation,
            Self::CallSettings(_) => EntityId::CallSettings,
        }
    }
}

//! What there is to look at in a picture.

use std::collections::BTreeMap;

use super::{List, State, Thread};
use crate::agent::Agent;
use crate::allocation::Allocation;
use crate::attribute::Attribute;
use crate::bulk::Bulk;
use crate::call::CallSettings;
use crate::conversation::Conversation;
use crate::ids::{
    AgentId, AttributeId, BulkId, ConversationId, LabelId, MentionId, NumberId, QuickReplyId,
    RoleId, SpaceId, TeamId,
};
use crate::label::Label;
use crate::mention::Mention;
use crate::number::Number;
use crate::protocol::Cursor;
use crate::quick_reply::QuickReply;
use crate::role::CustomRole;
use crate::space::Space;
use crate::team::Team;
use crate::time::Timestamp;
use crate::view::View;

impl State {
    /// Where this picture is in the log.
    pub const fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// Up to when the server told what time brings into lists.
    pub const fn told(&self) -> Timestamp {
        self.told
    }

    /// Whose picture it is.
    pub const fn me(&self) -> AgentId {
        self.me
    }

    /// All colleagues, also those who have left.
    pub const fn agents(&self) -> &BTreeMap<AgentId, Agent> {
        &self.agents
    }

    /// All roles of our own.
    pub const fn roles(&self) -> &BTreeMap<RoleId, CustomRole> {
        &self.roles
    }

    /// All teams.
    pub const fn teams(&self) -> &BTreeMap<TeamId, Team> {
        &self.teams
    }

    /// All our numbers.
    pub const fn numbers(&self) -> &BTreeMap<NumberId, Number> {
        &self.numbers
    }

    /// All labels, also archived ones.
    pub const fn labels(&self) -> &BTreeMap<LabelId, Label> {
        &self.labels
    }

    /// Who gets what by itself.
    pub const fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// How calls are dealt with.
    pub const fn call_settings(&self) -> &CallSettings {
        &self.call_settings
    }

    /// All attributes, also archived ones.
    pub const fn attributes(&self) -> &BTreeMap<AttributeId, Attribute> {
        &self.attributes
    }

    /// All quick replies, also archived ones.
    pub const fn quick_replies(&self) -> &BTreeMap<QuickReplyId, QuickReply> {
        &self.quick_replies
    }

    /// Where I was mentioned and have not looked, oldest first.
    pub const fn mentions(&self) -> &BTreeMap<MentionId, Mention> {
        &self.mentions
    }

    /// Mine, and those that are shared with me.
    pub const fn spaces(&self) -> &BTreeMap<SpaceId, Space> {
        &self.spaces
    }

    /// What I wanted for many conversations at once, of the last day.
    pub const fn bulks(&self) -> &BTreeMap<BulkId, Bulk> {
        &self.bulks
    }

    /// A conversation that is known.
    pub fn conversation(&self, id: ConversationId) -> Option<&Conversation> {
        self.conversations.get(&id)
    }

    /// Where somebody calls or is called, in the order of their ids.
    pub fn calls(&self) -> impl Iterator<Item = &Conversation> {
        self.calls.iter().filter_map(|id| self.conversations.get(id))
    }

    /// Where somebody asks whoever has it for it, in the order of their ids, as far as they are known.
    pub fn asked(&self) -> impl Iterator<Item = &Conversation> {
        self.asked.iter().filter_map(|id| self.conversations.get(id))
    }

    /// A list, as far as it is known.
    pub fn list(&self, view: &View) -> Option<&List> {
        self.lists.get(view)
    }

    /// The lists that are kept.
    pub fn views(&self) -> impl Iterator<Item = &View> {
        self.lists.keys()
    }

    /// How long a watched list is, also where it isn't known.
    pub fn count(&self, view: &View) -> Option<u64> {
        self.counts.get(view).copied()
    }

    /// A thread that is kept.
    pub fn thread(&self, id: ConversationId) -> Option<&Thread> {
        self.threads.get(&id)
    }

    /// The threads that are kept.
    pub fn threads(&self) -> impl Iterator<Item = (ConversationId, &Thread)> {
        self.threads.iter().map(|(id, thread)| (*id, thread))
    }
}

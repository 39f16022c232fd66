//! One client's picture. Applying the log's batches to it equals fetching everything again.
//!
//! It never asks and never sends; pages that were fetched are merged in, whenever they arrive.

mod gone;
pub mod keep;
mod list;
mod look;
mod part;
mod thread;
mod threads;

use std::collections::{BTreeMap, BTreeSet, HashMap};

pub use keep::Picture;
pub use list::List;
pub use part::{Part, Parts};
pub use thread::Thread;

use crate::agent::Agent;
use crate::allocation::Allocation;
use crate::attribute::Attribute;
use crate::bulk::Bulk;
use crate::call::CallSettings;
use crate::conversation::Conversation;
use crate::event::{Entity, Seq};
use crate::ids::{
    AgentId, AttributeId, BulkId, ConversationId, LabelId, MentionId, NumberId, QuickReplyId,
    RoleId, SpaceId, TeamId,
};
use crate::label::Label;
use crate::mention::Mention;
use crate::number::Number;
use crate::protocol::{Batch, Cursor};
use crate::quick_reply::QuickReply;
use crate::reads::Bootstrap;
use crate::role::CustomRole;
use crate::space::Space;
use crate::team::Team;
use crate::time::Timestamp;
use crate::view::View;

/// One client's picture.
#[derive(Clone, Debug)]
pub struct State {
    cursor: Cursor,
    /// As of when it began: pages that were asked for before that are of another picture.
    since: Cursor,
    me: AgentId,
    agents: BTreeMap<AgentId, Agent>,
    roles: BTreeMap<RoleId, CustomRole>,
    teams: BTreeMap<TeamId, Team>,
    numbers: BTreeMap<NumberId, Number>,
    labels: BTreeMap<LabelId, Label>,
    attributes: BTreeMap<AttributeId, Attribute>,
    quick_replies: BTreeMap<QuickReplyId, QuickReply>,
    /// Where I was mentioned and have not looked.
    mentions: BTreeMap<MentionId, Mention>,
    spaces: BTreeMap<SpaceId, Space>,
    bulks: BTreeMap<BulkId, Bulk>,
    allocation: Allocation,
    call_settings: CallSettings,
    conversations: HashMap<ConversationId, Conversation>,
    /// Where somebody calls or is called.
    calls: BTreeSet<ConversationId>,
    /// Where somebody asks whoever has it for it.
    asked: BTreeSet<ConversationId>,
    lists: BTreeMap<View, List>,
    threads: HashMap<ConversationId, Thread>,
    counts: BTreeMap<View, u64>,
    /// What time it is, as far as the server said so.
    now: Timestamp,
    /// Up to when we were told what time brings into lists.
    told: Timestamp,
    /// What went out of sight, and when: a page from before must not bring it back.
    left: HashMap<ConversationId, Seq>,
}

/// Something is missing between what we know and a batch: fetch the bootstrap again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap;

impl State {
    /// The picture as of a bootstrap.
    pub fn new(bootstrap: Bootstrap) -> Self {
        let mut state = Self {
            cursor: bootstrap.cursor,
            since: bootstrap.cursor,
            me: bootstrap.me,
            agents: bootstrap.agents.into_iter().map(|it| (it.id, it)).collect(),
            teams: bootstrap.teams.into_iter().map(|it| (it.id, it)).collect(),
            roles: bootstrap.roles.into_iter().map(|it| (it.id, it)).collect(),
            numbers: bootstrap.numbers.into_iter().map(|it| (it.id, it)).collect(),
            labels: bootstrap.labels.into_iter().map(|it| (it.id, it)).collect(),
            attributes: bootstrap.attributes.into_iter().map(|it| (it.id, it)).collect(),
            quick_replies: bootstrap.quick_replies.into_iter().map(|it| (it.id, it)).collect(),
            mentions: bootstrap.mentions.into_iter().map(|it| (it.id, it)).collect(),
            spaces: bootstrap.spaces.into_iter().map(|it| (it.id, it)).collect(),
            bulks: bootstrap.bulks.into_iter().map(|it| (it.id, it)).collect(),
            allocation: bootstrap.allocation,
            call_settings: bootstrap.call_settings,
            conversations: HashMap::new(),
            calls: BTreeSet::new(),
            asked: BTreeSet::new(),
            lists: View::ALL.into_iter().map(|view| (view, List::default())).collect(),
            threads: HashMap::new(),
            counts: BTreeMap::new(),
            now: bootstrap.now,
            told: bootstrap.now,
            left: HashMap::new(),
        };
        for page in bootstrap.lists {
            state.open_list(&page.view);
            state.merge_list(page);
        }
        for it in bootstrap.calls.into_iter().chain(bootstrap.asked) {
            state.put_conversation(it, bootstrap.cursor.seq, &mut Parts::new());
        }
        state
    }

    /// Applies a batch, and says what changed. A batch that came twice changes nothing.
    pub fn apply(&mut self, batch: Batch) -> Result<Parts, Gap> {
        if batch.from > self.cursor.seq {
            return Err(Gap);
        }
        let mut parts = Parts::new();
        self.pass(batch.now, &mut parts);
        let applied = self.cursor.seq;
        for event in batch.events.into_iter().filter(|event| event.seq > applied) {
            for entity in event.now {
                self.put(entity, event.seq, &mut parts);
            }
            for id in event.gone {
                self.drop_entity(id, event.seq, &mut parts);
            }
        }
        for it in batch.entered {
            self.put_conversation(it, batch.through, &mut parts);
        }
        self.told = self.told.max(batch.now);
        if batch.through >= self.cursor.seq {
            self.cursor.seq = batch.through;
            for (view, count) in batch.counts {
                if self.counts.insert(view.clone(), count) != Some(count) {
                    parts.insert(Part::Count(view));
                }
            }
        }
        Ok(parts)
    }

    /// Whether a page was read before this picture began, perhaps with other rights or from another log.
    fn is_of_before(&self, page: Cursor) -> bool {
        page.epoch != self.since.epoch || page.seq < self.since.seq
    }

    fn put(&mut self, entity: Entity, seq: Seq, parts: &mut Parts) {
        match entity {
            Entity::Conversation(it) => {
                self.left.remove(&it.id);
                self.put_conversation(it, seq, parts);
            }
            Entity::Message(it) => {
                let (id, target) = (it.conversation, it.reacts_to());
                let new = self.threads.get_mut(&id).is_some_and(|thread| thread.put_message(it));
                parts.extend(new.then_some(Part::Thread(id)));
                parts.extend(target.filter(|_| new).map(Part::Reactions));
            }
            Entity::Held(it) => {
                let id = it.conversation;
                let new = self.threads.get_mut(&id).is_some_and(|thread| thread.put_held(*it));
                parts.extend(new.then_some(Part::Thread(id)));
            }
            Entity::Activity(it) => {
                let id = it.conversation;
                let new = self.threads.get_mut(&id).is_some_and(|thread| thread.put_activity(it));
                parts.extend(new.then_some(Part::Thread(id)));
            }
            Entity::Note(it) => {
                let (id, about) = (it.conversation, it.about);
                let new = self.threads.get_mut(&id).is_some_and(|thread| thread.put_note(it));
                parts.extend(new.then_some(Part::Thread(id)));
                parts.extend(about.filter(|_| new).map(Part::Discussion));
            }
            Entity::Call(it) => {
                let id = it.conversation;
                let new = self.threads.get_mut(&id).is_some_and(|thread| thread.put_call(*it));
                parts.extend(new.then_some(Part::Thread(id)));
            }
            Entity::Mention(it) => {
                if it.seen {
                    self.mentions.remove(&it.id);
                } else {
                    self.mentions.insert(it.id, it);
                }
                parts.insert(Part::Mentions);
            }
            Entity::Delivery(it) => {
                let (of, id) = (it.conversation, it.message);
                let new = self.threads.get_mut(&of).is_some_and(|thread| thread.put_delivery(it));
                parts.extend(new.then_some(Part::Delivery(id)));
            }
            Entity::Agent(it) => {
                let new = put(&mut self.agents, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Agents));
            }
            Entity::Team(it) => {
                let new = put(&mut self.teams, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Teams));
            }
            Entity::Role(it) => {
                let new = put(&mut self.roles, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Roles));
            }
            Entity::Number(it) => {
                let new = put(&mut self.numbers, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Numbers));
            }
            Entity::QuickReply(it) => {
                let new = put(&mut self.quick_replies, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::QuickReplies));
            }
            Entity::Attribute(it) => {
                let new = put(&mut self.attributes, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Attributes));
            }
            Entity::Label(it) => {
                let new = put(&mut self.labels, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Labels));
            }
            Entity::Space(it) => {
                let new = put(&mut self.spaces, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Spaces));
            }
            Entity::Bulk(it) => {
                let new = put(&mut self.bulks, it.id, it, |it| it.version);
                parts.extend(new.then_some(Part::Bulks));
            }
            Entity::Allocation(it) if it.version > self.allocation.version => {
                self.allocation = *it;
                parts.insert(Part::Allocation);
            }
            Entity::CallSettings(it) if it.version > self.call_settings.version => {
                self.call_settings = *it;
                parts.insert(Part::CallSettings);
            }
            Entity::Allocation(_) | Entity::CallSettings(_) => {}
        }
    }

    fn put_conversation(&mut self, it: Conversation, seq: Seq, parts: &mut Parts) {
        let id = it.id;
        let held = self.conversations.get(&id);
        if held.is_some_and(|held| held.version >= it.version)
            || self.left.get(&id).is_some_and(|left| *left > seq)
        {
            return;
        }
        for (view, list) in &mut self.lists {
            let place = |it: &Conversation| view.place(it, self.me, self.now);
            let (before, after) = (held.and_then(place), place(&it));
            if list.moved(before, after) {
                parts.insert(Part::List(view.clone()));
            }
        }
        parts.extend(note(&mut self.calls, id, it.call.is_some()).then_some(Part::Calls));
        parts.extend(note(&mut self.asked, id, it.asked.is_some()).then_some(Part::Asked));
        self.conversations.insert(id, it);
        parts.insert(Part::Conversation(id));
    }
}

fn put<Id: Ord, T>(held: &mut BTreeMap<Id, T>, id: Id, it: T, version: impl Fn(&T) -> u32) -> bool {
    if held.get(&id).is_some_and(|held| version(held) >= version(&it)) {
        return false;
    }
    held.insert(id, it);
    true
}

/// Notes whether a conversation is among these. Says whether it was, or is.
fn note(these: &mut BTreeSet<ConversationId>, id: ConversationId, among: bool) -> bool {
    if among {
        these.insert(id);
        return true;
    }
    these.remove(&id)
}

#[cfg(test)]
mod tests;

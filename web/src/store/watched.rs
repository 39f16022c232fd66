//! What views watch of the picture.

use leptos::prelude::*;
use shared::activity::Activity;
use shared::agent::Agent;
use shared::allocation::Allocation;
use shared::attribute::Attribute;
use shared::call::{CallSettings, WrapUp};
use shared::conversation::Conversation;
use shared::ids::{
    AgentId, AttributeId, ConversationId, LabelId, MessageId, NumberId, RuleId, TeamId,
};
use shared::label::Label;
use shared::mention::Mention;
use shared::message::{Bytes, Delivery, Message, Place};
use shared::note::Note;
use shared::number::Number;
use shared::permission::{Permission, Role};
use shared::quick_reply::QuickReply;
use shared::role::CustomRole;
use shared::state::{Part, State};
use shared::team::Team;
use shared::view::View;

use super::Store;
use crate::watch::memo;

/// What views watch.
impl Store {
    /// Whose picture it is.
    pub fn me(self) -> AgentId {
        self.peek(State::me)
    }

    /// What I may do.
    pub fn may(self, permission: Permission) -> bool {
        let me = self.me();
        self.read(Part::Agents, |it| {
            it.agents().get(&me).is_some_and(|me| me.rights.may(permission))
        })
    }

    /// A conversation.
    pub fn conversation(self, id: ConversationId) -> Memo<Option<Conversation>> {
        memo(move || self.read(Part::Conversation(id), |it| it.conversation(id).cloned()))
    }

    /// The rows of a list; `None` until the first page.
    pub fn rows(self, view: &View) -> Option<Vec<ConversationId>> {
        self.read(Part::List(view.clone()), |it| {
            let list = it.list(view)?;
            list.floor()?;
            Some(list.ids().collect())
        })
    }

    /// How long a list is.
    pub fn count(self, view: &View) -> Option<u64> {
        self.read(Part::Count(view.clone()), |it| it.count(view))
    }

    /// A message, as it is now.
    pub fn message(self, of: ConversationId, id: MessageId) -> Option<Message> {
        self.peek(|it| it.thread(of)?.message(id).cloned())
    }

    /// A note, as it is now.
    pub fn note(self, of: ConversationId, at: Place) -> Option<Note> {
        self.peek(|it| it.thread(of)?.note(at).cloned())
    }

    /// What a thread tells at a place. It never changes.
    pub fn activity(self, of: ConversationId, at: Place) -> Option<Activity> {
        self.peek(|it| it.thread(of)?.activity(at).cloned())
    }

    /// Where I was mentioned and have not looked, the latest first.
    pub fn mentions(self) -> Vec<Mention> {
        self.read(Part::Mentions, |it| it.mentions().values().rev().cloned().collect())
    }

    /// All quick replies by title, also archived ones.
    pub fn quick_replies(self) -> Vec<QuickReply> {
        self.read(Part::QuickReplies, |it| by_name(it.quick_replies().values(), |it| &it.title))
    }

    /// Whether I was mentioned there and have not looked.
    pub fn mentioned_in(self, id: ConversationId) -> bool {
        self.read(Part::Mentions, |it| it.mentions().values().any(|it| it.conversation == id))
    }

    /// The notes of the discussion of a message, oldest first; deleted ones too.
    pub fn discussed(self, of: ConversationId, message: MessageId) -> Vec<Note> {
        self.read(Part::Discussion(message), |it| {
            it.thread(of).map(|it| it.discussed(message).cloned().collect()).unwrap_or_default()
        })
    }

    /// Whether the file of a message is here.
    pub fn file(self, of: ConversationId, id: MessageId) -> Option<Bytes> {
        self.read(Part::Thread(of), |it| {
            Some(it.thread(of)?.message(id)?.content.media()?.bytes.clone())
        })
    }

    /// How far a message of ours got.
    pub fn delivery(self, of: ConversationId, id: MessageId) -> Option<Delivery> {
        self.read(Part::Delivery(id), |it| it.thread(of)?.delivery(id).cloned())
    }

    /// All reactions to a message, oldest first; taken back ones too.
    pub fn reactions(self, of: ConversationId, to: MessageId) -> Vec<Message> {
        self.read(Part::Reactions(to), |it| {
            it.thread(of).map(|it| it.reactions(to).cloned().collect()).unwrap_or_default()
        })
    }

    /// A colleague.
    pub fn agent(self, id: AgentId) -> Option<Agent> {
        self.read(Part::Agents, |it| it.agents().get(&id).cloned())
    }

    /// What a colleague is called.
    pub fn name_of(self, id: AgentId) -> String {
        self.agent(id).map_or_else(|| "A colleague".to_owned(), |it| it.name)
    }

    /// All colleagues, by name.
    pub fn agents(self) -> Vec<Agent> {
        self.read(Part::Agents, |it| by_name(it.agents().values(), |it| &it.name))
    }

    /// All roles of our own, by name.
    pub fn roles(self) -> Vec<CustomRole> {
        self.read(Part::Roles, |it| by_name(it.roles().values(), |it| &it.name))
    }

    /// What a role is called.
    pub fn role_name(self, role: Role) -> String {
        match role {
            Role::Agent => "Agent".into(),
            Role::Lead => "Lead".into(),
            Role::Admin => "Admin".into(),
            Role::Custom(id) => {
                let found =
                    self.read(Part::Roles, |it| it.roles().get(&id).map(|it| it.name.clone()));
                found.unwrap_or_else(|| "A role that is gone".into())
            }
        }
    }

    /// All teams, by name.
    pub fn teams(self) -> Vec<Team> {
        self.read(Part::Teams, |it| by_name(it.teams().values(), |it| &it.name))
    }

    /// What a team is called.
    pub fn team_name(self, id: TeamId) -> Option<String> {
        self.read(Part::Teams, |it| it.teams().get(&id).map(|it| it.name.clone()))
    }

    /// The labels that are offered, in their order.
    pub fn labels(self) -> Vec<Label> {
        self.every_label().into_iter().filter(|it| !it.archived).collect()
    }

    /// All labels in their order, also archived ones.
    pub fn every_label(self) -> Vec<Label> {
        let mut all: Vec<Label> =
            self.read(Part::Labels, |it| it.labels().values().cloned().collect());
        all.sort_by_key(|it| it.place);
        all
    }

    /// What a label is called, also an archived one.
    pub fn label_name(self, id: LabelId) -> Option<String> {
        self.read(Part::Labels, |it| it.labels().get(&id).map(|it| it.name.clone()))
    }

    /// Those of these labels that are shown, in their order.
    pub fn labels_of(self, these: &[LabelId]) -> Vec<Label> {
        if these.is_empty() {
            return Vec::new();
        }
        let all = self.labels().into_iter();
        all.filter(|it| these.contains(&it.id)).collect()
    }

    /// Who gets what by itself.
    pub fn allocation(self) -> Allocation {
        self.read(Part::Allocation, |it| it.allocation().clone())
    }

    /// How calls are dealt with.
    pub fn call_settings(self) -> CallSettings {
        self.read(Part::CallSettings, |it| it.call_settings().clone())
    }

    /// What I have to do after a call.
    pub fn wrap_up(self) -> Option<WrapUp> {
        self.read(Part::Agents, |it| it.agents().get(&it.me())?.wrap_up)
    }

    /// What a rule is called, also an archived one.
    pub fn rule_name(self, id: RuleId) -> String {
        let name =
            self.read(Part::Allocation, |it| it.allocation().terms(id).map(|it| it.name.clone()));
        name.unwrap_or_else(|| "a rule that is gone".to_owned())
    }

    /// All attributes in their order, also archived ones.
    pub fn every_attribute(self) -> Vec<Attribute> {
        let mut all: Vec<Attribute> =
            self.read(Part::Attributes, |it| it.attributes().values().cloned().collect());
        all.sort_by_key(|it| it.place);
        all
    }

    /// The attributes that are asked for, in their order.
    pub fn attributes(self) -> Vec<Attribute> {
        self.every_attribute().into_iter().filter(|it| !it.archived).collect()
    }

    /// One attribute, also an archived one.
    pub fn attribute(self, id: AttributeId) -> Option<Attribute> {
        self.read(Part::Attributes, |it| it.attributes().get(&id).cloned())
    }

    /// One of our numbers.
    pub fn number(self, id: NumberId) -> Option<Number> {
        self.read(Part::Numbers, |it| it.numbers().get(&id).cloned())
    }

    /// Our numbers, by name.
    pub fn numbers(self) -> Vec<Number> {
        self.read(Part::Numbers, |it| by_name(it.numbers().values(), |it| &it.name))
    }
}

/// In the order in which a person looks for a name.
fn by_name<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T> + Clone,
    name: fn(&T) -> &str,
) -> Vec<T> {
    let mut order: Vec<(String, usize)> =
        all.clone().map(|it| name(it).to_lowercase()).zip(0..).collect();
    order.sort_unstable();
    let all: Vec<_> = all.collect();
    order.iter().filter_map(|(_, at)| all.get(*at).map(|it| T::clone(it))).collect()
}

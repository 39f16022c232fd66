//! Who sees what, told a second time: from the log alone, by the words of the product rather than by the policy's code.

use std::collections::BTreeMap;

use server::store::log::Logged;
use shared::agent::Agent;
use shared::call::WrapUp;
use shared::conversation::{Conversation, Status};
use shared::event::{Entity, EntityId, Event, Seq};
use shared::ids::{AgentId, ConversationId};
use shared::note::Audience;
use shared::permission::{Role, Visibility};
use shared::view::View;

/// Everything as of a place in the log.
#[derive(Default)]
pub struct Model {
    pub at: Seq,
    chats: BTreeMap<ConversationId, Conversation>,
    agents: BTreeMap<AgentId, Agent>,
}

impl Model {
    /// Takes the next line, and says what this agent should be told of it.
    pub fn tells(&mut self, line: &Logged, viewer: AgentId) -> Option<Event> {
        assert_eq!(line.seq.0, self.at.0 + 1);
        let before = self.chats.clone();
        self.at = line.seq;
        for change in &line.body.changes {
            match change.after.clone().expect("nothing is ever deleted") {
                Entity::Conversation(it) => drop(self.chats.insert(it.id, it)),
                Entity::Agent(it) => drop(self.agents.insert(it.id, it)),
                Entity::Message(_)
                | Entity::Delivery(_)
                | Entity::Held(_)
                | Entity::Activity(_)
                | Entity::Call(_)
                | Entity::Note(_)
                | Entity::Mention(_)
                | Entity::QuickReply(_)
                | Entity::Attribute(_)
                | Entity::Role(_)
                | Entity::Team(_)
                | Entity::Number(_)
                | Entity::Label(_)
                | Entity::Space(_)
                | Entity::Bulk(_)
                | Entity::Allocation(_)
                | Entity::CallSettings(_) => {}
            }
        }
        let viewer = self.agents.get(&viewer)?;
        let (mut now, mut gone) = (vec![], vec![]);
        for change in &line.body.changes {
            match change.after.clone().unwrap() {
                Entity::Conversation(it) if sees(viewer, &it) => {
                    now.push(Entity::Conversation(shown(viewer, it)));
                }
                Entity::Conversation(it) => {
                    if before.get(&it.id).is_some_and(|before| sees(viewer, before)) {
                        gone.push(EntityId::Conversation(it.id));
                    }
                }
                Entity::Message(it) => {
                    now.extend(self.follows(viewer, it.conversation, Entity::Message(it)));
                }
                Entity::Delivery(it) => {
                    now.extend(self.follows(viewer, it.conversation, Entity::Delivery(it)));
                }
                Entity::Held(it) => {
                    now.extend(self.follows(viewer, it.conversation, Entity::Held(it)));
                }
                Entity::Activity(it) => {
                    now.extend(self.follows(viewer, it.conversation, Entity::Activity(it)));
                }
                Entity::Call(it) => {
                    now.extend(self.follows(viewer, it.conversation, Entity::Call(it)));
                }
                Entity::Note(it) => {
                    let read = it.audience == Audience::Everyone
                        || it.author == viewer.id
                        || matches!(viewer.role, Role::Lead | Role::Admin);
                    let told = self.follows(viewer, it.conversation, Entity::Note(it));
                    now.extend(told.filter(|_| read));
                }
                Entity::Mention(it) => {
                    now.extend(Some(Entity::Mention(it.clone())).filter(|_| it.agent == viewer.id));
                }
                Entity::Agent(it) => {
                    let told = it.id == viewer.id || viewer.role == Role::Admin;
                    let email = it.email.clone().filter(|_| told);
                    let own = it.id == viewer.id;
                    let wrap_up = it
                        .wrap_up
                        .map(|wrap_up| WrapUp { of: wrap_up.of.filter(|_| own), ..wrap_up });
                    now.push(Entity::Agent(Agent { email, wrap_up, ..it }));
                }
                it @ (Entity::Role(_)
                | Entity::Team(_)
                | Entity::Number(_)
                | Entity::Label(_)
                | Entity::Space(_)
                | Entity::QuickReply(_)
                | Entity::Attribute(_)
                | Entity::Bulk(_)
                | Entity::Allocation(_)
                | Entity::CallSettings(_)) => now.push(it),
            }
        }
        if now.is_empty() && gone.is_empty() {
            return None;
        }
        let fact = (!now.is_empty()).then(|| line.body.fact.clone());
        Some(Event { seq: line.seq, at: line.at, by: line.body.by, fact, now, gone })
    }

    /// What this agent finds in a list, latest first.
    pub fn list(&self, view: &View, viewer: AgentId) -> Vec<ConversationId> {
        let me = &self.agents[&viewer];
        let belongs = |it: &&Conversation| {
            let open = it.status == Status::Open;
            sees(me, it)
                && match view {
                    View::Mine => open && it.assignee == Some(viewer),
                    View::Unassigned => open && it.assignee.is_none(),
                    View::All => open,
                    View::Snoozed => it.status == Status::Snoozed,
                    View::Closed => it.status == Status::Closed,
                    View::Filtered(_) => panic!("nobody here filters"),
                }
        };
        let mut found: Vec<_> = self.chats.values().filter(belongs).collect();
        found.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.id)));
        found.into_iter().map(|it| it.id).collect()
    }

    fn follows(&self, viewer: &Agent, chat: ConversationId, it: Entity) -> Option<Entity> {
        sees(viewer, &self.chats[&chat]).then_some(it)
    }
}

/// Roles of one's own have no rights here: nobody in them sees a number, also not where it is all that a customer is called.
fn shown(viewer: &Agent, mut it: Conversation) -> Conversation {
    if let Role::Custom(_) = viewer.role {
        assert!(it.contact.name.starts_with('+'), "who writes here has no name");
        let id = it.contact.id.to_string();
        it.contact.name = format!("Customer {}", &id[id.len() - 4..]);
        it.contact.phone = None;
    }
    it
}

/// Whether they see it, by the words of the product.
pub fn sees(agent: &Agent, chat: &Conversation) -> bool {
    let own = chat.assignee == Some(agent.id) || chat.followers.contains(&agent.id);
    let of_team = chat.team.is_none_or(|team| agent.teams.contains(&team));
    match agent.visibility {
        Visibility::Own => own,
        Visibility::Team => own || of_team,
        Visibility::Unassigned => own || chat.assignee.is_none(),
        Visibility::All => true,
    }
}

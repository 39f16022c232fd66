//! What goes out of sight.

use super::{Part, Parts, State};
use crate::event::{EntityId, Seq};

impl State {
    pub(super) fn drop_entity(&mut self, id: EntityId, seq: Seq, parts: &mut Parts) {
        match id {
            EntityId::Conversation(id) => {
                self.left.insert(id, seq);
                self.threads.remove(&id);
                parts.extend([Part::Conversation(id), Part::Thread(id)]);
                parts.extend(self.calls.remove(&id).then_some(Part::Calls));
                parts.extend(self.asked.remove(&id).then_some(Part::Asked));
                let Some(held) = self.conversations.remove(&id) else { return };
                for (view, list) in &mut self.lists {
                    if list.moved(view.place(&held, self.me, self.now), None) {
                        parts.insert(Part::List(view.clone()));
                    }
                }
            }
            // They follow their conversation, or are always the same one's.
            EntityId::Message(_)
            | EntityId::Delivery(_)
            | EntityId::Held(_)
            | EntityId::Activity(_)
            | EntityId::Note(_)
            | EntityId::Call(_)
            | EntityId::Mention(_)
            | EntityId::Allocation
            | EntityId::CallSettings => {}
            EntityId::Agent(id) => parts.extend(self.agents.remove(&id).map(|_| Part::Agents)),
            EntityId::Team(id) => parts.extend(self.teams.remove(&id).map(|_| Part::Teams)),
            EntityId::Role(id) => parts.extend(self.roles.remove(&id).map(|_| Part::Roles)),
            EntityId::Number(id) => parts.extend(self.numbers.remove(&id).map(|_| Part::Numbers)),
            EntityId::QuickReply(id) => {
                self.quick_replies.remove(&id);
                parts.insert(Part::QuickReplies);
            }
            EntityId::Attribute(id) => {
                self.attributes.remove(&id);
                parts.insert(Part::Attributes);
            }
            EntityId::Label(id) => parts.extend(self.labels.remove(&id).map(|_| Part::Labels)),
            EntityId::Space(id) => parts.extend(self.spaces.remove(&id).map(|_| Part::Spaces)),
            EntityId::Bulk(id) => parts.extend(self.bulks.remove(&id).map(|_| Part::Bulks)),
        }
    }
}

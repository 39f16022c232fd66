//! Which changes can matter to what waits. A transaction with such a change promises that somebody looks.

use shared::allocation::waits;
use shared::conversation::{Conversation, Status};
use shared::event::Entity;
use shared::ids::AgentId;

use crate::store::tx::Change;

/// Whether something that waits may be given now, or somebody has room.
pub fn matters(change: &Change) -> bool {
    match (&change.before, &change.after) {
        (_, Some(Entity::Allocation(_))) => true,
        (before, Some(Entity::Agent(after))) => {
            !matches!(before, Some(Entity::Agent(before)) if before == after)
        }
        (before, Some(Entity::Conversation(after))) => {
            let before = match before {
                Some(Entity::Conversation(before)) => Some(before),
                Some(_) | None => None,
            };
            before.is_none_or(|before| freed(before, after)) || asks(before, after)
        }
        (Some(Entity::Conversation(before)), None) => holder(before).is_some(),
        (_, Some(_) | None) => false,
    }
}

/// Whether who had it has room now.
fn freed(before: &Conversation, after: &Conversation) -> bool {
    holder(before).is_some_and(|held| holder(after) != Some(held))
}

fn holder(it: &Conversation) -> Option<AgentId> {
    it.assignee.filter(|_| it.status == Status::Open && it.deleted.is_none())
}

/// Whether it waits as it did not before.
fn asks(before: Option<&Conversation>, after: &Conversation) -> bool {
    let of = |it: &Conversation| {
        let known = (it.attributes.clone(), it.contact.about.attributes.clone());
        (it.assignee, it.team, it.waiting_since, it.labels.clone(), it.source.clone(), known)
    };
    let same = |before: &Conversation| waits(before) && of(before) == of(after);
    waits(after) && !before.is_some_and(same)
}

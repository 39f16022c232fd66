//! Which changes can matter to what waits. A transaction with such a change promises that somebody looks.

use shared::allocation::waits;
use shared::contact;
use shared::conversation::{Conversation, Status};
use shared::event::{Entity, Fact};
use shared::ids::AgentId;

use crate::store::tx::Change;

/// Whether something that waits may be given now, or somebody has room.
pub fn matters(fact: &Fact, change: &Change) -> bool {
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
            before.is_none_or(|before| freed(before, after))
                || asks(before, after)
                || tells(fact) && waits(after)
        }
        (Some(Entity::Conversation(before)), None) => holder(before).is_some(),
        (_, Some(_) | None) => false,
    }
}

/// Whether who had it has room now.
fn freed(before: &Conversation, after: &Conversation) -> bool {
    holder(before).is_some_and(|held| holder(after) != Some(held))
}

/// Whether something is known of a person that no conversation shows: their language.
const fn tells(fact: &Fact) -> bool {
    use contact::Fact::{Edited, Merged, Unmerged};
    matches!(fact, Fact::Contact(Edited | Merged | Unmerged))
}

fn holder(it: &Conversation) -> Option<AgentId> {
    it.assignee.filter(|_| it.status == Status::Open && it.deleted.is_none())
}

/// Whether it waits as it did not before.
fn asks(before: Option<&Conversation>, after: &Conversation) -> bool {
    let same = |before: &Conversation| {
        waits(before)
            && (before.assignee, before.team, before.waiting_since)
                == (after.assignee, after.team, after.waiting_since)
            && before.labels == after.labels
            && before.source == after.source
            && before.attributes == after.attributes
            && before.contact.about.attributes == after.contact.about.attributes
    };
    waits(after) && !before.is_some_and(same)
}

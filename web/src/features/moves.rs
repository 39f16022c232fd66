//! What moves a conversation from list to list, with a way back for as long as the toast stays.

use shared::conversation::{Action, Conversation};
use shared::ids::AgentId;

use crate::workspace::Workspace;

/// Closes it.
pub fn close(it: Workspace, conversation: &Conversation) {
    let (id, name) = (conversation.id, &conversation.contact.name);
    it.act_undoable(id, Action::Close, format!("Closed: {name}."), Action::Reopen);
}

/// Opens it again, which is its own way back.
pub fn reopen(it: Workspace, conversation: &Conversation) {
    it.act(conversation.id, Action::Reopen);
}

/// Gives it to somebody, or to nobody. Taking what is nobody's needs no way back: it is there to be taken.
pub fn assign(it: Workspace, conversation: &Conversation, to: Option<AgentId>) {
    let id = conversation.id;
    let before = conversation.assignee;
    if before == to {
        return;
    }
    if before.is_none() && to == Some(it.me()) {
        return it.act(id, Action::Assign { to });
    }
    let name = &conversation.contact.name;
    let words = match to {
        Some(who) if who == it.me() => format!("Yours: {name}."),
        Some(who) => {
            let who = it.store.peek(|it| it.agents().get(&who).map(|it| it.name.clone()));
            format!("Given to {}: {name}.", who.as_deref().unwrap_or("somebody"))
        }
        None => format!("Nobody's: {name}."),
    };
    it.act_undoable(id, Action::Assign { to }, words, Action::Assign { to: before });
}

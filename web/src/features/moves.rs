//! What moves a conversation from list to list, with a way back for as long as the toast stays.

use shared::command::Action as Wish;
use shared::conversation::{Action, Conversation, Scope};
use shared::ids::{AgentId, TeamId};

use crate::workspace::Workspace;

/// Closes it. That ends what some see by following alone; the way back brings them back, too.
pub fn close(it: Workspace, conversation: &Conversation) {
    let (id, words) = (conversation.id, format!("Closed: {}.", conversation.contact.name));
    let guests = guests(it, conversation);
    it.sender.send_then(Wish::Conversation(id, Action::Close), move || {
        it.toasts().undoable(words, move || {
            it.act(id, Action::Reopen);
            if !guests.is_empty() {
                it.act(id, Action::BringBack { who: guests.clone() });
            }
        });
    });
}

/// Who sees it only because they follow it.
fn guests(it: Workspace, conversation: &Conversation) -> Vec<AgentId> {
    let scope = Scope { followers: vec![], ..conversation.scope() };
    it.store.peek(|it| {
        let guest = |who: &&AgentId| {
            it.agents().get(who).is_some_and(|it| !it.visibility.shows(&scope, it.id, &it.teams))
        };
        conversation.followers.iter().filter(guest).copied().collect()
    })
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
        return it.act(id, Action::Claim);
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

/// Gives it to a team, or to everyone. Who loses sight of it by that can't have it back.
pub fn transfer(it: Workspace, conversation: &Conversation, to: Option<TeamId>) {
    let (id, name) = (conversation.id, &conversation.contact.name);
    let (team, assignee) = (conversation.team, conversation.assignee);
    let whose = it.store.peek(|it| {
        let team = to.and_then(|to| it.teams().get(&to));
        team.map_or_else(|| "everyone".to_owned(), |it| it.name.clone())
    });
    let me = it.me();
    let seen = it.store.peek(|it| {
        let me = it.agents().get(&me)?;
        // Whether I go on answering is the server's to say.
        let followers = conversation.followers.clone();
        let scope = Scope { team: to, assignee: None, deleted: false, followers };
        Some(me.visibility.shows(&scope, me.id, &me.teams))
    });
    let words = format!("Given to {whose}: {name}.");
    let wanted = Wish::Conversation(id, Action::Transfer { to });
    it.sender.send_then(wanted, move || {
        if seen != Some(true) {
            return it.toasts().note(format!("{words} You don’t see it any more."));
        }
        it.toasts().undoable(words, move || {
            it.act(id, Action::Transfer { to: team });
            it.act(id, Action::Assign { to: assignee });
        });
    });
}

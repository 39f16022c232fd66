//! Answers to customers: what this tab shows goes with them, and those that crossed with a colleague's wait until their
//! author says what shall become of them.

use leptos::prelude::*;
use shared::answer::{Meanwhile, Seen};
use shared::command::Action;
use shared::conversation;
use shared::ids::{CommandId, ConversationId};
use shared::message::Author;

use super::Sender;
use crate::clock;
use crate::crossed::Answer;
use crate::fetch::Failure;
use crate::presence::Presence;
use crate::store::Store;

/// What somebody looks at.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    store: Store,
    /// The thread that is open.
    open: StoredValue<Option<ConversationId>>,
    presence: Presence,
}

impl Sender {
    /// From now on this is what somebody looks at when they answer.
    pub fn look_at(
        self,
        store: Store,
        open: StoredValue<Option<ConversationId>>,
        presence: Presence,
    ) {
        self.sight.set_value(Some(Sight { store, open, presence }));
    }

    /// What this tab shows of the conversation that this answers or changes, and what it said there before.
    pub(super) fn seen(self, action: &Action) -> Option<Seen> {
        let Sight { store, presence, .. } = self.sight.get_value()?;
        let shown = |of| store.peek(|it| it.conversation(of).map(|it| it.version));
        let to = match action {
            Action::Message(to, answer) if answer.answers().is_some() => to,
            Action::Conversation(of, change) if !change.fields().is_empty() => {
                return Some(Seen { version: shown(*of)?, ..Seen::default() });
            }
            _ => return None,
        };
        let version = shown(*to)?;
        let own = self.outbox.with_untracked(|it| it.answers(*to));
        Some(Seen { version, own, fence: presence.fence(*to) })
    }

    /// Keeps an answer that crossed with another one. Says whether it did.
    pub(super) fn crossed_with(self, action: &Action, failure: &Failure) -> bool {
        let Failure::Refused(problem) = failure else { return false };
        if let (Action::Conversation(of, change), Some(_)) = (action, &problem.changed) {
            self.changed.update(|all| all.push((*of, change.clone(), problem.clone())));
            return true;
        }
        let (Action::Message(to, action), Some(meanwhile)) = (action, &problem.meanwhile) else {
            return false;
        };
        self.tell(*to, meanwhile);
        let (to, action, meanwhile) = (*to, action.clone(), (**meanwhile).clone());
        self.crossed.put(Answer { to, action, meanwhile });
        true
    }

    /// Who has gone on to another thread does not see that it waits.
    fn tell(self, to: ConversationId, meanwhile: &Meanwhile) {
        let Some(Sight { store, open, .. }) = self.sight.get_value() else { return };
        if open.get_value() == Some(to) {
            return;
        }
        let latest = meanwhile.said.last().map(|it| it.by);
        let who = match latest.or(meanwhile.taken.map(Author::Agent)) {
            Some(Author::Agent(id)) => {
                store.peek(|it| it.agents().get(&id).map(|it| it.name.clone()))
            }
            _ => None,
        };
        let who = who.unwrap_or_else(|| "A colleague".to_owned());
        let name = store.peek(|it| it.conversation(to).map(|it| it.contact.name.clone()));
        let name = name.unwrap_or_else(|| "the customer".to_owned());
        self.toasts.problem(format!(
            "Not sent to {name}: {who} answered meanwhile. Open the conversation to send it anyway."
        ));
    }

    /// Sends what crossed there, whatever was said meanwhile.
    pub fn send_anyway(self, to: ConversationId) {
        for Answer { action, meanwhile, .. } in self.crossed.take(to) {
            let action = Action::Message(to, action);
            let mut seen = self.seen(&action).unwrap_or_default();
            seen.version = seen.version.max(meanwhile.version);
            seen.fence = None;
            self.give(CommandId::new(clock::now()), action, Some(seen));
        }
    }

    /// Makes a change all the same, by who has seen that version.
    pub fn change_anyway(self, of: ConversationId, change: conversation::Action, version: u32) {
        let seen = Some(Seen { version, ..Seen::default() });
        self.give(CommandId::new(clock::now()), Action::Conversation(of, change), seen);
    }

    /// Sends nothing of what crossed there; what was written is in the composer again.
    pub fn edit_again(self, to: ConversationId) {
        for answer in self.crossed.take(to).iter().rev() {
            if let Some((text, reply_to)) = answer.text() {
                self.drafts.give_back(to, text, reply_to);
            }
        }
        self.drafts.update(to, |draft| draft.noting = false);
    }
}

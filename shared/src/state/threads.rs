//! Which threads are kept, and the pages that are merged into them.

use super::{Part, Parts, State};
use crate::ids::ConversationId;
use crate::message::Message;
use crate::reads::ThreadPage;

impl State {
    /// Begins to keep the messages of a thread; to be called *before* a page of it is asked for, so that nothing
    /// that happens meanwhile is missed.
    pub fn expect_thread(&mut self, id: ConversationId) -> Parts {
        self.threads.entry(id).or_default().expect_page();
        [Part::Thread(id)].into()
    }

    /// The page did not come.
    pub fn give_up_thread(&mut self, id: ConversationId) -> Parts {
        if let Some(thread) = self.threads.get_mut(&id)
            && thread.give_up()
        {
            self.threads.remove(&id);
        }
        [Part::Thread(id)].into()
    }

    /// Adds a page of a thread that is expected.
    pub fn merge_thread(&mut self, page: ThreadPage) -> Parts {
        let mut parts = Parts::new();
        if self.is_of_before(page.cursor) {
            return parts;
        }
        let id = page.conversation.id;
        self.put_conversation(page.conversation.clone(), page.cursor.seq, &mut parts);
        if !self.conversations.contains_key(&id) {
            self.threads.remove(&id);
        } else if let Some(thread) = self.threads.get_mut(&id) {
            parts.extend(page.deliveries.iter().map(|it| Part::Delivery(it.message)));
            parts.extend(page.messages.iter().filter_map(Message::reacts_to).map(Part::Reactions));
            parts.extend(page.notes.iter().filter_map(|it| it.about).map(Part::Discussion));
            thread.merge(page);
        }
        parts.insert(Part::Thread(id));
        parts
    }

    /// Stops keeping the messages of a thread.
    pub fn forget_thread(&mut self, id: ConversationId) {
        self.threads.remove(&id);
    }
}

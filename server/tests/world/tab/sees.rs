//! What somebody in front of a tab waits to see.

use shared::ids::{ConversationId, MessageId};
use shared::message;
use shared::state::{List, State, Thread};
use shared::view::View;

use super::{Server, Tab};

impl<S: Server> Tab<S> {
    /// Sees exactly these conversations in a list.
    pub async fn sees_list(&self, view: View, mut these: Vec<ConversationId>) {
        these.sort();
        let view = &view;
        self.sees(&format!("{these:?} in {view}"), |state| {
            let mut shown: Vec<_> = state.list(view).into_iter().flat_map(List::ids).collect();
            shown.sort();
            shown == these
        })
        .await;
    }

    /// Sees a text in a thread that is open.
    pub async fn sees_text(&self, it: ConversationId, text: &str) {
        self.sees(&format!("`{text}`"), |state| texts(state, it).iter().any(|shown| shown == text))
            .await;
    }

    /// Sees how far a message got.
    pub async fn sees_delivery(&self, it: ConversationId, id: MessageId, status: message::Status) {
        let far =
            move |state: &State| state.thread(it)?.delivery(id).map(|delivery| delivery.status);
        self.sees(&format!("{id} {status:?}"), |state| far(state) == Some(status)).await;
    }

    /// The texts of a thread that is open, in order.
    pub fn texts(&self, it: ConversationId) -> Vec<String> {
        self.look(|state| texts(state, it))
    }
}

fn texts(state: &State, it: ConversationId) -> Vec<String> {
    let messages = state.thread(it).into_iter().flat_map(Thread::messages);
    messages.map(|message| message.content.preview()).collect()
}

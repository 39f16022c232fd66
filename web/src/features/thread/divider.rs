//! The line above what nobody of us had looked at.

use leptos::prelude::*;
use shared::ids::{ConversationId, MessageId};
use shared::state::Part;

use crate::logic::timeline::first_unread;
use crate::watch::memo;
use crate::workspace::Workspace;

/// The oldest message that nobody of us had looked at when this tab began to.
pub(super) fn divider(it: Workspace, id: ConversationId) -> RwSignal<Option<MessageId>> {
    let divider = RwSignal::new(None);
    let unread = memo(move || {
        it.store.read(Part::Conversation(id), |it| it.conversation(id).map_or(0, |it| it.unread))
    });
    Effect::new(move |before: Option<bool>| {
        let unread = unread.get();
        let known = it
            .store
            .read(Part::Thread(id), |it| it.thread(id).is_some_and(|it| it.floor().is_some()));
        let looking = before == Some(true) && it.visible.get_untracked();
        if known && !looking && unread > 0 {
            divider.set(it.store.peek(|it| first_unread(it.thread(id)?.messages(), unread)));
        }
        known
    });
    divider
}

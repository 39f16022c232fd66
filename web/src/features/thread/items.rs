//! What a thread shows, put together from the picture and what is on its way.

use leptos::prelude::Get;
use shared::ids::{ConversationId, MessageId};
use shared::message::Message;
use shared::state::Part;

use crate::clock;
use crate::features::activity::Unfolded;
use crate::logic::timeline::{Item, fold, timeline, told, with_calls, with_held};
use crate::workspace::Workspace;

/// The thread in order; `None` until it is known.
pub(super) fn of(
    it: Workspace,
    id: ConversationId,
    unread: Option<MessageId>,
    Unfolded(open): Unfolded,
) -> Option<Vec<Item>> {
    it.sender.read(|outbox| {
        it.store.read(Part::Thread(id), |state| {
            let thread = state.thread(id)?;
            thread.floor()?;
            let noted = |id| thread.notes().rev().any(|it| it.id.as_message() == id);
            let outgoing = outbox.outgoing(id).filter(|it| match it.note {
                None => thread.message(it.id).is_none() && thread.held_one(it.id).is_none(),
                Some(_) => !noted(it.id),
            });
            let told = with_calls(told(thread.notes(), thread.activities()), thread.calls());
            // An emoji stands at its message, when that is there.
            let first = thread.messages().next().map(Message::place);
            let at_its_message = |it: &&Message| {
                let target = it.reacts_to().and_then(|target| thread.message(target));
                target.is_some_and(|target| Some(target.place()) >= first)
            };
            let messages = || thread.messages().filter(|it| !at_its_message(it));
            let unread = unread.and_then(|id| {
                let from = thread.message(id)?.place();
                messages().find(|it| it.place() >= from).map(|it| it.id)
            });
            let items = timeline(messages(), told, outgoing, unread, clock::day);
            Some(fold(with_held(items, &thread.held()), &open.get()))
        })
    })
}

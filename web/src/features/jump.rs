//! Shows one message of a thread, however far back it stands: the address names it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::ids::{ConversationId, MessageId};
use shared::state::Part;
use web_sys::{DomRect, HtmlElement};

use crate::features::scroll;
use crate::logic::timeline::Item;
use crate::sync;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Goes to the message of the address once it is there, and fetches the thread back to it when it is not.
pub fn to_message(
    of: ConversationId,
    scroller: NodeRef<html::Div>,
    items: Memo<Option<Vec<Item>>>,
) {
    let it: Workspace = expect_context();
    let query = use_query_map();
    let named = memo(move || query.with(|it| it.get("message")?.parse::<MessageId>().ok()));
    let (shown, asked) = (StoredValue::new(None), StoredValue::new(None));
    effect(move || {
        let Some(named) = named.get().filter(|it| shown.get_value() != Some(*it)) else { return };
        // What is said in a discussion is shown at the message that it is about.
        let beside = it.store.read(Part::Thread(of), |state| {
            state.thread(of)?.notes().find(|it| it.id.as_message() == named)?.about
        });
        let wanted = beside.unwrap_or(named);
        let here = items.with(|it| Some(it.as_ref()?.iter().any(|item| is(item, wanted))));
        match here {
            None => {}
            Some(true) => {
                shown.set_value(Some(named));
                if beside.is_some() {
                    it.asides.show(of, wanted);
                }
                request_animation_frame(move || show(scroller, wanted));
            }
            Some(false) if asked.get_value() == Some(wanted) => {}
            Some(false) => {
                asked.set_value(Some(wanted));
                spawn_local(async move {
                    let back = sync::thread_back_to(it.session(), it.store, of, wanted);
                    if let Err(failure) = back.await {
                        it.toasts().problem(failure.words());
                    }
                });
            }
        }
    });
}

fn is(item: &Item, wanted: MessageId) -> bool {
    match item {
        Item::Message { id, .. } | Item::Note { place: (_, id), .. } => *id == wanted,
        Item::Day(_)
        | Item::Unread
        | Item::Activity { .. }
        | Item::Call { .. }
        | Item::Fold { .. }
        | Item::Held { .. }
        | Item::Outgoing { .. } => false,
    }
}

fn show(scroller: NodeRef<html::Div>, message: MessageId) {
    let bubble = move |scroller: &HtmlElement| {
        scroller.query_selector(&format!("[data-id=\"{message}\"]")).ok().flatten()
    };
    let middle = |it: DomRect| it.top() + it.height() / 2.0;
    // Only the thread itself: the browser would also move the page around it.
    scroll::go(scroller, move |scroller| {
        let place = middle(bubble(scroller)?.get_bounding_client_rect());
        Some(place - middle(scroller.get_bounding_client_rect()))
    });
    if let Some(bubble) = scroller.try_get_untracked().flatten().and_then(|it| bubble(&it)) {
        // The class has a good name, so it can't be refused.
        let _ = bubble.class_list().add_1("jumped-to");
    }
}

//! List and thread, side by side or one at a time. The address says which list and which thread.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::ids::ConversationId;
use shared::view::View;

use crate::features::conversation_list::ConversationList;
use crate::features::customer::CustomerPanel;
use crate::features::spaces::Editor;
use crate::features::spaces::window::SpaceWindow;
use crate::features::thread::thread;
use crate::features::views::{self, Views};
use crate::ui::keys::Keys;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Actions whose keys one should know.
const SHOWN: [(&str, &str); 10] = [
    ("next", "next"),
    ("previous", "previous"),
    ("reply", "reply"),
    ("assign-me", "assign to me"),
    ("close", "close"),
    ("snooze", "snooze"),
    ("unread", "mark as unread"),
    ("search", "search"),
    ("palette", "everything that can be done"),
    ("help", "all keys"),
];

/// List and thread.
#[component]
pub fn Inbox() -> impl IntoView {
    let it: Workspace = expect_context();
    let params = use_params_map();
    let view = memo(move || {
        params.with(|it| it.get("view")).and_then(|it| it.parse().ok()).unwrap_or(View::Mine)
    });
    let open = memo(move || {
        params.with(|it| it.get("conversation")).and_then(|it| it.parse::<ConversationId>().ok())
    });
    provide_context(CustomerPanel::kept());
    effect(move || it.looks_at(view.get()));
    effect(move || it.opened(open.get()));
    on_cleanup(move || it.opened(None));
    provide_context(Editor(RwSignal::new(None)));
    let beside = views::beside();
    view! {
        <h1 class="visually-hidden">"Inbox"</h1>
        <div class="inbox" class:has-thread=move || open.get().is_some() class:beside=move || beside.get()>
            <Views view=view open=open beside=beside />
            <ConversationList view=view open=open />
            {move || match open.get() {
                Some(id) => thread(id, view),
                None => view! { <NoThread /> }.into_any(),
            }}
            <SpaceWindow />
        </div>
    }
}

#[component]
fn NoThread() -> impl IntoView {
    let it: Workspace = expect_context();
    let keys = SHOWN.map(|(id, words)| {
        let keys = move || match it.keys.by_id(id) {
            keys if keys.is_empty() => None,
            keys => Some(view! { <div><dt><Keys keys=keys /></dt><dd>{words}</dd></div> }),
        };
        view! { {keys} }
    });
    view! {
        <section class="thread-pane no-thread" aria-label="Conversation">
            <div class="empty">
                <h2>"No conversation open"</h2>
                <p>"Choose one on the left. Or use the keyboard:"</p>
                <dl class="keys">{keys}</dl>
            </div>
        </section>
    }
}

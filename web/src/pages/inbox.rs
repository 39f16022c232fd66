//! List and thread, side by side or one at a time. The address says which list and which thread.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::ids::ConversationId;
use shared::view::View;

use crate::features::conversation_list::ConversationList;
use crate::features::shortcuts;
use crate::features::thread::Thread;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

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
    effect(move || it.looks_at(view.get()));
    effect(move || it.opened(open.get()));
    on_cleanup(move || it.opened(None));
    shortcuts::listen(view, open);
    view! {
        <h1 class="visually-hidden">"Inbox"</h1>
        <div class="inbox" class:has-thread=move || open.get().is_some()>
            <ConversationList view=view open=open />
            {move || match open.get() {
                Some(id) => view! { <Thread id=id view=view /> }.into_any(),
                None => view! { <NoThread /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn NoThread() -> impl IntoView {
    view! {
        <section class="thread-pane no-thread" aria-label="Conversation">
            <div class="empty">
                <h2>"No conversation open"</h2>
                <p>"Choose one on the left. Or use the keyboard:"</p>
                <dl class="keys">
                    <div><dt><kbd>"J"</kbd><kbd>"K"</kbd></dt><dd>"next, previous"</dd></div>
                    <div><dt><kbd>"R"</kbd></dt><dd>"reply"</dd></div>
                    <div><dt><kbd>"I"</kbd></dt><dd>"assign to me"</dd></div>
                    <div><dt><kbd>"E"</kbd></dt><dd>"close"</dd></div>
                    <div><dt><kbd>"S"</kbd></dt><dd>"snooze"</dd></div>
                    <div><dt><kbd>"U"</kbd></dt><dd>"mark as unread"</dd></div>
                    <div><dt><kbd>"/"</kbd></dt><dd>"search"</dd></div>
                    <div><dt><kbd>"Esc"</kbd></dt><dd>"back"</dd></div>
                </dl>
            </div>
        </section>
    }
}

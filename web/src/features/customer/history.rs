//! What a customer had with all our numbers, as far as one sees it.

use leptos::prelude::*;
use shared::conversation::{Conversation, Status};
use shared::ids::ConversationId;

use crate::clock;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Their conversations, latest first.
#[component]
pub fn History(id: ConversationId, history: Memo<Vec<Conversation>>) -> impl IntoView {
    view! {
        <section class="customer-part" aria-labelledby="customer-past">
            <header><h3 id="customer-past">"Conversations"</h3></header>
            <ul class="customer-history" data-testid="customer-history">
                <For each=move || history.get() key=|it| it.id let:past>
                    <Past here=id past=past />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Past(here: ConversationId, past: Conversation) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, live) = (past.id, it.store.conversation(past.id));
    // As it is, where the picture has it.
    let now = memo(move || live.get().unwrap_or_else(|| past.clone()));
    let number = move || now.with(|now| it.store.number(now.number).map(|it| it.name));
    let state = move || {
        now.with(|now| match now.status {
            Status::Open => "Open",
            Status::Snoozed => "Snoozed",
            Status::Closed => "Closed",
        })
    };
    let when = move || clock::since(it.time.now(), now.with(|it| it.active_at));
    view! {
        <li>
            <a href=format!("/inbox/all/{id}") aria-current=(id == here).then_some("true")>
                <span class="customer-past"><bdi>{number}</bdi> <span class="small-label">{state} " · " {when}</span></span>
                <span class="small-label" dir="auto">{move || now.with(|it| it.last.as_ref().map(|it| it.text.clone()))}</span>
            </a>
        </li>
    }
}

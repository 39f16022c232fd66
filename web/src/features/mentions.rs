//! Where I was mentioned and have not looked: a count that is pushed, and the way there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::mention::{self, Mention};
use shared::reads::CONVERSATIONS;

use crate::features::row::Time;
use crate::ui::icon::{Icon, Kind};
use crate::ui::popover::Popover;
use crate::watch::memo;
use crate::workspace::Workspace;

/// The panel's id in the page.
const PANEL: &str = "mentions";

/// The button with the count, and the list behind it.
#[component]
pub fn Mentions() -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || it.store.mentions());
    let count = move || all.with(Vec::len);
    let face = move || {
        view! {
            <Icon kind=Kind::At />
            <span class="pill badge" data-testid="mention-count" hidden=move || count() == 0>
                {count}
                <span class="visually-hidden">" not looked at"</span>
            </span>
        }
    };
    view! {
        <Popover id=PANEL label="Mentions of me" face=face testid="mentions" class="icon-button">
            <h2 class="panel-title">"Mentions"</h2>
            <Show when=move || count() == 0>
                <p class="quiet">"When a colleague writes @ and your name in a note, it is here until you look."</p>
            </Show>
            <ul class="mention-list">
                <For each=move || all.get() key=|it| it.id children=move |one| view! { <Entry one=one /> } />
            </ul>
        </Popover>
    }
}

#[component]
fn Entry(one: Mention) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, note) = (one.conversation, one.note);
    let name = customer(it, id);
    let by = one.by;
    let close = move |_| crate::ui::page::hide_popover(PANEL);
    view! {
        <li data-testid="mention-entry">
            <a href=format!("/inbox/all/{id}?message={note}") on:click=close>
                {if by == it.me() {
                    view! { <span>"A scheduled message of yours was not sent"</span> }.into_any()
                } else {
                    view! { <span><bdi>{move || it.store.name_of(by)}</bdi>" mentioned you"</span> }.into_any()
                }}
                <Time at=one.at />
                <span class="quiet"><bdi>{name}</bdi></span>
            </a>
            <button
                class="icon-button small"
                title="I know"
                aria-label="Take it off this list"
                on:click=move |_| it.sender.send(Action::Mention(id, mention::Action::See))
            >
                <Icon kind=Kind::Check />
            </button>
        </li>
    }
}

/// What the customer of a conversation is called; it is fetched when it isn't known.
fn customer(it: Workspace, id: ConversationId) -> Memo<String> {
    let fetched = RwSignal::new("…".to_owned());
    let known = it.store.conversation(id);
    if known.with_untracked(Option::is_none) {
        spawn_local(async move {
            let answer = it.session().get::<Conversation>(format!("{CONVERSATIONS}/{id}")).await;
            // The list may have been closed.
            let _ = fetched.try_set(match answer {
                Ok(found) => found.contact.name,
                Err(failure) => failure.words(),
            });
        });
    }
    memo(move || known.get().map_or_else(|| fetched.get(), |it| it.contact.name))
}

/// That I was mentioned in a conversation, for its row.
#[component]
pub fn Mentioned(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let mentioned = memo(move || it.store.mentioned_in(id));
    move || {
        mentioned.get().then(|| {
            view! {
                <span class="chip mentioned" title="A colleague mentioned you in a note" data-testid="row-mention">
                    <Icon kind=Kind::At />
                    <span class="visually-hidden">"mentions you"</span>
                </span>
            }
        })
    }
}

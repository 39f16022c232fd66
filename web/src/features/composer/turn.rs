//! Whose turn it is to reply: says that somebody else writes, asks for the reply, takes it over, and lets others ask. What
//! one has written stays, whatever becomes of it.

use leptos::prelude::*;
use shared::command::Action;
use shared::conversation;
use shared::ids::{AgentId, ConversationId};
use shared::permission::Permission;
use shared::presence::Doing;
use shared::together::Shared;

use super::{focus, switch};
use crate::features::together;
use crate::presence::Asking;
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Whether the reply is a colleague's, which is then said where one looks.
pub fn waits(it: Workspace, id: ConversationId) -> bool {
    let held = untrack(|| it.presence.holder(id)).is_some();
    if held {
        it.presence.stopped.set(Some(id));
    }
    held
}

/// Takes the reply over.
pub fn take_over(it: Workspace, id: ConversationId) {
    let take = conversation::Action::TakeOver { tab: it.presence.tab };
    it.presence.asking.set(None);
    it.sender.send_then(Action::Conversation(id, take), move || {
        it.presence.stopped.set(None);
        it.presence.types(Doing::Replying);
        request_animation_frame(focus);
    });
}

/// A line above the composer, while there is something to say.
#[component]
pub fn Turn(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let holder = memo(move || it.presence.holder(id));
    let asked = memo(move || it.presence.asked.get().filter(|it| it.at == id).map(|it| it.by));
    effect(move || {
        if it.presence.asking.get() == Some(Asking::Yes(id)) {
            take_over(it, id);
        }
        // When it is nobody's, nobody has to wait or to ask.
        if holder.get().is_none() {
            if it.presence.stopped.get_untracked() == Some(id) {
                it.presence.stopped.set(None);
            }
            if it.presence.asking.get_untracked() == Some(Asking::Waits(id)) {
                it.presence.asking.set(None);
            }
        }
    });
    move || match (asked.get(), holder.get()) {
        (Some(by), _) => Some(view! { <Wanted by=by /> }.into_any()),
        (None, Some(who)) => Some(view! { <Held id=id who=who /> }.into_any()),
        (None, None) => None,
    }
}

/// A colleague writes.
#[component]
fn Held(id: ConversationId, who: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    let stopped = memo(move || it.presence.stopped.get() == Some(id));
    let asking = memo(move || it.presence.asking.get());
    let words = move || {
        let who = it.store.name_of(who);
        match asking.get() {
            Some(Asking::Waits(at)) if at == id => {
                format!("Asked {who}. It is yours in 10 seconds unless they refuse.")
            }
            Some(Asking::No(at)) if at == id => format!("{who} keeps the reply for now."),
            _ if stopped.get() => format!("Not sent: {who} is replying. Your text stays here."),
            _ => format!("{who} is replying"),
        }
    };
    let waits = move || asking.get() == Some(Asking::Waits(id));
    view! {
        <div class="turn" class:stopped=stopped data-testid="turn">
            <Icon kind=Kind::Lock />
            <span class="turn-words" role="status">{words}</span>
            <span class="turn-acts">
                <button type="button" class="link" data-testid="turn-ask" disabled=waits on:click=move |_| it.presence.ask(id)>
                    "Ask"
                </button>
                <Show when=move || it.store.may(Permission::Force)>
                    <button type="button" class="link" data-testid="turn-see"
                        hidden=move || it.together.joined.get() == Some(Shared { at: id, author: who })
                        on:click=move |_| together::join(it, Shared { at: id, author: who })>"See the draft"</button>
                    <button type="button" class="link" data-testid="turn-take" on:click=move |_| take_over(it, id)>"Take over"</button>
                </Show>
                <button type="button" class="link" data-testid="turn-note" on:click=move |_| switch(it, id, true)>"Write a note"</button>
            </span>
        </div>
    }
}

/// A colleague asks for the reply.
#[component]
fn Wanted(by: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    let answer = move |yes: bool| {
        it.presence.answer(yes);
        request_animation_frame(focus);
    };
    view! {
        <div class="turn stopped" data-testid="wanted">
            <Icon kind=Kind::Info />
            <span class="turn-words" role="alert">
                {move || format!("{} asks for the reply. It is theirs in 10 seconds unless you keep it.", it.store.name_of(by))}
            </span>
            <span class="turn-acts">
                <button type="button" class="link" data-testid="wanted-keep" on:click=move |_| answer(false)>"Keep it"</button>
                <button type="button" class="link" data-testid="wanted-give" on:click=move |_| answer(true)>"Let them"</button>
            </span>
        </div>
    }
}

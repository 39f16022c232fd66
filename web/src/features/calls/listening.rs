//! Listening in: the dock of who does, the button that begins it, and what those who are in the call are told.

use leptos::prelude::*;
use shared::call::{Action, Call, Listener, Mode, Stage};
use shared::command;
use shared::ids::{CallId, ConversationId};
use shared::permission::Permission;

use super::call_of;
use super::dock::{Mute, Who, passing};
use crate::call::{Link, Wish};
use crate::features::call_line::length;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What a mode is called, and what it means.
const fn name(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Listen => ("Listen", "Nobody hears you"),
        Mode::Whisper => ("Whisper", "Only your colleague hears you"),
        Mode::Barge => ("Join", "The customer hears you, too"),
    }
}

/// Begins to listen in, where somebody talks and I may.
#[component]
pub fn ListenButton(of: ConversationId, call: Call) -> impl IntoView {
    let it: Workspace = expect_context();
    let talks = matches!(call.stage, Stage::Talking { .. }) && !call.busy().contains(&it.me());
    let id = call.id;
    let able = move || it.store.may(Permission::Listen) && it.calls.here.with(Option::is_none);
    view! {
        <Show when=move || talks && able()>
            <button type="button" class="link" data-testid="call-listen-in"
                on:click=move |_| it.calls.wish.set(Some(Wish::Listen { conversation: of, call: id }))>
                "Listen in"
            </button>
        </Show>
    }
}

/// The call on which I listen in.
#[component]
pub fn Listening(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let call = memo(move || call_of(it, at, id));
    let now = passing();
    let mode = memo(move || call.with(|call| call.as_ref().and_then(|call| call.listens(it.me()))));
    let state = move || {
        let connected = it.calls.here.with(|it| it.is_some_and(|it| it.link == Link::Connected));
        call.with(|call| match call.as_ref().map(|it| &it.stage) {
            _ if !connected => "Connecting…".to_owned(),
            Some(Stage::Talking { with, since, .. }) => {
                format!("{} talks · {}", it.store.name_of(*with), length(now.get() - *since))
            }
            _ => "Nobody talks now".to_owned(),
        })
    };
    let choose = move |mode| {
        it.sender.send(command::Action::Call(at, Action::BeHeard { call: id, mode }));
    };
    let buttons = Mode::ALL.map(|one| {
        let (words, effect) = name(one);
        view! {
            <button type="button" class="button" title=effect aria-pressed=move || (mode.get() == Some(one)).to_string()
                data-testid=format!("call-mode-{one}") on:click=move |_| choose(one)>
                {words}
            </button>
        }
    });
    let effect = move || mode.get().map(|it| name(it).1);
    view! {
        <section class="call-dock" aria-label="Listening in" data-testid="call-listening">
            <div class="call-head">
                <Icon kind=Kind::Eye />
                <Who at=at />
                <span class="call-state" data-testid="call-state">{state}</span>
            </div>
            <p class="call-quality" role="status"><span data-testid="call-effect">{effect}</span></p>
            <div class="call-modes" role="group" aria-label="Who hears you">{buttons}</div>
            <div class="call-buttons">
                <Mute />
                <button type="button" class="button call-end" data-testid="call-leave"
                    on:click=move |_| it.calls.wish.set(Some(Wish::HangUp))>
                    "Stop listening"
                </button>
            </div>
        </section>
    }
}

/// Who of colleagues hears the call that I am in, and who hears them.
#[component]
pub fn Ears(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let all = memo(move || call_of(it, at, id).map(|it| it.listeners).unwrap_or_default());
    let words = move || {
        let said = |one: &Listener| {
            let who = it.store.name_of(one.agent);
            Some(match one.now? {
                Mode::Listen => format!("{who} listens in"),
                Mode::Whisper => format!("{who} whispers to you"),
                Mode::Barge => format!("{who} talks with you both"),
            })
        };
        all.with(|all| all.iter().filter_map(said).collect::<Vec<_>>().join(" · "))
    };
    let none = move || all.with(|all| all.iter().all(|it| it.now.is_none()));
    view! {
        <p class="call-ears" role="status" hidden=none data-testid="call-ears">
            <Icon kind=Kind::Eye />
            <bdi>{words}</bdi>
        </p>
    }
}

/// Who listened in on a call, in its line.
pub fn told(it: Workspace, call: &Call) -> Option<String> {
    let one = |one: &Listener| {
        let who = it.store.name_of(one.agent);
        match (one.now.filter(|_| call.live()), one.most) {
            (Some(_), _) => format!("{who} listens in"),
            (None, Mode::Listen) => format!("{who} listened in"),
            (None, Mode::Whisper) => format!("{who} whispered"),
            (None, Mode::Barge) => format!("{who} joined"),
        }
    };
    let all: Vec<_> = call.listeners.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

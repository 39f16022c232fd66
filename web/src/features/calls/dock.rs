//! The call I am in, wherever I go: who it is, how long, how well it sounds, and what can be done about it.

use std::time::Duration;

use leptos::prelude::*;
use shared::call::{Action, Call, Recorded, Stage};
use shared::command;
use shared::ids::{CallId, ConversationId};
use shared::time::Timestamp;

use super::company::{Ask, Company};
use super::keypad::Keypad;
use super::listening::{Ears, Listening};
use super::note::{Note, NoteButton};
use super::ring::{CallsToo, ending};
use super::transfer::Transfer;
use super::{call_of, live, name_of};
use crate::call::{Here, Link, Quality, Wish};
use crate::clock;
use crate::features::call_line::length;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

const SECOND: Duration = Duration::from_secs(1);

/// What the dock is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Talk,
    Listening,
    Elsewhere,
}

/// The call that I am in, and whether in this tab.
#[component]
pub fn Dock() -> impl IntoView {
    let it: Workspace = expect_context();
    let shown = memo(move || {
        let shows = |listens| if listens { Shows::Listening } else { Shows::Talk };
        let here = it.calls.here.get().map(|it| (it.conversation, it.call, shows(it.listens)));
        here.or_else(|| elsewhere(it).map(|(at, call)| (at, call, Shows::Elsewhere)))
    });
    move || {
        shown.get().map(|(at, call, what)| match what {
            Shows::Talk => view! { <Talk at=at id=call /> }.into_any(),
            Shows::Listening => view! { <Listening at=at id=call /> }.into_any(),
            Shows::Elsewhere => view! { <Elsewhere at=at id=call /> }.into_any(),
        })
    }
}

/// A call of mine that this tab is not in.
fn elsewhere(it: Workspace) -> Option<(ConversationId, CallId)> {
    let me = it.me();
    let mine = |call: &Call| {
        let mine = call.has(me) || call.may_return(me);
        mine.then_some((call.conversation, call.id))
    };
    live(it, mine).into_iter().find(|(_, id)| !ending(it, *id))
}

/// A moment that passes by the second, as long as its owner.
pub(super) fn passing() -> ReadSignal<Timestamp> {
    let (now, set) = signal(clock::now());
    let tick = set_interval_with_handle(move || set.set(clock::now()), SECOND);
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    now
}

#[component]
pub(super) fn Who(at: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <a class="call-name" href=format!("/inbox/all/{at}") dir="auto" data-testid="call-name">
            {move || name_of(it, at)}
        </a>
    }
}

/// Whether I am heard.
#[component]
pub(super) fn Mute() -> impl IntoView {
    let it: Workspace = expect_context();
    let muted = it.calls.muted;
    view! {
        <button type="button" class="icon-button" data-testid="call-mute" title=it.keys.hint("Mute", "mute")
            aria-keyshortcuts=it.keys.aria("mute")
            aria-label="Mute" aria-pressed=move || muted.get().to_string() on:click=move |_| muted.update(|it| *it = !*it)>
            <Icon kind=Kind::Microphone />
        </button>
    }
}

#[component]
fn Talk(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let call = memo(move || call_of(it, at, id));
    let now = passing();
    let state =
        memo(move || call.with(|call| state(it.calls.here.get(), call.as_ref(), now.get())));
    let talking = memo(move || {
        call.with(|it| it.as_ref().is_some_and(|it| matches!(it.stage, Stage::Talking { .. })))
    });
    let held = memo(move || {
        call.with(|it| {
            matches!(it.as_ref().map(|it| &it.stage), Some(Stage::Talking { held: Some(_), .. }))
        })
    });
    let hold = move |_| {
        let on = !held.get_untracked();
        it.sender.send(command::Action::Call(at, Action::Hold { call: id, on }));
    };
    let mine = memo(move || {
        call.with(|call| call.as_ref().is_none_or(|call| call.seat(it.me()).is_none()))
    });
    // Whoever leaves colleagues does not end it.
    let leaves = memo(move || {
        let helped = |call: &Call| call.helpers().next().is_some();
        !mine.get() || call.with(|call| call.as_ref().is_some_and(helped))
    });
    let alone = memo(move || {
        call.with(|call| call.as_ref().is_some_and(|call| call.company().next().is_none()))
    });
    let has_it = move || talking.get() && mine.get();
    let noting = RwSignal::new(false);
    view! {
        <section class="call-dock" aria-label="Call" data-testid="call-dock">
            <CallsToo />
            <div class="call-head">
                <Icon kind=Kind::Phone />
                <Who at=at />
                <span class="call-state" data-testid="call-state">{move || state.get().0}</span>
            </div>
            <p class="visually-hidden" role="status">{move || state.get().1}</p>
            <Sounds at=at id=id />
            <Ears at=at id=id />
            <Company at=at id=id />
            <div class="call-buttons">
                <Mute />
                <button type="button" class="icon-button" data-testid="call-hold" title="Hold" aria-label="Hold"
                    hidden=move || !mine.get()
                    disabled=move || !talking.get() || (held.get() && !alone.get())
                    aria-pressed=move || held.get().to_string() on:click=hold>
                    <Icon kind=Kind::Pause />
                </button>
                <Show when=has_it>
                    <Keypad at=at id=id />
                    <Ask at=at id=id />
                </Show>
                <Show when=move || has_it() && alone.get()>
                    <Transfer at=at id=id />
                </Show>
                <NoteButton open=noting />
                <button type="button" class="icon-button" data-testid="call-sound" title="Microphone and speaker" aria-label="Microphone and speaker"
                    aria-haspopup="dialog" on:click=move |_| it.calls.check.set(true)>
                    <Icon kind=Kind::Sliders />
                </button>
                <button type="button" class="button danger call-end" data-testid="call-hang-up"
                    on:click=move |_| it.calls.wish.set(Some(Wish::HangUp))>
                    {move || if leaves.get() { "Leave" } else { "Hang up" }}
                </button>
            </div>
            <Show when=move || noting.get()><Note at=at /></Show>
        </section>
    }
}

/// How good it sounds, in words where it is not good, whether I am heard, and whether it is recorded.
#[component]
fn Sounds(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let recorded =
        memo(move || call_of(it, at, id).is_some_and(|it| it.recorded == Some(Recorded::Now)));
    let quality = memo(move || {
        let connected = it.calls.here.with(|it| it.is_some_and(|it| it.link == Link::Connected));
        it.calls.quality.get().filter(|_| connected)
    });
    view! {
        <p class="call-quality" role="status">
            <span data-testid="call-quality" data-quality=move || quality.get().map(Quality::name)>
                {move || quality.get().map(Quality::words)}
            </span>
            <span hidden=move || !recorded.get() class="call-recorded" data-testid="call-recording-now">"Recording"</span>
            <span hidden=move || !it.calls.muted.get() class="call-muted">"You are muted"</span>
        </p>
    }
}

#[component]
fn Elsewhere(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let go_on = move |_| it.calls.wish.set(Some(Wish::Join { conversation: at, call: id }));
    let hang_up = move |_| {
        it.sender.send(command::Action::Call(at, Action::HangUp { call: id }));
    };
    view! {
        <section class="call-dock" aria-label="Call" data-testid="call-elsewhere">
            <CallsToo />
            <div class="call-head">
                <Icon kind=Kind::Phone />
                <Who at=at />
            </div>
            <p class="quiet">"You are in this call, but not in this tab."</p>
            <div class="call-buttons">
                <button type="button" class="button primary" data-testid="call-continue" on:click=go_on>"Continue here"</button>
                <button type="button" class="button danger call-end" on:click=hang_up>"Hang up"</button>
            </div>
        </section>
    }
}

/// How it stands: as it is shown, and as it is said to who can't see it, who is not told every second.
fn state(here: Option<Here>, call: Option<&Call>, now: Timestamp) -> (String, &'static str) {
    let link = here.map_or(Link::Lost, |it| it.link);
    let same = |words: &'static str| (words.to_owned(), words);
    match call.map(|it| &it.stage) {
        _ if link == Link::Lost => same("Reconnecting…"),
        Some(Stage::Waiting { .. }) => same("Reconnecting…"),
        Some(Stage::Dialing { .. }) => same("Calling…"),
        Some(Stage::RingsThere { .. }) => same("Ringing…"),
        Some(Stage::Talking { held: Some(since), .. }) => {
            (format!("On hold {}", length(now - *since)), "On hold")
        }
        Some(Stage::Talking { since, .. }) if link == Link::Connected => {
            (length(now - *since), "Connected")
        }
        None | Some(Stage::Ringing(_) | Stage::Talking { .. } | Stage::Ended { .. }) => {
            same("Connecting…")
        }
    }
}

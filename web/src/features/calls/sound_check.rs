//! By what I hear and am heard: to be tried before a call, and changed in one.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MediaDeviceKind;

use crate::call::peer::Microphone;
use crate::call::speaker;
use crate::recorder::devices::{self, Device};
use crate::recorder::meter::Meter;
use crate::recorder::microphone;
use crate::ui::dialog::Dialog;
use crate::ui::field::Select;
use crate::watch::effect;
use crate::workspace::Workspace;

/// How often one looks how loud it is, in milliseconds.
const LOOK: u32 = 100;

/// The window in which it is tried.
#[component]
pub fn SoundCheck() -> impl IntoView {
    let it: Workspace = expect_context();
    view! { <Dialog title="Microphone and speaker" open=it.calls.check><Panel /></Dialog> }
}

#[component]
fn Panel() -> impl IntoView {
    let it: Workspace = expect_context();
    let calls = it.calls;
    let problem = RwSignal::new(None::<String>);
    let known = RwSignal::new(0_u32);
    let level = hear(it, problem, known);
    let microphones = Choice::of(MediaDeviceKind::Audioinput, known, microphone::chosen());
    let speakers = Choice::of(MediaDeviceKind::Audiooutput, known, speaker::chosen());
    microphones.kept(move |id| {
        microphone::choose(id);
        calls.chosen.update(|it| *it += 1);
    });
    speakers.kept(move |id| {
        speaker::choose(id);
        calls.chosen.update(|it| *it += 1);
    });
    let ring = move |text: String| speaker::set_ring_volume(text.parse().unwrap_or_default());
    // One that can't play has no speaker.
    let play = move |_| drop(speaker::play());
    let several = move |of: Choice| of.all.with(|it| it.len() > 1);
    view! {
        <div class="sound-check" data-testid="sound-check">
            <Show when=move || several(microphones)>
                <Select label="Microphone" name="microphone" options=microphones.options() value=microphones.value testid="check-microphone" />
            </Show>
            <label class="field">
                <span class="label">"What it hears"</span>
                <meter min="0" max="100" value=move || level.get().to_string() data-testid="check-level"></meter>
                <span class="note" role="status">
                    {move || problem.get().unwrap_or_else(|| {
                        let muted = calls.muted.get() && calls.hears.with(Option::is_some);
                        if muted { "You are muted." } else { "Say something: it moves when you are heard." }.to_owned()
                    })}
                </span>
            </label>
            <Show when=move || speaker::can_choose() && several(speakers)>
                <Select label="Speaker" name="speaker" options=speakers.options() value=speakers.value testid="check-speaker" />
            </Show>
            <button type="button" class="button" data-testid="check-play" on:click=play>"Play a sound"</button>
            <label class="field">
                <span class="label">"How loud calls ring"</span>
                <input type="range" min="0" max="100" step="10" name="ring" data-testid="check-ring"
                    value=speaker::ring_volume().to_string() on:change:target=move |event| ring(event.target().value()) />
            </label>
        </div>
    }
}

/// How loud it is, as long as somebody looks: in a call the call's microphone, else one that goes off with the window. Counts
/// up in `known` when the browser has let it listen, which is when it tells names.
fn hear(it: Workspace, problem: RwSignal<Option<String>>, known: RwSignal<u32>) -> ReadSignal<u8> {
    let calls = it.calls;
    let (level, set_level) = signal(0);
    let own = StoredValue::new_local(None::<Microphone>);
    let meter = StoredValue::new_local(None::<Meter>);
    effect(move || {
        calls.chosen.track();
        if let Some(stream) = calls.hears.get() {
            own.set_value(None);
            meter.set_value(Meter::of(&stream).ok());
            known.update(|it| *it += 1);
            return;
        }
        spawn_local(async move {
            let heard = microphone::listen().await.map(Microphone);
            let words = heard.as_ref().err().cloned();
            let looks = heard.as_ref().ok().and_then(|it| Meter::of(&it.0).ok());
            // The window may have been closed: then all of this goes off.
            if problem.try_set(words).is_none() {
                meter.set_value(looks);
                own.set_value(heard.ok());
                known.update(|it| *it += 1);
            }
        });
    });
    let look = StoredValue::new_local(Some(Interval::new(LOOK, move || {
        let now = meter.try_with_value(|it| it.as_ref().map_or(0, Meter::level));
        let _ = now.map(|now| set_level.try_set(now));
    })));
    on_cleanup(move || drop(look.try_update_value(Option::take)));
    level
}

/// One of several microphones or speakers.
#[derive(Clone, Copy)]
struct Choice {
    all: RwSignal<Vec<Device>>,
    value: RwSignal<String>,
}

impl Choice {
    fn of(kind: MediaDeviceKind, known: RwSignal<u32>, chosen: Option<String>) -> Self {
        let it = Self { all: RwSignal::new(Vec::new()), value: RwSignal::new(String::new()) };
        effect(move || {
            known.track();
            let chosen = chosen.clone();
            spawn_local(async move {
                let all = devices::found(kind).await.unwrap_or_default();
                let there = |id: &String| all.iter().any(|it| it.id == *id);
                let now = chosen.filter(there).or_else(|| all.first().map(|it| it.id.clone()));
                if it.value.try_with_untracked(String::is_empty) == Some(true) {
                    it.value.set(now.unwrap_or_default());
                }
                // The window may have been closed.
                let _ = it.all.try_set(all);
            });
        });
        it
    }

    /// Tells when another is chosen.
    fn kept(self, keep: impl Fn(&str) + 'static) {
        let before = StoredValue::new(String::new());
        effect(move || {
            let now = self.value.get();
            let first = before.with_value(String::is_empty);
            if before.with_value(|it| *it != now) {
                before.set_value(now.clone());
                if !first {
                    untrack(|| keep(&now));
                }
            }
        });
    }

    fn options(self) -> Signal<Vec<(String, String)>> {
        let pairs =
            |it: &Vec<Device>| it.iter().map(|it| (it.id.clone(), it.name.clone())).collect();
        Signal::derive(move || self.all.with(pairs))
    }
}

//! Which keys do what, to be changed one by one. Kept in this browser.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::actions::{self, Action, Group};
use crate::features::shortcuts;
use crate::pages::settings::Heading;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::ui::page;
use crate::workspace::Workspace;

/// So long one may wait before the second of two keys.
const PATIENCE: Duration = Duration::from_millis(900);

/// Which keys do what.
#[component]
pub fn Keyboard() -> impl IntoView {
    // The action whose keys are being changed, and what is wrong with those pressed.
    let changing = RwSignal::new(None::<&'static str>);
    let wrong = RwSignal::new(None::<String>);
    let part = move |group: Group| {
        let rows = actions::all().filter(move |it| it.group == group);
        let rows =
            rows.map(|action| view! { <Line action=action changing=changing wrong=wrong /> });
        view! {
            <h3 class="keys-group">{group.name()}</h3>
            <ul class="cards">{rows.collect_view()}</ul>
        }
    };
    view! {
        <Heading
            title="Keyboard"
            about="Click on keys to change them: one key, or two one after the other. They are kept in this browser."
        />
        {Group::ALL.map(part)}
    }
}

#[component]
fn Line(
    action: &'static Action,
    changing: RwSignal<Option<&'static str>>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let here = move || changing.get() == Some(action.id);
    let start = move |_| {
        wrong.set(None);
        changing.set(Some(action.id));
    };
    let face = move || {
        let keys = it.keys.of(action);
        if keys.is_empty() {
            view! { <span class="quiet">"None"</span> }.into_any()
        } else {
            view! { <Keys keys=keys /> }.into_any()
        }
    };
    view! {
        <li class="entry" data-testid=format!("shortcut-{}", action.id)>
            <span class="entry-main"><span class="entry-name">{action.name}</span></span>
            <Show when=move || it.keys.is_changed(action) && !here()>
                <button class="icon-button small" data-testid="key-reset" title="As it was"
                    aria-label=format!("As it was: {}", action.name)
                    on:click=move |_| it.keys.reset(action)>
                    <Icon kind=Kind::Redo />
                </button>
            </Show>
            <Show
                when=here
                fallback=move || view! {
                    <button class="button keys-button" data-testid="key-change" on:click=start>
                        <span class="visually-hidden">{format!("Keys of “{}”: ", action.name)}</span>
                        <span data-testid="key-now">{face}</span>
                    </button>
                }
            >
                <Recorder action=action changing=changing wrong=wrong />
            </Show>
            <Show when=move || here() && wrong.with(Option::is_some)>
                <p class="form-problem keys-wrong" role="alert" data-testid="key-wrong">{move || wrong.get()}</p>
            </Show>
        </li>
    }
}

/// Takes what is pressed: Backspace for no keys, Escape to leave all as it is.
#[component]
fn Recorder(
    action: &'static Action,
    changing: RwSignal<Option<&'static str>>,
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let pressed = RwSignal::new(Vec::<String>::new());
    let field = NodeRef::<html::Button>::new();
    page::focus_once_there(field);
    let give = move |keys: String| match it.keys.give(action, &keys) {
        Ok(()) => changing.set(None),
        Err(other) => {
            pressed.set(Vec::new());
            wrong.set(Some(format!(
                "“{keys}” belongs to “{other}”. Press other keys, or change those first."
            )));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(chord) = shortcuts::chord(&event) else { return };
        if chord == "Tab" || chord == "Shift Tab" {
            return changing.set(None);
        }
        event.prevent_default();
        event.stop_propagation();
        match chord.as_str() {
            "Esc" => return changing.set(None),
            "Backspace" => return give(String::new()),
            _ => pressed.update(|it| it.push(chord)),
        }
        let now = pressed.get_untracked();
        if now.len() >= 2 {
            return give(now.join(" "));
        }
        let settle = move || {
            if pressed.try_get_untracked().is_some_and(|it| it == now) {
                give(now.join(" "));
            }
        };
        set_timeout(settle, PATIENCE);
    };
    let face = move || match pressed.with(|it| it.join(" ")) {
        keys if keys.is_empty() => {
            "Press keys… (Esc leaves them, Backspace takes them off)".to_owned()
        }
        keys => keys,
    };
    view! {
        <button node_ref=field class="button keys-button recording" data-testid="key-record" on:keydown=on_key
            on:blur=move |_| {
                // Of what was left, nothing may be changing any more.
                let _ = changing.try_update(|it| if *it == Some(action.id) { *it = None });
            }>
            {face}
        </button>
    }
}

//! The keys of a telephone, for whom a machine answers. They can also be typed.

use leptos::prelude::*;
use shared::call::Action;
use shared::command;
use shared::ids::{CallId, ConversationId};
use web_sys::KeyboardEvent;

use crate::ui::icon::{Icon, Kind};
use crate::ui::popover::Popover;
use crate::workspace::Workspace;

const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/// The keys, behind a button.
#[component]
pub fn Keypad(at: ConversationId, id: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let pressed = RwSignal::new(String::new());
    let press = move |key: &str| {
        pressed.update(|it| it.push_str(key));
        let digits = key.to_owned();
        it.sender.send(command::Action::Call(at, Action::Dial { call: id, digits }));
    };
    let typed = move |event: KeyboardEvent| {
        let key = event.key();
        if KEYS.contains(&key.as_str()) {
            event.prevent_default();
            event.stop_propagation();
            press(&key);
        }
    };
    let key = move |key: &'static str| {
        let name = match key {
            "*" => "star",
            "#" => "hash",
            digit => digit,
        };
        let first = key == "1";
        view! {
            <button type="button" class="button" autofocus=first aria-label=name data-testid=format!("call-key-{name}")
                on:click=move |_| press(key)>{key}</button>
        }
    };
    let face = || view! { <Icon kind=Kind::Keypad /> }.into_any();
    view! {
        <Popover id="call-keys" label="Keys" testid="call-keys" class="icon-button" face=face>
            <div class="call-keypad" on:keydown=typed>
                <output class="call-pressed" dir="ltr" aria-label="Pressed so far" data-testid="call-pressed">{pressed}</output>
                {KEYS.map(key).collect_view()}
            </div>
        </Popover>
    }
}

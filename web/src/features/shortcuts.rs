//! Listens to the keyboard and does what the keys mean, while nobody is writing and nothing covers the page. Which keys do
//! what, [`crate::keys`] knows.

use std::time::Duration;

use leptos::ev::keydown;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::actions::Hands;
use crate::logic::chord::{self, Press};

/// So long after `G` one may think about where to.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// Listens for as long as the owner lives.
pub fn listen(hands: Hands) {
    // The first of two keys, and which time that was.
    let first = StoredValue::new((0_u32, None::<String>));
    let handle = window_event_listener(keydown, move |event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let writing = target.as_ref().is_some_and(is_field);
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let Some(chord) = chord(&event) else { return };
        let escapes = chord == "Esc";
        // What writes letters belongs to the text. Only the rest is worth a look at the whole page.
        if (writing && !escapes && !chord.starts_with("Ctrl ")) || covered() {
            return;
        }
        let done = if escapes {
            escape(hands, target.as_ref().filter(|_| writing))
        } else {
            let before = first.try_update_value(|(_, it)| it.take()).flatten();
            press(hands, before, &chord) || wait(hands, first, &chord)
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// What was pressed, as we write it.
pub fn chord(event: &KeyboardEvent) -> Option<String> {
    let (key, code) = (event.key(), event.code());
    chord::of(Press {
        key: &key,
        code: &code,
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    })
}

/// Does what these keys mean, after the first of two or alone.
fn press(hands: Hands, before: Option<String>, chord: &str) -> bool {
    let keys = hands.here().it.keys;
    let both = before.map(|first| keys.find(&format!("{first} {chord}"))).unwrap_or_default();
    let meant = if both.is_empty() { keys.find(chord) } else { both };
    let here = hands.here();
    match meant.iter().find(|it| it.can(&here).is_ok()) {
        Some(action) => (action.run)(&here),
        None => return !meant.is_empty(),
    }
    true
}

/// Waits for the second of two keys, if there are such keys.
fn wait(hands: Hands, first: StoredValue<(u32, Option<String>)>, chord: &str) -> bool {
    if !hands.here().it.keys.goes_on(chord) {
        return false;
    }
    let turn = first.with_value(|it| it.0.wrapping_add(1));
    first.set_value((turn, Some(chord.to_owned())));
    let forget = move || {
        // The page may have been left.
        let _ = first.try_update_value(|it| {
            if it.0 == turn {
                it.1 = None;
            }
        });
    };
    set_timeout(forget, PATIENCE);
    true
}

/// Out of the field; else out of the thread.
fn escape(hands: Hands, field: Option<&Element>) -> bool {
    let here = hands.here();
    match field {
        Some(field) => blur(field),
        None if untrack(|| here.it.selection.any()) => here.it.selection.clear(),
        None if here.open.is_some() => here.open(None),
        None => return false,
    }
    true
}

fn is_field(element: &Element) -> bool {
    element
        .matches("input:not([type=checkbox]), textarea, select, [contenteditable]")
        .unwrap_or_default()
}

/// Whether a dialog or a menu is open, to which the keys belong then.
fn covered() -> bool {
    document()
        .query_selector("dialog[open], :popover-open:not(.tooltip)")
        .is_ok_and(|it| it.is_some())
}

fn blur(field: &Element) {
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        // Only an element that is gone can't lose the focus.
        let _ = field.blur();
    }
}

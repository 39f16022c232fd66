//! Who opens a window and types at once is ahead of the part that brings its field. What they type is kept and put there.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlInputElement};

/// What was typed while a part is loaded into a window.
#[derive(Clone, Copy)]
pub(super) struct Ahead(StoredValue<String>);

impl Ahead {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(String::new()))
    }

    /// Listens for as long as the owner lives.
    pub(super) fn listen(self) {
        let handle = window_event_listener(keydown, move |event: KeyboardEvent| {
            let (key, chord) =
                (event.key(), event.ctrl_key() || event.meta_key() || event.alt_key());
            if chord || event.is_composing() || !in_window(&event) {
                return;
            }
            let letter = key.chars().count() == 1;
            let kept = self.0.try_update_value(|kept| match (letter, key.as_str()) {
                (true, _) => {
                    kept.push_str(&key);
                    true
                }
                (false, "Backspace") => kept.pop().is_some(),
                (false, _) => false,
            });
            if kept == Some(true) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Puts it into the field that has the focus, as if it were typed there, once what was loaded is in the page.
    pub(super) fn put(self) {
        let kept = self.0.try_update_value(std::mem::take).unwrap_or_default();
        if kept.is_empty() {
            return;
        }
        request_animation_frame(move || {
            let field =
                document().active_element().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let Some(field) = field else { return };
            // Whoever was quick enough has gone on typing there.
            field.set_value(&(kept + &field.value()));
            let how = EventInit::new();
            how.set_bubbles(true);
            if let Ok(input) = Event::new_with_event_init_dict("input", &how) {
                // Nobody can refuse it.
                let _ = field.dispatch_event(&input);
            }
        });
    }
}

/// Whether it is pressed in a window, and not in a field there.
fn in_window(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return false };
    let field = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    !field && target.closest("dialog").is_ok_and(|it| it.is_some())
}

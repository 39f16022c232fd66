//! Light or dark: as the system has it, until somebody chooses.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::icon::{Icon, Kind};

const KEY: &str = "onevoice.theme";

/// Shows what was chosen before; to be called before anything is drawn.
pub fn restore() {
    let chosen = window().local_storage().ok().flatten().and_then(|it| it.get_item(KEY).ok()?);
    if let Some(chosen @ ("light" | "dark")) = chosen.as_deref() {
        show(chosen);
    }
}

/// Switches between light and dark.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let (dark, set_dark) = signal(is_dark());
    let toggle = move |_| {
        let next = !is_dark();
        let name = if next { "dark" } else { "light" };
        show(name);
        if let Ok(Some(storage)) = window().local_storage() {
            // A browser that keeps nothing forgets it with the page.
            let _ = storage.set_item(KEY, name);
        }
        set_dark.set(next);
    };
    let label = move || if dark.get() { "Light colours" } else { "Dark colours" };
    view! {
        <button
            class="icon-button"
            data-testid="theme-toggle"
            title=label
            aria-label=label
            on:click=toggle
        >
            {move || view! { <Icon kind=if dark.get() { Kind::Sun } else { Kind::Moon } /> }}
        </button>
    }
}

fn is_dark() -> bool {
    match root().and_then(|it| it.get_attribute("data-theme")).as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|it| it.matches()),
    }
}

fn show(theme: &str) {
    if let Some(root) = root() {
        let set: Result<(), JsValue> = root.set_attribute("data-theme", theme);
        debug_assert!(set.is_ok(), "an attribute of a good name can be set");
    }
}

fn root() -> Option<web_sys::Element> {
    document().document_element()
}

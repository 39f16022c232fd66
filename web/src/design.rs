//! The page `/design`: every component in every state, with made-up words and no server. Whoever changes a style looks
//! here; a journey does, too.

pub mod actions;
pub mod answers;
pub mod choices;
pub mod overlays;
pub mod states;

use leptos::prelude::*;

use crate::ui::theme::{self, DENSITY, DIRECTION, Looks, THEME};
use crate::ui::toast::{ToastCorner, Toasts};
use crate::ui::tooltip::Tooltips;

/// Starts the page.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    theme::restore();
    mount_to_body(Design);
}

/// All components.
#[component]
fn Design() -> impl IntoView {
    let toasts = Toasts::new();
    provide_context(toasts);
    view! {
        <header class="design-head">
            <h1>"Components"</h1>
            <Looks look=&THEME />
            <Looks look=&DENSITY />
            <Looks look=&DIRECTION />
        </header>
        <main class="design">
            <actions::Actions />
            <answers::Answers />
            <choices::Choices />
            <overlays::Overlays />
            <states::States />
        </main>
        <ToastCorner toasts=toasts />
        <Tooltips />
    }
}

/// One component, in its states.
#[component]
fn Specimen(
    /// What it is called.
    name: &'static str,
    /// It in its states.
    children: Children,
) -> impl IntoView {
    let id = name.to_lowercase().replace(' ', "-");
    view! {
        <section class="specimen" aria-labelledby=format!("specimen-{id}") data-testid=format!("specimen-{id}")>
            <h2 id=format!("specimen-{id}")>{name}</h2>
            <div class="specimen-states">{children()}</div>
        </section>
    }
}

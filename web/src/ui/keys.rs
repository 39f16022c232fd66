//! Keys as they stand on a keyboard.

use leptos::prelude::*;

/// One or more keys, with spaces between them: `Ctrl K`.
#[component]
pub fn Keys(#[prop(into)] keys: String) -> impl IntoView {
    keys.split(' ').map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect_view()
}

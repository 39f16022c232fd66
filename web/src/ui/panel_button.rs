//! A button that opens a panel on the platform's popover; what kind of panel, menus and popovers say.

use leptos::prelude::*;

/// The button; it stands beside its panel in a `menu-anchor`.
#[component]
pub fn PanelButton(
    /// Of the panel.
    id: &'static str,
    /// What kind of panel: the value of `aria-haspopup`.
    opens: &'static str,
    /// What the button says to a screen reader and as a hint.
    #[prop(into)]
    label: Signal<String>,
    /// What stands on the button.
    face: ViewFn,
    /// Its name for tests.
    testid: &'static str,
    /// What kind of button.
    class: &'static str,
    /// Whether the panel is open.
    #[prop(into)]
    open: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class=format!("{class} menu-button")
            type="button"
            data-testid=testid
            popovertarget=id
            aria-haspopup=opens
            aria-expanded=move || open.get().to_string()
            title=label
        >
            <span class="visually-hidden">{label}</span>
            {move || face.run()}
        </button>
    }
}

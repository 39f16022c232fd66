//! A button with a panel below it, on the platform's popover: Escape or a click elsewhere closes it.

use leptos::html;
use leptos::prelude::*;

use crate::ui::panel_button::PanelButton;

/// A button with a panel below it, for what is more than a menu.
#[component]
pub fn Popover(
    /// Unique in the page.
    id: &'static str,
    /// What the button says to a screen reader and as a hint.
    label: &'static str,
    /// What stands on the button.
    #[prop(into)]
    face: ViewFn,
    /// Its name for tests.
    testid: &'static str,
    /// What kind of button.
    #[prop(default = "button")]
    class: &'static str,
    /// What is in the panel.
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let on_toggle = move |_| {
        if let Some(panel) = panel.get_untracked() {
            open.set(panel.matches(":popover-open").unwrap_or_default());
        }
    };
    view! {
        <span class="menu-anchor">
            <PanelButton id=id opens="dialog" label=label face=face testid=testid class=class open=open />
            <div
                node_ref=panel
                id=id
                class="popover"
                popover="auto"
                role="dialog"
                aria-label=label
                on:toggle=on_toggle
            >
                {children()}
            </div>
        </span>
    }
}

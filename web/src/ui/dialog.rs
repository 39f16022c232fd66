//! A window above the page, on the platform's `<dialog>`: Escape closes it, the focus stays in it and comes back.

use leptos::html;
use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};
use crate::watch::effect;

/// A window above the page. What is in it is made when it opens and forgotten when it closes.
#[component]
pub fn Dialog(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // It is in the page and not open: nothing else could be wrong.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=dialog class="dialog" aria-label=title on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <header>
                    <h2>{title}</h2>
                    <button
                        type="button"
                        class="icon-button"
                        title="Close (Esc)"
                        aria-label="Close"
                        on:click=move |_| open.set(false)
                    >
                        <Icon kind=Kind::Close />
                    </button>
                </header>
                {children.with_value(|children| children())}
            </Show>
        </dialog>
    }
}

//! A window above the page, on the platform's `<dialog>`: Escape closes it, the focus stays in it and comes back.

use leptos::html;
use leptos::prelude::*;

use crate::ui::icon::{Icon, Kind};
use crate::watch::effect;

/// Where a window stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// In the middle.
    #[default]
    Middle,
    /// Along the edge where the reading ends; a click beside it closes it.
    Side,
}

/// A window above the page. What is in it is made when it opens and forgotten when it closes.
#[component]
pub fn Dialog(
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Where it stands.
    #[prop(optional)]
    place: Place,
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
    let class = if place == Place::Side { "dialog drawer" } else { "dialog" };
    // What is in the window covers it: a click on the window itself is one beside it.
    let beside = move |event: web_sys::MouseEvent| {
        let on = |it: &web_sys::HtmlDialogElement| {
            event.target().is_some_and(|target| target.loose_eq(it))
        };
        if place == Place::Side && dialog.get_untracked().is_some_and(|it| on(&it)) {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=dialog class=class aria-label=title on:close=move |_| open.set(false) on:click=beside>
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

//! A button with a menu below it, on the platform's popover: arrows move, Escape closes and gives the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

/// A button with a menu below it. The children are buttons with `role="menuitem"`, or `"menuitemcheckbox"` for what is
/// on or off: of those one may choose several.
#[component]
pub fn Menu(
    /// Unique in the page.
    id: &'static str,
    /// What the button says to a screen reader and as a hint.
    #[prop(into)]
    label: Signal<String>,
    /// What stands on the button.
    #[prop(into)]
    face: ViewFn,
    /// Its name for tests.
    testid: &'static str,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let (open, set_open) = signal(false);
    let on_toggle = move |_| {
        let Some(menu) = menu.get_untracked() else { return };
        let now = menu.matches(":popover-open").unwrap_or_default();
        set_open.set(now);
        if now && let Some(first) = items(&menu).first() {
            // Only an element that is gone can't be focused.
            let _ = first.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if let Some(menu) = menu.get_untracked() {
            step(&menu, &event);
        }
    };
    let close = move |event: MouseEvent| {
        if let Some(menu) = menu.get_untracked().filter(|_| !is_box(&event)) {
            // It is closed already.
            let _ = menu.hide_popover();
        }
    };
    view! {
        <span class="menu-anchor">
            <button
                class="button menu-button"
                type="button"
                data-testid=testid
                popovertarget=id
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                title=label
            >
                <span class="visually-hidden">{label}</span>
                {move || face.run()}
            </button>
            <div
                node_ref=menu
                id=id
                class="menu"
                popover="auto"
                role="menu"
                aria-label=label
                on:toggle=on_toggle
                on:keydown=on_key
                on:click=close
            >
                {children()}
            </div>
        </span>
    }
}

fn step(menu: &HtmlElement, event: &KeyboardEvent) {
    let items = items(menu);
    let active = document().active_element();
    let at = items
        .iter()
        .position(|item| active.as_ref().is_some_and(|active| active.is_same_node(Some(item))));
    let last = items.len().saturating_sub(1);
    let to = match (event.key().as_str(), at) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowDown" | "Home", _) => 0,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = items.get(to) {
        // Only an element that is gone can't be focused.
        let _ = item.focus();
    }
}

fn is_box(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.closest("[role=menuitemcheckbox]").is_ok_and(|it| it.is_some()))
}

fn items(menu: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role^=menuitem]:not(:disabled)") else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

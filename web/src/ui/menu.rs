//! A button with a menu below it, on the platform's popover: arrows move, Escape closes and gives the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use crate::logic::chord;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::ui::panel_button::PanelButton;
use crate::ui::roving::{self, Axis};
use crate::watch::effect;

/// What can be chosen in a menu.
const ITEMS: &str = "[role^=menuitem]";

/// A button with a menu below it. The children are [`MenuItem`]s, or buttons with `role="menuitem"`, or
/// `"menuitemcheckbox"` for what is on or off: of those one may choose several.
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
    /// What kind of button.
    #[prop(default = "button")]
    class: &'static str,
    /// Told when it opens.
    #[prop(optional, into)]
    on_open: Option<Callback<()>>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    if let Some(on_open) = on_open {
        effect(move || {
            if open.get() {
                on_open.run(());
            }
        });
    }
    view! {
        <span class="menu-anchor">
            <PanelButton id=id opens="menu" label=label face=face testid=testid class=class open=open />
            <MenuPanel id=id label=label open=open children=children />
        </span>
    }
}

/// The menu itself: focuses its first item when it opens, and closes when one was chosen.
#[component]
pub fn MenuPanel(
    /// Unique in the page.
    id: &'static str,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Told whether it is open.
    open: RwSignal<bool>,
    /// Where it is in the page, for who opens it otherwise than with a button.
    #[prop(optional)]
    node: NodeRef<html::Div>,
    /// More about how it looks.
    #[prop(default = "menu")]
    class: &'static str,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let on_toggle = move |_| {
        let Some(menu) = node.get_untracked() else { return };
        let now = menu.matches(":popover-open").unwrap_or_default();
        open.set(now);
        if now && let Some(first) = roving::items(&menu, ITEMS).first() {
            // Only an element that is gone can't be focused.
            let _ = first.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if let Some(menu) = node.get_untracked() {
            roving::step(&event, &roving::items(&menu, ITEMS), Axis::Block);
        }
    };
    let close = move |event: MouseEvent| {
        if let Some(menu) = node.get_untracked().filter(|_| !is_box(&event)) {
            // It is closed already.
            let _ = menu.hide_popover();
        }
    };
    view! {
        <div
            node_ref=node
            id=id
            class=class
            popover="auto"
            role="menu"
            aria-label=label
            on:toggle=on_toggle
            on:keydown=on_key
            on:click=close
        >
            {children()}
        </div>
    }
}

fn is_box(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.closest("[role=menuitemcheckbox]").is_ok_and(|it| it.is_some()))
}

/// One thing that can be done.
#[component]
pub fn MenuItem(
    /// What is done.
    #[prop(into)]
    on_choose: Callback<()>,
    /// A picture of it.
    #[prop(optional)]
    icon: Option<Kind>,
    /// The key that does the same.
    #[prop(optional, into)]
    keys: MaybeProp<String>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Whether it can't be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its name for tests.
    #[prop(optional, into)]
    testid: Option<String>,
    /// What it is called.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="menuitem"
            tabindex="-1"
            class:danger=danger
            disabled=disabled
            data-testid=testid
            aria-keyshortcuts=move || keys.get().and_then(|it| chord::aria(&it))
            on:click=move |_| on_choose.run(())
        >
            {icon.map(|kind| view! { <Icon kind=kind /> })}
            {children()}
            {move || keys.get().map(|keys| view! { <span aria-hidden="true"><Keys keys=keys /></span> })}
        </button>
    }
}

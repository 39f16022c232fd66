//! The menu of a thing itself: by the right button, a long touch, or the menu key. What it offers is offered elsewhere too.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, MouseEvent};

use crate::ui::menu::MenuPanel;

/// Something that has a menu of its own where the pointer is.
#[component]
pub fn ContextMenu(
    /// Unique in the page.
    id: &'static str,
    /// What the menu is called.
    #[prop(into)]
    label: Signal<String>,
    /// The [`MenuItem`](crate::ui::menu::MenuItem)s.
    #[prop(into)]
    items: ViewFn,
    /// The thing.
    children: Children,
) -> impl IntoView {
    let (menu, open) = (NodeRef::<html::Div>::new(), RwSignal::new(false));
    let on_menu = move |event: MouseEvent| {
        if let Some(menu) = menu.get_untracked() {
            event.prevent_default();
            // A menu that is open elsewhere begins anew here.
            let _ = menu.hide_popover();
            // It is in the page and not open: nothing else could be wrong.
            let _ = menu.show_popover();
            place(&menu, event.client_x(), event.client_y());
        }
    };
    view! {
        <div class="context" on:contextmenu=on_menu>
            {children()}
        </div>
        <MenuPanel id=id label=label open=open node=menu class="menu at-pointer">
            {items.run()}
        </MenuPanel>
    }
}

/// Where the pointer is, but wholly inside the window.
pub fn place(menu: &HtmlElement, x: i32, y: i32) {
    let size = |it: Result<wasm_bindgen::JsValue, _>| it.ok().and_then(|it| it.as_f64());
    let wide = size(window().inner_width()).unwrap_or_default();
    let high = size(window().inner_height()).unwrap_or_default();
    let own = menu.get_bounding_client_rect();
    let x = f64::from(x).min(wide - own.width() - EDGE).max(EDGE);
    let y = f64::from(y).min(high - own.height() - EDGE).max(EDGE);
    let mirrored = menu.matches(":dir(rtl)").unwrap_or_default();
    let inline = if mirrored { wide - x - own.width() } else { x };
    let style = menu.style();
    // Both names and values are good ones.
    let _ = style.set_property("--at-inline", &format!("{inline}px"));
    let _ = style.set_property("--at-block", &format!("{y}px"));
}

/// Room to the edge of the window, in pixels.
const EDGE: f64 = 8.0;

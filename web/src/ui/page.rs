//! The browser's page: where it is, whether it is seen, what its title says.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, VisibilityState,
};

use crate::watch::effect;

/// The product's name, as the title says it.
const NAME: &str = "Onevoice";

/// Where a socket of our origin is.
pub fn socket_url(path: &str) -> String {
    let location = window().location();
    let secure = location.protocol().is_ok_and(|it| it == "https:");
    let host = location.host().unwrap_or_default();
    format!("{}://{host}{path}", if secure { "wss" } else { "ws" })
}

/// The whole address of a place in the app, for somebody else to open.
pub fn address(path: &str) -> String {
    format!("{}{path}", window().location().origin().unwrap_or_default())
}

/// Milliseconds since 1970 by the browser's clock, which goes on while the machine sleeps.
#[expect(clippy::cast_possible_truncation, reason = "it is a whole number of milliseconds")]
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Whether the browser thinks there is a network.
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Whether a person can see the page.
pub fn visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Says in the title how much came unseen.
pub fn set_title(unseen: u32) {
    match unseen {
        0 => document().set_title(NAME),
        n => document().set_title(&format!("({n}) {NAME}")),
    }
}

/// Loads the app again, unless that has just been tried and did not help. Says whether it does.
pub fn reload_once() -> bool {
    const KEY: &str = "onevoice.reloaded";
    const AGAIN_AFTER: i64 = 60_000;
    let Ok(Some(kept)) = window().session_storage() else { return false };
    let before = kept.get_item(KEY).ok().flatten().and_then(|it| it.parse::<i64>().ok());
    before.is_none_or(|before| now() - before > AGAIN_AFTER)
        && kept.set_item(KEY, &now().to_string()).is_ok()
        && window().location().reload().is_ok()
}

/// Loads the app again.
pub fn reload() {
    // A page that can't be loaded again is left as it is.
    let _ = window().location().reload();
}

/// Scrolls no further than that an element is in sight.
pub fn into_sight(it: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    it.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Gives an element the focus once it is in the page.
pub fn focus_once_there<E>(node: NodeRef<E>)
where
    E: ElementType + 'static,
    E::Output: JsCast + AsRef<HtmlElement> + Clone + 'static,
{
    effect(move || {
        if let Some(element) = node.get() {
            let element: &HtmlElement = element.as_ref();
            // It has just been put into a page that is shown.
            let _ = element.focus();
        }
    });
}

/// Presses a button of the page, as a click would: it has the focus, to which Escape comes back.
pub fn press(button: &str) {
    let button = document().query_selector(button).ok().flatten();
    if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is gone can't have the focus.
        let _ = button.focus();
        button.click();
    }
}

/// Gives something of the page the focus.
pub fn focus(what: &str) {
    let Ok(all) = document().query_selector_all(what) else { return };
    let mut all = (0..all.length()).filter_map(|at| all.get(at)?.dyn_into::<HtmlElement>().ok());
    // What is not laid out has no parent in the layout.
    if let Some(it) = all.find(|it| it.offset_parent().is_some()) {
        // Only an element that is gone can't have the focus.
        let _ = it.focus();
    }
}

/// Closes a panel of the page.
pub fn hide_popover(id: &str) {
    let panel = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(panel) = panel {
        // It may be closed already.
        let _ = panel.hide_popover();
    }
}

/// Puts a text on the clipboard; says whether the browser let us.
pub async fn copy(text: String) -> bool {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    // Absent where the page did not come safely.
    if clipboard.is_ok_and(|it| it.is_object()) {
        JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok()
    } else {
        false
    }
}

/// What this browser keeps under a name.
pub fn kept(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Keeps something in this browser, if it lets us.
pub fn keep(key: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // Without room it is asked for anew next time.
        let _ = storage.set_item(key, word);
    }
}

/// Keeps it no longer.
pub fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // What is not there is forgotten already.
        let _ = storage.remove_item(key);
    }
}

/// The names under which this browser keeps something.
pub fn all_kept() -> Vec<String> {
    let Ok(Some(storage)) = window().local_storage() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect()
}

/// What this tab keeps under a name, also when it is loaded anew; made when there is nothing.
pub fn of_tab(key: &str, make: impl FnOnce() -> String) -> String {
    let storage = window().session_storage().ok().flatten();
    if let Some(kept) = storage.as_ref().and_then(|it| it.get_item(key).ok().flatten()) {
        return kept;
    }
    let word = make();
    // Without room it is made anew next time.
    let _ = storage.map(|it| it.set_item(key, &word));
    word
}

/// Which row of a list has the focus.
pub fn focused_row() -> Option<String> {
    let focused = document().active_element()?;
    let line = focused.closest(".row-line").ok().flatten()?;
    line.query_selector(".row").ok().flatten()?.get_attribute("data-id")
}

/// Whether there is room for a panel beside list and thread.
pub fn very_wide() -> bool {
    window().match_media("(min-width: 1100px)").ok().flatten().is_some_and(|it| it.matches())
}

/// Whether list and thread stand side by side.
pub fn wide() -> bool {
    window().match_media("(min-width: 720px)").ok().flatten().is_some_and(|it| it.matches())
}

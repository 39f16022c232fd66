//! Shows every `title` in the app's own way: after a moment, also to the keyboard, with the key in a cap. Tooltips repeat
//! or explain; nothing may be said in them alone.

use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use crate::ui::keys::Keys;

/// How long one looks before it shows.
const AFTER: Duration = Duration::from_millis(400);
/// How long it stays for a pointer on its way from the thing to the tooltip.
const GRACE: Duration = Duration::from_millis(120);

/// What is pointed at.
struct Pointed {
    at: HtmlElement,
    /// Its title, taken off it, since the browser would show it a second time.
    title: Option<String>,
    timer: Option<TimeoutHandle>,
}

#[derive(Clone, Copy)]
struct Tip {
    panel: NodeRef<html::Div>,
    words: RwSignal<String>,
    pointed: StoredValue<Option<Pointed>, LocalStorage>,
}

/// Shows the tooltips of the whole page; stands in it once.
#[component]
pub fn Tooltips() -> impl IntoView {
    let tip = Tip {
        panel: NodeRef::new(),
        words: RwSignal::new(String::new()),
        pointed: StoredValue::new_local(None),
    };
    let over = window_event_listener(ev::pointerover, move |event| {
        if event.pointer_type() != "touch" {
            tip.look(event.target(), true);
        }
    });
    let focus = window_event_listener(ev::focusin, move |event| {
        let by_key = element(event.target())
            .is_some_and(|it| it.matches(":focus-visible").unwrap_or_default());
        if by_key {
            tip.look(event.target(), false);
        }
    });
    let blur = window_event_listener(ev::focusout, move |_| tip.end());
    let down = window_event_listener(ev::pointerdown, move |_| tip.end());
    let key = window_event_listener(ev::keydown, move |_| tip.end());
    on_cleanup(move || {
        over.remove();
        for it in [focus, blur, down, key] {
            it.remove();
        }
    });
    let words = move || tip.words.with(|it| split(it).0.to_owned());
    let keys = move || tip.words.with(|it| split(it).1.map(str::to_owned));
    view! {
        <div node_ref=tip.panel class="tooltip" popover="manual" role="tooltip">
            {words}
            {move || keys().map(|keys| view! { <Keys keys=keys /> })}
        </div>
    }
}

impl Tip {
    /// Something is pointed at or has the focus.
    fn look(self, target: Option<EventTarget>, pointer: bool) {
        let Some(target) = element(target) else { return };
        let on_panel = self.panel.get_untracked().is_some_and(|it| it.contains(Some(&target)));
        let same = self
            .pointed
            .with_value(|it| it.as_ref().is_some_and(|it| it.at.contains(Some(&target))));
        if on_panel || same {
            return;
        }
        let found = target.closest("[title]").ok().flatten();
        let found = found.and_then(|it| it.dyn_into::<HtmlElement>().ok());
        let Some(at) = found.filter(|it| !it.title().is_empty()) else {
            set_timeout(move || self.end_unless_on_panel(), GRACE);
            return;
        };
        self.end();
        let words = at.title();
        if pointer {
            // An element that has an attribute can lose it.
            let _ = at.remove_attribute("title");
        }
        let title = pointer.then(|| words.clone());
        let timer = set_timeout_with_handle(move || self.show(words), AFTER).ok();
        self.pointed.set_value(Some(Pointed { at, title, timer }));
    }

    fn show(self, words: String) {
        self.words.set(words);
        let Some(panel) = self.panel.get_untracked() else { return };
        self.pointed.with_value(|it| {
            if let Some(Pointed { at, .. }) = it {
                anchor(at, &panel);
                // It is in the page and closed: nothing else could be wrong.
                let _ = panel.show_popover();
            }
        });
    }

    fn end_unless_on_panel(self) {
        let on = self.panel.try_get_untracked().flatten();
        if on.is_some_and(|it| !it.matches(":hover").unwrap_or_default()) && !self.is_hovered() {
            self.end();
        }
    }

    fn is_hovered(self) -> bool {
        self.pointed.with_value(|it| {
            it.as_ref()
                .is_some_and(|it| it.at.matches(":hover, :focus-visible").unwrap_or_default())
        })
    }

    fn end(self) {
        let mut before = None;
        self.pointed.update_value(|it| before = it.take());
        let Some(Pointed { at, title, timer }) = before else { return };
        if let Some(timer) = timer {
            timer.clear();
        }
        if let Some(title) = title.filter(|_| !at.has_attribute("title")) {
            at.set_title(&title);
        }
        // It may have had none, and then there is nothing to remove.
        let _ = at.style().remove_property("anchor-name");
        if let Some(panel) = self.panel.get_untracked() {
            // It may be closed already.
            let _ = panel.hide_popover();
        }
    }
}

/// Makes an element what the tooltip stands at, besides what it is an anchor of already.
fn anchor(at: &HtmlElement, panel: &HtmlElement) {
    let styles = window().get_computed_style(at).ok().flatten();
    let own = styles.and_then(|it| it.get_property_value("anchor-name").ok());
    let names = match own.filter(|it| !it.is_empty() && it != "none") {
        Some(own) => format!("{own}, --tip"),
        None => "--tip".to_owned(),
    };
    let rect = at.get_bounding_client_rect();
    for (style, name, value) in [
        (at.style(), "anchor-name", names),
        // For browsers that know no anchors.
        (panel.style(), "--at-inline", format!("{}px", rect.left())),
        (panel.style(), "--at-block", format!("{}px", rect.bottom())),
    ] {
        // Names and values are good ones.
        let _ = style.set_property(name, &value);
    }
}

/// The words, and the key in brackets behind them.
fn split(title: &str) -> (&str, Option<&str>) {
    let found = title.strip_suffix(')').and_then(|it| it.rsplit_once(" ("));
    match found.filter(|(_, keys)| keys.chars().count() <= LONGEST_KEYS) {
        Some((words, keys)) => (words, Some(keys)),
        None => (title, None),
    }
}

/// What is longer is no key but an explanation.
const LONGEST_KEYS: usize = 14;

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_key_stands_in_brackets_at_the_end() {
        assert_eq!(split("Close (Esc)"), ("Close", Some("Esc")));
        assert_eq!(split("Search (Ctrl K)"), ("Search", Some("Ctrl K")));
        assert_eq!(split("Sales (all of the numbers)"), ("Sales (all of the numbers)", None));
        assert_eq!(split("Close"), ("Close", None));
    }
}

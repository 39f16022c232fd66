//! Arrow keys among things that are one stop for Tab: menus, tabs. They move the focus and nothing else.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Which arrows count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Up and down.
    Block,
    /// Forward and back, as the reading goes.
    Inline,
}

/// What can have the focus in there.
pub fn items(inside: &Element, which: &str) -> Vec<HtmlElement> {
    let Ok(found) = inside.query_selector_all(which) else { return Vec::new() };
    let all = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlElement>().ok());
    all.filter(|it| !it.has_attribute("disabled")).collect()
}

/// Moves the focus as the key says: arrows, Home, End, or the first letter. Says where it went.
pub fn step(event: &KeyboardEvent, items: &[HtmlElement], axis: Axis) -> Option<usize> {
    let active = document().active_element();
    let at =
        items.iter().position(|item| active.as_ref().is_some_and(|it| it.is_same_node(Some(item))));
    let to = aim(&event.key(), at, items, axis)?;
    event.prevent_default();
    // Only an element that is gone can't be focused.
    let _ = items.get(to)?.focus();
    Some(to)
}

fn aim(key: &str, at: Option<usize>, items: &[HtmlElement], axis: Axis) -> Option<usize> {
    let last = items.len().checked_sub(1)?;
    let (next, previous) = match axis {
        Axis::Block => ("ArrowDown", "ArrowUp"),
        Axis::Inline if mirrored(items) => ("ArrowLeft", "ArrowRight"),
        Axis::Inline => ("ArrowRight", "ArrowLeft"),
    };
    let is_letter = key.chars().count() == 1 && key != " ";
    match at {
        _ if key == "Home" => Some(0),
        _ if key == "End" => Some(last),
        Some(at) if key == next => Some(if at < last { at + 1 } else { 0 }),
        None if key == next => Some(0),
        Some(at) if key == previous && at > 0 => Some(at - 1),
        _ if key == previous => Some(last),
        _ if is_letter => letter(&key.to_lowercase(), at, items),
        _ => None,
    }
}

/// The next one that begins with this letter.
fn letter(key: &str, at: Option<usize>, items: &[HtmlElement]) -> Option<usize> {
    let from = at.map_or(0, |at| at + 1);
    let order = (from..items.len()).chain(0..from);
    order.into_iter().find(|&at| {
        items.get(at).is_some_and(|it| it.inner_text().trim().to_lowercase().starts_with(key))
    })
}

fn mirrored(items: &[HtmlElement]) -> bool {
    items.first().is_some_and(|it| it.matches(":dir(rtl)").unwrap_or_default())
}

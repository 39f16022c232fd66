//! Keeps the place in a thread: at the end it stays at the end, further up what one reads does not move.
//!
//! The scroller is a reversed column, so that the browser itself counts from the end: older messages above change
//! nothing. Everything else that changes a height is made good by looking at one message before and after.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use shared::ids::MessageId;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::logic::timeline::Item;

/// This close to the end is at the end, in pixels.
const END: i32 = 48;
/// Older messages are fetched when this close to the start, in pixels.
const AHEAD: i32 = 900;

/// The place in a thread.
#[derive(Clone, Copy)]
pub struct Scroll {
    /// How many came below since the end was left.
    pub below: RwSignal<u32>,
    /// Whether the latest is in sight.
    pub at_end: ReadSignal<bool>,
    /// Goes to the latest.
    pub to_end: Callback<()>,
}

/// What is read, and how far below the top of the scroller it stands.
type Anchor = Rc<RefCell<Option<(Element, f64)>>>;

/// Keeps the place, and asks for older messages in time.
pub fn keep(
    scroller: NodeRef<html::Div>,
    list: NodeRef<html::Ol>,
    older: impl Fn() + Clone + 'static,
) -> Scroll {
    let (at_end, set_at_end) = signal(true);
    let below = RwSignal::new(0);
    Effect::new(move |_| {
        let (Some(scroller), Some(list)) = (scroller.get(), list.get()) else { return };
        let anchor = Anchor::default();
        let look = {
            let (scroller, list, anchor) = (scroller.clone(), list.clone(), anchor.clone());
            let older = older.clone();
            move || {
                let end = scroller.scroll_top() > -END;
                if at_end.try_get_untracked().is_some_and(|before| before != end) {
                    set_at_end.set(end);
                    below.set(0);
                }
                anchor.replace((!end).then(|| topmost(&scroller, &list)).flatten());
                let above =
                    scroller.scroll_height() - scroller.client_height() + scroller.scroll_top();
                if above < AHEAD {
                    older();
                }
            }
        };
        let resized = {
            let (scroller, look) = (scroller.clone(), look.clone());
            Closure::<dyn FnMut()>::new(move || {
                hold(&scroller, &anchor);
                look();
            })
        };
        observe(&resized, &[&scroller, &list]);
        let scrolled = Closure::<dyn FnMut()>::new(look);
        // The event's name is a good one, so it can't be refused.
        let _ =
            scroller.add_event_listener_with_callback("scroll", scrolled.as_ref().unchecked_ref());
        StoredValue::new_local((scrolled, resized));
    });
    let to_end = Callback::new(move |()| {
        if let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
    });
    Scroll { below, at_end, to_end }
}

/// When the thread opens, what is unread begins in sight.
pub fn show_divider_first(
    scroller: NodeRef<html::Div>,
    items: Memo<Option<Vec<Item>>>,
    divider: RwSignal<Option<MessageId>>,
) {
    let shown = StoredValue::new(false);
    Effect::new(move |_| {
        if items.with(Option::is_none) || divider.get().is_none() || shown.get_value() {
            return;
        }
        shown.set_value(true);
        request_animation_frame(move || {
            let Some(scroller) = scroller.try_get_untracked().flatten() else { return };
            if let Ok(Some(line)) = scroller.query_selector(".unread-line")
                && line.get_bounding_client_rect().top() < scroller.get_bounding_client_rect().top()
            {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Start);
                line.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
}

/// Moves so that what is read stands where it stood.
fn hold(scroller: &HtmlElement, anchor: &Anchor) {
    if let Some((element, before)) = anchor.borrow().as_ref()
        && element.is_connected()
    {
        let moved = offset(scroller, element) - before;
        if moved.abs() >= 1.0 {
            scroller.scroll_by_with_x_and_y(0.0, moved);
        }
    }
}

/// The first entry that is in sight, found by halving.
fn topmost(scroller: &HtmlElement, list: &HtmlElement) -> Option<(Element, f64)> {
    let (entries, top) = (list.children(), scroller.get_bounding_client_rect().top());
    let (mut above, mut below) = (0, entries.length());
    while above < below {
        let middle = above.midpoint(below);
        if entries.item(middle)?.get_bounding_client_rect().bottom() > top {
            below = middle;
        } else {
            above = middle + 1;
        }
    }
    let element = entries.item(above)?;
    let offset = offset(scroller, &element);
    Some((element, offset))
}

fn offset(scroller: &HtmlElement, element: &Element) -> f64 {
    element.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top()
}

fn observe(changed: &Closure<dyn FnMut()>, elements: &[&Element]) {
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    for element in elements {
        observer.observe(element);
    }
    let observer = StoredValue::new_local(observer);
    on_cleanup(move || {
        observer.try_with_value(ResizeObserver::disconnect);
    });
}

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
use web_sys::{Element, HtmlElement};

use crate::logic::timeline::Item;
use crate::ui::resize;
use crate::watch::effect;

/// This close to the end is at the end, in pixels.
const END: i32 = 48;
/// Older messages are fetched when this close to the start, in pixels.
const AHEAD: i32 = 900;
/// So many frames later everything in sight has its height.
const FRAMES: u32 = 4;

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

/// What is read, and where it stood.
struct Anchor {
    element: Element,
    /// Below the top of the scroller.
    offset: f64,
    /// How far the scroller was scrolled then.
    scrolled: i32,
}

/// Keeps the place, and asks for older messages in time.
pub fn keep(
    scroller: NodeRef<html::Div>,
    list: NodeRef<html::Ol>,
    older: impl Fn() + Clone + 'static,
) -> Scroll {
    let (at_end, set_at_end) = signal(true);
    let below = RwSignal::new(0);
    effect(move || {
        let (Some(scroller), Some(list)) = (scroller.get(), list.get()) else { return };
        let anchor = Rc::new(RefCell::new(None::<Anchor>));
        let look = {
            let (scroller, list, older) = (scroller.clone(), list.clone(), older.clone());
            move || {
                if let Some(anchor) = anchor.borrow().as_ref() {
                    hold(&scroller, anchor);
                }
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
            move || {
                // Near the end is at the end, whatever has become higher or lower since; who has just gone elsewhere is not.
                let near = scroller.scroll_top() < 0 && scroller.scroll_top() > -END;
                if near && at_end.try_get_untracked() == Some(true) {
                    scroller.set_scroll_top(0);
                }
                look();
            }
        };
        let scrolled = Closure::<dyn FnMut()>::new(look);
        StoredValue::new_local(Watch::start(scroller, &list, scrolled, resized));
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
    effect(move || {
        if items.with(Option::is_none) || divider.get().is_none() || shown.get_value() {
            return;
        }
        shown.set_value(true);
        let above = move |scroller: &HtmlElement| {
            let line = scroller.query_selector(".unread-line").ok().flatten()?;
            Some(offset(scroller, &line)).filter(|it| *it < 0.0)
        };
        request_animation_frame(move || go(scroller, above));
    });
}

/// How far it is to a place, in pixels.
type Missing = dyn Fn(&HtmlElement) -> Option<f64>;

/// Scrolls by what is missing to a place, and again in the next frames: what was out of sight may turn out to be higher or
/// lower than it was thought to be.
pub fn go(scroller: NodeRef<html::Div>, missing: impl Fn(&HtmlElement) -> Option<f64> + 'static) {
    go_on(scroller, Rc::new(missing), FRAMES);
}

fn go_on(scroller: NodeRef<html::Div>, missing: Rc<Missing>, frames: u32) {
    // The thread may have been left.
    let Some(it) = scroller.try_get_untracked().flatten() else { return };
    if let Some(by) = missing(&it) {
        it.scroll_by_with_x_and_y(0.0, by);
        if frames > 0 {
            request_animation_frame(move || go_on(scroller, missing, frames - 1));
        }
    }
}

/// Moves so that what is read stands where it stood, but for what somebody scrolled since.
fn hold(scroller: &HtmlElement, anchor: &Anchor) {
    if anchor.element.is_connected() {
        let by_hand = f64::from(scroller.scroll_top() - anchor.scrolled);
        let moved = offset(scroller, &anchor.element) - (anchor.offset - by_hand);
        // Less is only rounding.
        if moved.abs() >= 2.0 {
            scroller.scroll_by_with_x_and_y(0.0, moved);
        }
    }
}

/// The first entry that is in sight, found by halving.
fn topmost(scroller: &HtmlElement, list: &HtmlElement) -> Option<Anchor> {
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
    Some(Anchor { element, offset, scrolled: scroller.scroll_top() })
}

fn offset(scroller: &HtmlElement, element: &Element) -> f64 {
    element.get_bounding_client_rect().top() - scroller.get_bounding_client_rect().top()
}

/// Listens to a scroller, until dropped.
struct Watch {
    scroller: web_sys::HtmlDivElement,
    scrolled: Closure<dyn FnMut()>,
    _sizes: Option<resize::Watch>,
}

impl Watch {
    fn start(
        scroller: web_sys::HtmlDivElement,
        list: &Element,
        scrolled: Closure<dyn FnMut()>,
        resized: impl FnMut() + 'static,
    ) -> Self {
        let sizes = resize::Watch::of(&[&scroller, list], resized);
        // The event's name is a good one, so it can't be refused.
        let _ =
            scroller.add_event_listener_with_callback("scroll", scrolled.as_ref().unchecked_ref());
        Self { scroller, scrolled, _sizes: sizes }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It was added with the same name.
        let _ = self
            .scroller
            .remove_event_listener_with_callback("scroll", self.scrolled.as_ref().unchecked_ref());
    }
}

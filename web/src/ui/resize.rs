//! Tells when an element becomes another size, and says nothing of how large it is.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use crate::watch::effect;

/// Calls `then` when the element appears, when its size changes, and when [`announce`] says that sizes within it did.
pub fn watch(node: NodeRef<html::Div>, then: impl Fn() + Copy + 'static) {
    let announced = window_event_listener(leptos::ev::resize, move |_| then());
    on_cleanup(move || announced.remove());
    effect(move || {
        let Some(element) = node.get() else { return };
        match Watch::of(&[&element], then) {
            Some(watch) => drop(StoredValue::new_local(watch)),
            None => then(),
        }
    });
}

/// Says that what is drawn has other sizes now, as after the density was changed.
pub fn announce() {
    if let Ok(event) = web_sys::Event::new("resize") {
        // Nobody can refuse it.
        let _ = window().dispatch_event(&event);
    }
}

/// Listens until dropped.
pub struct Watch {
    observer: ResizeObserver,
    /// What the observer calls: it must live as long.
    _called: Closure<dyn FnMut()>,
}

impl Watch {
    /// Calls `then` when one of these appears or becomes another size; nothing where a browser can't tell.
    pub fn of(elements: &[&Element], then: impl FnMut() + 'static) -> Option<Self> {
        let called = Closure::<dyn FnMut()>::new(then);
        let observer = ResizeObserver::new(called.as_ref().unchecked_ref()).ok()?;
        for element in elements {
            observer.observe(element);
        }
        Some(Self { observer, _called: called })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

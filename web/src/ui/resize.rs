//! Tells when an element becomes another size, and says nothing of how large it is.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

use crate::watch::effect;

/// Calls `then` when the element appears, when its size changes, and when [`announce`] says that sizes within it did.
pub fn watch(node: NodeRef<html::Div>, then: impl Fn() + Copy + 'static) {
    let announced = window_event_listener(leptos::ev::resize, move |_| then());
    on_cleanup(move || announced.remove());
    effect(move || {
        let Some(element) = node.get() else { return };
        let called = Closure::<dyn FnMut()>::new(then);
        let Ok(observer) = ResizeObserver::new(called.as_ref().unchecked_ref()) else {
            return then();
        };
        observer.observe(&element);
        StoredValue::new_local(Watch { observer, _called: called });
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
struct Watch {
    observer: ResizeObserver,
    /// What the observer calls: it must live as long.
    _called: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

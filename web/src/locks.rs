//! Locks that all tabs of a browser share, by the Web Locks API. A browser has them only where the page came safely
//! (<https://w3c.github.io/web-locks/>); elsewhere there are none.

use futures_channel::oneshot;
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Does something while no other tab does anything under this name; at once where there are no locks.
pub async fn alone<T>(name: &str, work: impl Future<Output = T>) -> T {
    let (free, freed) = oneshot::channel::<()>();
    let (held, holding) = oneshot::channel::<()>();
    let hold = Closure::once_into_js(move || -> Promise {
        // Nobody waits for it when the work was given up.
        let _ = held.send(());
        wasm_bindgen_futures::future_to_promise(async move {
            let _ = freed.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if request(name, &hold).is_some() {
        let _ = holding.await;
    }
    let done = work.await;
    drop(free);
    done
}

/// Holds the lock of this name for as long as the tab lives.
pub fn hold(name: &str) {
    let forever = Closure::once_into_js(|| Promise::new(&mut |_, _| {}));
    // Without locks nobody asks whether it is held.
    let _ = request(name, &forever);
}

/// The names of those that are held, by whatever tab; nothing where there are no locks.
pub async fn held() -> Option<Vec<String>> {
    let locks = locks()?;
    let query: Function = Reflect::get(&locks, &"query".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
    let answer = JsFuture::from(asked).await.ok()?;
    let held: Array = Reflect::get(&answer, &"held".into()).ok()?.dyn_into().ok()?;
    let name = |it: JsValue| Reflect::get(&it, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).collect())
}

fn request(name: &str, hold: &JsValue) -> Option<JsValue> {
    let locks = locks()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    request.call2(&locks, &name.into(), hold).ok()
}

fn locks() -> Option<JsValue> {
    let navigator = window().navigator();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

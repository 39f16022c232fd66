//! The worker that keeps the app's shell (`worker.js`). A browser has workers only where the page came safely.

use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ServiceWorkerRegistration;

/// Where it is.
const WORKER: &str = "/worker.js";
/// What it is told when everything that is needed at once is loaded.
const KEEP: &str = "keep";
/// How long the list and the parts of the program have the network for themselves.
const HEAD_START: Duration = Duration::from_secs(3);

/// Whether there may be one.
pub(super) fn possible() -> bool {
    Reflect::get(&window().navigator(), &"serviceWorker".into()).is_ok_and(|it| it.is_object())
}

/// Has it keep the shell as it is now.
pub(super) fn start() {
    let begin = || {
        spawn_local(async {
            // Without it the app works as ever, but for starting without a server.
            let _ = tell().await;
        });
    };
    set_timeout(begin, HEAD_START);
}

async fn tell() -> Result<(), JsValue> {
    let workers = window().navigator().service_worker();
    JsFuture::from(workers.register(WORKER)).await?;
    let ready: ServiceWorkerRegistration = JsFuture::from(workers.ready()?).await?.dyn_into()?;
    match ready.active() {
        Some(worker) => worker.post_message(&KEEP.into()),
        None => Ok(()),
    }
}

//! One file on its way to the server, with how far it is. `fetch` tells nothing of that, so this asks in the old way.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use shared::message::sending::Upload;
use shared::reads::UPLOADS;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use crate::fetch::{Answer, Failure, judge, read};
use crate::session::Session;

/// Hands a file over. `voice` says that it was spoken for this message, `note` that it is for a note. `begun` is given the request, with which it can be stopped; `progress` how much is there, between
/// 0 and 1.
pub async fn send(
    session: Session,
    name: &str,
    file: &File,
    (voice, note): (bool, bool),
    begun: impl Fn(XmlHttpRequest),
    progress: impl Fn(f64) + 'static,
) -> Answer<Upload> {
    let token = session.token().await?;
    let lost = |_| Failure::Lost;
    let request = XmlHttpRequest::new().map_err(lost)?;
    let name = String::from(js_sys::encode_uri_component(name));
    request
        .open("POST", &format!("{UPLOADS}?name={name}&voice={voice}&note={note}"))
        .map_err(lost)?;
    request.set_request_header("Authorization", &format!("Bearer {token}")).map_err(lost)?;
    request.set_request_header("Content-Type", "application/octet-stream").map_err(lost)?;
    let (ended, end) = oneshot::channel();
    let ended = Rc::new(RefCell::new(Some(ended)));
    let on_end = Closure::<dyn FnMut()>::new(move || {
        if let Some(ended) = ended.borrow_mut().take() {
            // Who waits for it may be gone.
            let _ = ended.send(());
        }
    });
    let on_progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        progress(event.loaded() / event.total().max(1.0));
    });
    request.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
    request.upload().map_err(lost)?.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(file)).map_err(lost)?;
    begun(request.clone());
    end.await.map_err(|_| Failure::Lost)?;
    let status = request.status().unwrap_or_default();
    if status == 0 {
        return Err(Failure::Lost);
    }
    read(&judge(status, request.response_text().ok().flatten().unwrap_or_default())?)
}

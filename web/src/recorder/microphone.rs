//! Asks for the microphone: the one that was chosen in this browser, or whichever there is.

use js_sys::{Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDevices, MediaStream, MediaStreamConstraints};

use crate::ui::page;

/// What the chosen one is kept under.
const CHOSEN: &str = "onevoice.microphone";

/// Listens to this one from the next recording on, where it is there.
pub fn choose(id: &str) {
    page::keep(CHOSEN, id);
}

/// The one that was chosen, if one was.
pub fn chosen() -> Option<String> {
    page::kept(CHOSEN)
}

/// Its sound, or why there is none.
pub async fn listen() -> Result<MediaStream, String> {
    let devices = window().navigator().media_devices();
    // Browsers hide the microphone from pages that came without TLS.
    let devices = devices.map_err(|_| "Recording needs a secure address (https).".to_owned())?;
    if let Some(chosen) = chosen() {
        // It may have been pulled out.
        if let Ok(stream) = ask(&devices, Some(&chosen)).await {
            return Ok(stream);
        }
    }
    ask(&devices, None).await.map_err(refused)
}

async fn ask(devices: &MediaDevices, device: Option<&str>) -> Result<MediaStream, JsValue> {
    let wishes = Object::new();
    // Setting a field of a plain object can't fail.
    let wish = |name: &str, value: JsValue| drop(Reflect::set(&wishes, &name.into(), &value));
    // WhatsApp takes voice messages of one channel only.
    wish("channelCount", JsValue::from(1));
    for name in ["echoCancellation", "noiseSuppression", "autoGainControl"] {
        wish(name, JsValue::TRUE);
    }
    if let Some(device) = device {
        let exactly = Object::new();
        drop(Reflect::set(&exactly, &"exact".into(), &device.into()));
        wish("deviceId", exactly.into());
    }
    let wanted = MediaStreamConstraints::new();
    wanted.set_audio(&wishes);
    let asked = devices.get_user_media_with_constraints(&wanted)?;
    JsFuture::from(asked).await.map(JsCast::unchecked_into)
}

/// Why there is no microphone (Media Capture and Streams, 10.2).
fn refused(error: JsValue) -> String {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|it| it.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => {
            "The browser keeps the microphone from this page. Allow it beside the address.".into()
        }
        Some("NotFoundError") => "No microphone was found.".into(),
        Some("NotReadableError") => "Another program has the microphone.".into(),
        _ => "The microphone can't be used.".into(),
    }
}

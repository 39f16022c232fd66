//! The microphones and speakers that this browser may use.

use js_sys::{Array, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MediaDeviceInfo, MediaDeviceKind, MediaStream, MediaStreamTrack};

/// A microphone or a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// By which the browser knows it, on this machine alone.
    pub id: String,
    /// As the browser calls it.
    pub name: String,
}

/// Those of a kind; the browser names them once it was allowed to listen.
pub async fn found(kind: MediaDeviceKind) -> Option<Vec<Device>> {
    let asked = window().navigator().media_devices().ok()?.enumerate_devices().ok()?;
    let found: Array = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    let devices = found.iter().map(MediaDeviceInfo::unchecked_from_js);
    let wanted = devices.filter(|it| it.kind() == kind);
    let named = wanted.map(|it| Device { id: it.device_id(), name: it.label() });
    Some(named.filter(|it| !it.name.is_empty()).collect())
}

/// The microphone of a sound.
pub fn of(stream: &MediaStream) -> Option<String> {
    let track = stream.get_audio_tracks().get(0).dyn_into::<MediaStreamTrack>().ok()?;
    Reflect::get(&track.get_settings(), &"deviceId".into()).ok()?.as_string()
}

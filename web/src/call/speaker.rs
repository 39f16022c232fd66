//! Where calls are heard, and how loud they ring. Both stay in the browser: another machine has other speakers.

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, HtmlAudioElement};

use crate::ui::page;

const CHOSEN: &str = "onevoice.speaker";
const RING: &str = "onevoice.ring";
/// How loud it rings where nobody has said anything, of 100.
const USUAL: u8 = 50;
/// How leading sound to another speaker is called; not every browser can (Audio Output Devices API, 3).
const LEAD: &str = "setSinkId";
/// What is played to try a speaker: how high in hertz, how loud, and how long in seconds.
const TRY: (f32, f32, f64) = (660.0, 0.2, 0.6);

/// The speaker that was chosen, if one was.
pub fn chosen() -> Option<String> {
    page::kept(CHOSEN)
}

/// Calls are heard here from now on.
pub fn choose(id: &str) {
    page::keep(CHOSEN, id);
}

/// Whether this browser lets one choose.
pub fn can_choose() -> bool {
    let lead = |it| Reflect::has(&it, &LEAD.into()).unwrap_or_default();
    HtmlAudioElement::new().is_ok_and(|it| lead(JsValue::from(it)))
}

/// Leads a sound to the speaker that was chosen. Where that is gone it is heard where the browser thinks best.
pub fn lead(element: &HtmlAudioElement) {
    let Some(id) = chosen() else { return };
    let lead =
        Reflect::get(element, &LEAD.into()).ok().and_then(|it| it.dyn_into::<Function>().ok());
    let led = lead.and_then(|it| it.call1(element, &id.into()).ok());
    if let Some(led) = led.and_then(|it| it.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            let _ = JsFuture::from(led).await;
        });
    }
}

/// How loud it rings, of 100.
pub fn ring_volume() -> u8 {
    page::kept(RING).and_then(|it| it.parse().ok()).unwrap_or(USUAL).min(100)
}

/// It rings so loud from now on, of 100.
pub fn set_ring_volume(volume: u8) {
    page::keep(RING, &volume.to_string());
}

/// A moment of sound from the speaker that was chosen.
pub fn play() -> Result<(), JsValue> {
    let (hertz, volume, long) = TRY;
    let sound = AudioContext::new()?;
    let (tone, loud) = (sound.create_oscillator()?, sound.create_gain()?);
    let end = sound.create_media_stream_destination()?;
    tone.frequency().set_value(hertz);
    loud.gain().set_value(volume);
    tone.connect_with_audio_node(&loud)?.connect_with_audio_node(&end)?;
    let element = HtmlAudioElement::new()?;
    element.set_src_object(Some(&end.stream()));
    lead(&element);
    let begun = element.play()?;
    tone.start()?;
    tone.stop_with_when(sound.current_time() + long)?;
    spawn_local(async move {
        let _ = JsFuture::from(begun).await;
        gloo_timers::future::TimeoutFuture::new(2_000).await;
        // One that is closed already stays so.
        let _ = sound.close();
        drop(element);
    });
    Ok(())
}

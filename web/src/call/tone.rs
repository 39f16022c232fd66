//! The sound of ringing, made in the browser. One that lets no page sound before somebody has pressed something stays silent.

use gloo_timers::callback::Interval;
use wasm_bindgen::JsValue;
use web_sys::AudioContext;

use super::speaker;

/// From ring to ring, in milliseconds.
const BEAT: u32 = 3_000;
/// How long one is, in seconds.
const LONG: f64 = 1.1;
/// How loud at most, where 1 is as loud as can be.
const LOUDEST: f32 = 0.12;
/// The two tones of which it is made, in hertz.
const TONES: [f32; 2] = [440.0, 554.4];

/// It rings until this is dropped.
pub struct Ringing {
    sound: AudioContext,
    _beat: Interval,
}

impl Drop for Ringing {
    fn drop(&mut self) {
        // One that is closed already stays so.
        let _ = self.sound.close();
    }
}

impl Ringing {
    /// Rings, if the browser can.
    pub fn start() -> Option<Self> {
        let sound = AudioContext::new().ok()?;
        ring(&sound).ok()?;
        let again = sound.clone();
        let beat = Interval::new(BEAT, move || {
            // It rang before, or never did.
            let _ = ring(&again);
        });
        Some(Self { sound, _beat: beat })
    }
}

fn ring(sound: &AudioContext) -> Result<(), JsValue> {
    let loud = sound.create_gain()?;
    loud.gain().set_value(LOUDEST * f32::from(speaker::ring_volume()) / 100.0);
    loud.connect_with_audio_node(&sound.destination())?;
    for hertz in TONES {
        let tone = sound.create_oscillator()?;
        tone.frequency().set_value(hertz);
        tone.connect_with_audio_node(&loud)?;
        tone.start()?;
        tone.stop_with_when(sound.current_time() + LONG)?;
    }
    Ok(())
}

//! How loud a sound is.

use wasm_bindgen::JsValue;
use web_sys::{AnalyserNode, AudioContext, MediaStream};

/// Looks at a sound until it is dropped.
pub struct Meter {
    sound: AudioContext,
    analyser: AnalyserNode,
}

impl Drop for Meter {
    fn drop(&mut self) {
        // One that is closed already stays so.
        let _ = self.sound.close();
    }
}

impl Meter {
    /// Looks at this one.
    pub fn of(stream: &MediaStream) -> Result<Self, JsValue> {
        let sound = AudioContext::new()?;
        let analyser = sound.create_analyser()?;
        sound.create_media_stream_source(stream)?.connect_with_audio_node(&analyser)?;
        Ok(Self { sound, analyser })
    }

    /// Between 0 and 100, the loudest of the last moment.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 100")]
    pub fn level(&self) -> u8 {
        let mut samples = vec![128; self.analyser.fft_size() as usize];
        self.analyser.get_byte_time_domain_data(&mut samples);
        let farthest = samples.iter().map(|it| it.abs_diff(128)).max().unwrap_or(0);
        ((f64::from(farthest) / 128.0).powf(0.6) * 100.0).min(100.0) as u8
    }
}

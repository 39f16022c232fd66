//! Tones as Opus packets of 20 milliseconds, made once for each frequency.

use std::collections::HashMap;
use std::f64::consts::TAU;
use std::sync::{Arc, LazyLock, Mutex};

use opus_rs::{Application, OpusEncoder};

const RATE: usize = 48_000;
const FRAME: usize = RATE / 50;
/// What an encoder needs to find its way into a tone.
const RUN_UP: usize = 10;
const LOUDNESS: f64 = 0.3;

type Frames = Arc<Vec<Vec<u8>>>;

static TONES: LazyLock<Mutex<HashMap<u32, Frames>>> = LazyLock::new(Mutex::default);

/// The nth packet of this tone: after a second it begins anew, where its wave does too.
pub(super) fn frame(hz: u32, nth: usize) -> Vec<u8> {
    let frames = {
        let mut tones = TONES.lock().expect("nothing panics while it holds the tones");
        Arc::clone(tones.entry(hz).or_insert_with(|| Arc::new(encode(hz))))
    };
    frames.get(nth % frames.len().max(1)).cloned().unwrap_or_default()
}

fn encode(hz: u32) -> Vec<Vec<u8>> {
    let mut encoder = OpusEncoder::new(RATE.try_into().unwrap_or(i32::MAX), 1, Application::Audio)
        .expect("Opus knows 48,000 Hz in mono");
    encoder.bitrate_bps = 32_000;
    let mut packets: Vec<_> = (0..50 + RUN_UP).map(|nth| packet(&mut encoder, hz, nth)).collect();
    packets.drain(..RUN_UP);
    packets
}

fn packet(encoder: &mut OpusEncoder, hz: u32, nth: usize) -> Vec<u8> {
    let samples: Vec<f32> = (nth * FRAME..(nth + 1) * FRAME).map(|at| wave(hz, at)).collect();
    let mut packet = vec![0; 1275];
    let length = encoder.encode(&samples, FRAME, &mut packet).expect("20 ms are a frame");
    packet.truncate(length);
    packet
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a few seconds of samples"
)]
fn wave(hz: u32, at: usize) -> f32 {
    (LOUDNESS * (TAU * f64::from(hz) * at as f64 / RATE as f64).sin()) as f32
}

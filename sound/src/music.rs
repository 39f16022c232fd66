//! What is heard while nobody speaks: music for who is on hold, and silence, which has to be sent too, since WhatsApp
//! ends a call in which nothing comes. The music is ours: four chords, plucked one tone after the other.

use std::f64::consts::TAU;
use std::sync::{LazyLock, OnceLock};

use bytes::Bytes;
use opus_rs::{Application, OpusEncoder};

const RATE: u32 = 48_000;
/// 20 ms.
const FRAME: u32 = RATE / 50;
/// A tone each 300 ms, as many as there are in the chords: then it begins anew.
const BEAT: u32 = RATE * 3 / 10;
/// How long a tone is heard until it is almost gone, in seconds.
const DECAY: f64 = 0.55;
const LOUDNESS: f64 = 0.11;
const BITRATE: i32 = 24_000;

/// In Hz: C major, A minor, F major, G major; up and down.
const TONES: [[f64; 6]; 4] = [
    [261.63, 329.63, 392.00, 523.25, 392.00, 329.63],
    [220.00, 261.63, 329.63, 440.00, 329.63, 261.63],
    [174.61, 220.00, 261.63, 349.23, 261.63, 220.00],
    [196.00, 246.94, 293.66, 392.00, 293.66, 246.94],
];

static MUSIC: OnceLock<Vec<Bytes>> = OnceLock::new();
static SILENCE: LazyLock<Bytes> = LazyLock::new(|| {
    encode(3, |_| 0.0).pop().unwrap_or_else(|| Bytes::from_static(&[0xF8, 0xFF, 0xFE]))
});

/// Makes what takes a tenth of a second to make.
pub(crate) fn prepare() {
    LazyLock::force(&SILENCE);
    MUSIC.get_or_init(|| encode(24 * BEAT / FRAME, melody));
}

/// Whether there is something to play.
pub(crate) fn is_ready() -> bool {
    MUSIC.get().is_some()
}

/// The nth packet of the music; silence as long as there is none.
pub(crate) fn frame(nth: usize) -> Bytes {
    let packet = MUSIC.get().and_then(|music| music.get(nth % music.len().max(1)));
    packet.cloned().unwrap_or_else(silence)
}

/// A packet of silence.
pub(crate) fn silence() -> Bytes {
    SILENCE.clone()
}

/// The sound of the melody at a sample, counted from its begin: each tone rings on into the next ones.
fn melody(at: u32) -> f64 {
    let tones = TONES.as_flattened();
    let ringing = (0..4).filter_map(|back| {
        let beat = (at / BEAT).checked_sub(back).or_else(|| (at / BEAT + 24).checked_sub(back))?;
        let hz = tones.get(usize::try_from(beat % 24).ok()?)?;
        let since = f64::from(at % BEAT + back * BEAT) / f64::from(RATE);
        let attack = (since / 0.008).min(1.0);
        let wave = (TAU * hz * since).sin() + 0.25 * (2.0 * TAU * hz * since).sin();
        Some(attack * (-since / DECAY * 3.0).exp() * wave)
    });
    LOUDNESS * ringing.sum::<f64>()
}

fn encode(frames: u32, sound: impl Fn(u32) -> f64) -> Vec<Bytes> {
    let Ok(mut encoder) = OpusEncoder::new(48_000, 1, Application::Audio) else {
        return Vec::new();
    };
    encoder.bitrate_bps = BITRATE;
    let mut packet = vec![0; 1275];
    let mut packets = Vec::new();
    for nth in 0..frames {
        #[expect(clippy::cast_possible_truncation, reason = "a sample has no more digits")]
        let samples: Vec<f32> =
            (nth * FRAME..(nth + 1) * FRAME).map(|at| sound(at) as f32).collect();
        match encoder.encode(&samples, samples.len(), &mut packet) {
            Ok(length) => {
                packets.push(Bytes::copy_from_slice(packet.get(..length).unwrap_or_default()));
            }
            Err(error) => tracing::error!(error, "call.music"),
        }
    }
    packets
}

#[cfg(test)]
mod tests {
    use opus_rs::OpusDecoder;

    use super::{frame, prepare, silence};

    fn loudest(packets: &[bytes::Bytes]) -> f32 {
        let mut decoder = OpusDecoder::new(48_000, 1).unwrap();
        let mut pcm = vec![0.0; 960];
        packets.iter().fold(0.0, |most, packet| {
            let count = decoder.decode(packet, 960, &mut pcm).unwrap();
            assert_eq!(count, 960);
            pcm.iter().fold(most, |most: f32, sample| most.max(sample.abs()))
        })
    }

    #[test]
    fn music_is_heard_and_neither_overdriven_nor_heavy() {
        prepare();
        let music: Vec<_> = (0..360).map(frame).collect();
        let most = loudest(&music);
        assert!(most > 0.1 && most < 0.7, "{most}");
        assert_eq!(frame(360), frame(0));
        let bytes: usize = music.iter().map(bytes::Bytes::len).sum();
        assert!(bytes / music.len() < 160, "{bytes}");
    }

    #[test]
    fn silence_is_silent() {
        assert!(loudest(&vec![silence(); 20]) < 0.001);
    }
}

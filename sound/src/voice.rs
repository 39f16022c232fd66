//! What somebody says, decoded, with a little in reserve against packets that come unevenly.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use opus_rs::OpusDecoder;

use crate::bus::FRAME;

/// 40 ms before anything is heard, 200 at most.
const RESERVE: usize = 2 * FRAME;
const MOST: usize = 10 * FRAME;
/// The longest packet of Opus, 120 ms.
const LONGEST: usize = 6 * FRAME;

pub(crate) struct Voice {
    decoder: Option<OpusDecoder>,
    samples: VecDeque<f32>,
    /// It has enough in reserve.
    flows: bool,
}

impl Voice {
    pub(crate) fn new() -> Self {
        Self { decoder: decoder(), samples: VecDeque::new(), flows: false }
    }

    /// Decodes a packet.
    pub(crate) fn hear(&mut self, packet: &[u8]) {
        let samples = self.decode(packet);
        self.samples.extend(samples);
        let surplus = self.samples.len().saturating_sub(MOST);
        self.samples.drain(..surplus);
    }

    /// The next 20 ms; silence when there is nothing.
    pub(crate) fn next(&mut self) -> Vec<f32> {
        self.flows = self.samples.len() >= if self.flows { FRAME } else { RESERVE };
        if self.flows { self.samples.drain(..FRAME).collect() } else { vec![0.0; FRAME] }
    }

    /// The samples of a packet. Packets are of strangers: should one make the decoder stumble, another takes over.
    pub(crate) fn decode(&mut self, packet: &[u8]) -> Vec<f32> {
        let Some(decoder) = &mut self.decoder else { return Vec::new() };
        let mut samples = vec![0.0; LONGEST];
        let decoded =
            catch_unwind(AssertUnwindSafe(|| decoder.decode(packet, LONGEST, &mut samples)));
        match decoded {
            Ok(Ok(count)) => samples.truncate(count),
            Ok(Err(_)) => samples.clear(),
            Err(_) => {
                self.decoder = self::decoder();
                samples.clear();
            }
        }
        samples
    }
}

fn decoder() -> Option<OpusDecoder> {
    OpusDecoder::new(48_000, 1).ok()
}

#[cfg(test)]
mod tests {
    use super::{FRAME, Voice};
    use crate::music::{frame, prepare};

    #[test]
    fn nothing_is_heard_before_there_is_a_reserve_and_nothing_after_the_end() {
        prepare();
        let mut voice = Voice::new();
        voice.hear(&frame(20));
        assert_eq!(voice.next(), vec![0.0; FRAME]);
        voice.hear(&frame(21));
        assert!(voice.next().iter().any(|sample| *sample != 0.0));
        voice.next();
        assert_eq!(voice.next(), vec![0.0; FRAME]);
    }

    #[test]
    fn nonsense_is_silence() {
        let mut voice = Voice::new();
        for length in 0..200 {
            for _ in 0..20 {
                let nonsense: Vec<u8> =
                    std::iter::repeat_with(|| fastrand::u8(..)).take(length).collect();
                voice.hear(&nonsense);
            }
        }
        assert_eq!(voice.next().len(), FRAME);
    }
}

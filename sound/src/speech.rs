//! Something that was spoken before and is told in calls: Opus in Ogg, made into packets of 20 ms as calls have them.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use ogg::reading::PacketReader;
use opus_rs::{Application, OpusEncoder};

use crate::Error;
use crate::bus::FRAME;
use crate::voice::Voice;

/// The longest, in packets: a minute. Nobody would wait for more.
const LONGEST: usize = 50 * 60;
const BITRATE: i32 = 32_000;

/// Something that can be told in calls. A copy is the same.
#[derive(Clone, Debug)]
pub struct Speech(Arc<[Bytes]>);

impl Speech {
    /// Reads Opus in Ogg with one channel, a minute of it at most.
    ///
    /// # Errors
    /// When it is something else, or nothing.
    pub fn read(ogg: &[u8]) -> Result<Self, Error> {
        let mut reader = PacketReader::new(Cursor::new(ogg));
        let mut next = || reader.read_packet().ok().flatten().map(|packet| packet.data);
        let head = next().filter(|head| head.starts_with(b"OpusHead") && head.get(9) == Some(&1));
        // Behind the head come words about it.
        if head.is_none() || next().is_none() {
            return Err(Error::Speech);
        }
        let mut voice = Voice::new();
        let mut samples = Vec::new();
        while let Some(packet) = next().filter(|_| samples.len() < LONGEST * FRAME) {
            samples.extend(voice.decode(&packet));
        }
        samples.truncate(LONGEST * FRAME);
        let packets = encode(&samples);
        if packets.is_empty() { Err(Error::Speech) } else { Ok(Self(packets.into())) }
    }

    /// The nth 20 ms.
    pub(crate) fn packet(&self, nth: usize) -> Option<Bytes> {
        self.0.get(nth).cloned()
    }
}

fn encode(samples: &[f32]) -> Vec<Bytes> {
    let Ok(mut encoder) = OpusEncoder::new(48_000, 1, Application::Voip) else { return vec![] };
    encoder.bitrate_bps = BITRATE;
    let mut packet = vec![0; 1275];
    let packets = samples.chunks(FRAME).filter_map(|chunk| {
        let mut frame = chunk.to_vec();
        frame.resize(FRAME, 0.0);
        let length = encoder.encode(&frame, FRAME, &mut packet).ok()?;
        Some(Bytes::copy_from_slice(packet.get(..length)?))
    });
    packets.collect()
}

#[cfg(test)]
mod tests {
    use super::Speech;

    #[test]
    fn what_is_no_speech_is_refused() {
        assert!(Speech::read(b"").is_err());
        assert!(Speech::read(b"OggS and nothing").is_err());
    }
}

//! What a voice says: a tone, or the keys that are pressed, a packet each 20 milliseconds.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rtc::rtp;
use tokio::time::MissedTickBehavior;
use webrtc::media_stream::track_local::TrackLocal as _;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;

use super::peer::{KEYS, OPUS};
use super::tone;

/// Samples of a packet by the clock of the sound.
const STEP: u32 = 960;
/// Packets of a key: five while it is down, three to say that it is up (RFC 4733).
const DOWN: u16 = 5;
const UP: u16 = 3;

pub(super) struct Mouth {
    hz: AtomicU32,
    speaks: AtomicBool,
    ended: AtomicBool,
    keys: Mutex<VecDeque<u8>>,
}

impl Mouth {
    pub(super) fn new(hz: u32) -> Self {
        Self {
            hz: AtomicU32::new(hz),
            speaks: AtomicBool::new(false),
            ended: AtomicBool::new(false),
            keys: Mutex::default(),
        }
    }

    pub(super) fn speak(&self, speaks: bool) {
        self.speaks.store(speaks, Ordering::Relaxed);
    }

    pub(super) fn tone(&self, hz: u32) {
        self.hz.store(hz, Ordering::Relaxed);
    }

    pub(super) fn hz(&self) -> u32 {
        self.hz.load(Ordering::Relaxed)
    }

    pub(super) fn press(&self, digits: &str) {
        let events = digits.chars().filter_map(event_of);
        self.keys.lock().expect("nothing panics while it holds the keys").extend(events);
    }

    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    fn next_key(&self) -> Option<u8> {
        self.keys.lock().expect("nothing panics while it holds the keys").pop_front()
    }
}

/// The telephone event of a key.
fn event_of(key: char) -> Option<u8> {
    let nth = "0123456789*#ABCD".chars().position(|known| known == key.to_ascii_uppercase())?;
    u8::try_from(nth).ok()
}

/// Speaks until it ends.
pub(super) async fn speak(mouth: Arc<Mouth>, track: Arc<TrackLocalStaticRTP>, ssrc: u32) {
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut sequence: u16 = fastrand::u16(..);
    let mut time: u32 = fastrand::u32(..);
    let mut key: Option<(u8, u16, u32)> = None;
    for nth in 0_usize.. {
        tick.tick().await;
        if mouth.ended.load(Ordering::Relaxed) {
            return;
        }
        time = time.wrapping_add(STEP);
        if !mouth.speaks.load(Ordering::Relaxed) {
            continue;
        }
        key = key.or_else(|| mouth.next_key().map(|event| (event, 0, time)));
        let (kind, at, payload) = match key {
            Some((event, sent, since)) => {
                key = (sent + 1 < DOWN + UP).then_some((event, sent + 1, since));
                (KEYS, since, press(event, sent).to_vec())
            }
            None => (OPUS, time, tone::frame(mouth.hz(), nth)),
        };
        sequence = sequence.wrapping_add(1);
        let header = rtp::Header {
            version: 2,
            payload_type: kind,
            sequence_number: sequence,
            timestamp: at,
            ssrc,
            ..rtp::Header::default()
        };
        // Not connected yet, or not any more: nobody hears it.
        drop(track.write_rtp(rtp::Packet { header, payload: payload.into() }).await);
    }
}

/// The nth packet of a key; its time is by a clock of 8,000 Hz.
fn press(event: u8, nth: u16) -> [u8; 4] {
    let up = if nth >= DOWN { 0x80 } else { 0 };
    let volume = 0x0A;
    let [high, low] = (160 * (nth.min(DOWN - 1) + 1)).to_be_bytes();
    [event, up | volume, high, low]
}

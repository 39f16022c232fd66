//! One stream to the other side. Whoever speaks on it, its packets have one unbroken sequence and one time: to WhatsApp
//! an agent who reloads, music, and silence are the same speaker.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

use bytes::Bytes;
use rtc::rtp;
use tokio::sync::Mutex;
use webrtc::media_stream::track_local::TrackLocal as _;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;

use crate::call::{Ear, Leg};
use crate::codec::{KEYS, OPUS, STEP};
use crate::sdp::Kinds;

/// Who speaks: packets of one source keep their distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Source(pub(crate) u64);

impl Source {
    /// An agent's stream. Customers' have their SSRC alone.
    pub(crate) fn agent(leg: Leg, ssrc: u32) -> Self {
        Self((leg.0 << 32) | u64::from(ssrc))
    }

    /// Who listens in and speaks: legs are counted from below, and never come so far.
    pub(crate) fn listener(ear: Ear, ssrc: u32) -> Self {
        Self(LISTENERS | (ear.0 << 32) | u64::from(ssrc))
    }

    /// Whose stream it is, if it is an agent's.
    pub(crate) fn leg(self) -> Option<Leg> {
        (self.0 < LISTENERS).then_some(Leg(self.0 >> 32))
    }

    /// Whose stream it is, if it is of somebody who listens in.
    pub(crate) fn ear(self) -> Option<Ear> {
        (self.0 >= LISTENERS).then_some(Ear((self.0 & !LISTENERS) >> 32))
    }
}

const LISTENERS: u64 = 1 << 62;

pub(crate) struct Line {
    track: Arc<TrackLocalStaticRTP>,
    ssrc: u32,
    sound: AtomicU8,
    keys: AtomicU8,
    /// Held while a packet is handed over, so that they leave in the order of their numbers.
    place: Mutex<Place>,
}

/// Where the stream is.
struct Place {
    source: Option<Source>,
    sequence: u16,
    time: u32,
    at: Instant,
    /// From the source's numbers to ours.
    sequence_offset: u16,
    time_offset: u32,
}

impl Line {
    pub(crate) fn new(track: Arc<TrackLocalStaticRTP>, ssrc: u32) -> Self {
        let place = Place {
            source: None,
            sequence: fastrand::u16(..),
            time: fastrand::u32(..),
            at: Instant::now(),
            sequence_offset: 0,
            time_offset: 0,
        };
        let (sound, keys) = (AtomicU8::new(OPUS), AtomicU8::new(KEYS));
        Self { track, ssrc, sound, keys, place: Mutex::new(place) }
    }

    /// The payload types that the other side wants.
    pub(crate) fn speaks(&self, kinds: Kinds) {
        self.sound.store(kinds.sound, Ordering::Relaxed);
        self.keys.store(kinds.keys, Ordering::Relaxed);
    }

    /// Passes on a packet of somebody's sound.
    pub(crate) async fn pass(&self, source: Source, packet: &rtp::Packet) {
        let mut place = self.place.lock().await;
        let (sequence, time, fresh) = place.of(source, &packet.header);
        let marker = fresh || packet.header.marker;
        self.send(
            self.sound.load(Ordering::Relaxed),
            sequence,
            time,
            marker,
            packet.payload.clone(),
        )
        .await;
    }

    /// Says 20 ms of our own.
    pub(crate) async fn say(&self, source: Source, payload: Bytes) {
        let mut place = self.place.lock().await;
        let fresh = place.next(source);
        let kind = self.sound.load(Ordering::Relaxed);
        self.send(kind, place.sequence, place.time, fresh, payload).await;
    }

    /// The time at which a key is pressed now: all its packets have it.
    pub(crate) async fn now(&self) -> u32 {
        self.place.lock().await.time_now()
    }

    /// Sends a packet of a key that was pressed at `time`. Whoever speaks next begins anew.
    pub(crate) async fn key(&self, time: u32, first: bool, payload: Bytes) {
        let mut place = self.place.lock().await;
        place.source = None;
        place.sequence = place.sequence.wrapping_add(1);
        let kind = self.keys.load(Ordering::Relaxed);
        self.send(kind, place.sequence, time, first, payload).await;
    }

    async fn send(&self, kind: u8, sequence: u16, time: u32, marker: bool, payload: Bytes) {
        let header = rtp::Header {
            version: 2,
            marker,
            payload_type: kind,
            sequence_number: sequence,
            timestamp: time,
            ssrc: self.ssrc,
            ..rtp::Header::default()
        };
        // Not connected yet, or not any more: the leg tells so.
        drop(self.track.write_rtp(rtp::Packet { header, payload }).await);
    }
}

impl Place {
    /// Where a packet of this source goes, and whether it is the first of a new one.
    fn of(&mut self, source: Source, header: &rtp::Header) -> (u16, u32, bool) {
        let fresh = self.source != Some(source);
        if fresh {
            self.source = Some(source);
            self.sequence_offset =
                self.sequence.wrapping_add(1).wrapping_sub(header.sequence_number);
            self.time_offset = self.time_now().wrapping_sub(header.timestamp);
        }
        let sequence = header.sequence_number.wrapping_add(self.sequence_offset);
        let time = header.timestamp.wrapping_add(self.time_offset);
        // One that comes late keeps its place, and ours stays where it is.
        if sequence.wrapping_sub(self.sequence) < 0x8000 {
            (self.sequence, self.time, self.at) = (sequence, time, Instant::now());
        }
        (sequence, time, fresh)
    }

    /// Goes on by one packet of this source, which has no numbers of its own.
    fn next(&mut self, source: Source) -> bool {
        let fresh = self.source != Some(source);
        self.time = if fresh { self.time_now() } else { self.time.wrapping_add(STEP) };
        self.sequence = self.sequence.wrapping_add(1);
        (self.source, self.at) = (Some(source), Instant::now());
        fresh
    }

    /// The time of a packet that begins now, at least one step after the last.
    fn time_now(&self) -> u32 {
        let steps = u32::try_from(self.at.elapsed().as_millis() / 20).unwrap_or(u32::MAX);
        self.time.wrapping_add(steps.max(1).wrapping_mul(STEP))
    }
}

#[cfg(test)]
mod tests {
    use super::{Instant, Place, STEP, Source, rtp};

    fn place() -> Place {
        Place {
            source: None,
            sequence: 65_534,
            time: u32::MAX - 10,
            at: Instant::now(),
            sequence_offset: 0,
            time_offset: 0,
        }
    }

    fn header(sequence_number: u16, timestamp: u32) -> rtp::Header {
        rtp::Header { sequence_number, timestamp, ..rtp::Header::default() }
    }

    #[test]
    fn numbers_go_on_whoever_speaks() {
        let mut place = place();
        let one = place.of(Source(1), &header(7, 100));
        assert_eq!((one.0, one.2), (65_535, true));
        assert_eq!(
            place.of(Source(1), &header(8, 100 + STEP)),
            (0, one.1.wrapping_add(STEP), false)
        );
        assert!(place.next(Source(2)));
        assert_eq!(place.sequence, 1);
        let other = place.of(Source(3), &header(50_000, 0));
        assert_eq!((other.0, other.2), (2, true));
        assert!(other.1.wrapping_sub(one.1) >= 3 * STEP);
    }

    #[test]
    fn a_late_packet_keeps_its_place() {
        let mut place = place();
        let first = place.of(Source(1), &header(10, 0));
        place.of(Source(1), &header(12, 2 * STEP));
        let late = place.of(Source(1), &header(11, STEP));
        assert_eq!(late, (first.0.wrapping_add(1), first.1.wrapping_add(STEP), false));
        assert_eq!(place.sequence, first.0.wrapping_add(2));
    }
}

//! Two speakers side by side: each 20 ms have a slot for both, and who says nothing has a packet that says so.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use opus_rs::{Application, OpusEncoder};

use super::Side;
use super::packing::{Pages, is_plain};
use crate::bus::FRAME;
use crate::codec::STEP;
use crate::voice::Voice;

/// How long a slot waits for who is late, in slots.
const LATE: i64 = 12;
/// A stream whose own time is further off than this has begun anew.
const ASTRAY: i64 = 15;
/// 20 ms in which nothing came: only a packet's first byte, which decoders take for a pause.
const NOTHING: &[u8] = &[0x08];

pub(super) struct Tracks<W: Write> {
    pages: Pages<W>,
    begun: Instant,
    /// The slot that is written next.
    next: i64,
    sides: [Track; 2],
}

#[derive(Default)]
struct Track {
    slots: BTreeMap<i64, Vec<u8>>,
    base: Option<Base>,
    /// For packets that are no 20 ms.
    again: Option<(Voice, OpusEncoder)>,
}

/// Where a stream's time stands in ours.
#[derive(Clone, Copy)]
struct Base {
    source: u64,
    time: u32,
    slot: i64,
}

impl<W: Write> Tracks<W> {
    pub(super) fn new(to: W) -> io::Result<Self> {
        let pages = Pages::new(to)?;
        Ok(Self {
            pages,
            begun: Instant::now(),
            next: 0,
            sides: [Track::default(), Track::default()],
        })
    }

    /// Puts a packet into its slot.
    pub(super) fn hear(&mut self, side: Side, source: u64, time: u32, payload: &[u8]) {
        let now = self.now();
        let [customer, us] = &mut self.sides;
        let track = if side == Side::Customer { customer } else { us };
        track.hear(now, source, time, payload);
    }

    /// Writes what is complete.
    pub(super) fn write(&mut self) -> io::Result<()> {
        self.write_until(self.now() - LATE)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.write_until(self.now() + 1)?;
        self.pages.finish()
    }

    fn write_until(&mut self, end: i64) -> io::Result<()> {
        while self.next < end {
            let [customer, us] = &mut self.sides;
            let (left, right) = (customer.take(self.next), us.take(self.next));
            self.pages.slot(&left, &right)?;
            self.next += 1;
        }
        Ok(())
    }

    fn now(&self) -> i64 {
        i64::try_from(self.begun.elapsed().as_millis() / 20).unwrap_or(i64::MAX)
    }
}

impl Track {
    fn hear(&mut self, now: i64, source: u64, time: u32, payload: &[u8]) {
        let base = self.base.filter(|base| base.source == source);
        let by_time = base.map(|base| {
            base.slot + i64::from(time.wrapping_sub(base.time).cast_signed() / STEP.cast_signed())
        });
        let slot = by_time.filter(|slot| (slot - now).abs() < ASTRAY).unwrap_or_else(|| {
            // What is in the slots already must not be written over.
            let free = self.slots.last_key_value().map_or(now, |(last, _)| now.max(last + 1));
            self.base = Some(Base { source, time, slot: free });
            free
        });
        if is_plain(payload) {
            self.slots.insert(slot, payload.to_vec());
            return;
        }
        for (slot, packet) in (slot..).zip(self.plain(payload)) {
            self.slots.insert(slot, packet);
        }
    }

    fn take(&mut self, slot: i64) -> Vec<u8> {
        // What came too late for its slot has none.
        self.slots = self.slots.split_off(&slot);
        self.slots.remove(&slot).unwrap_or_else(|| NOTHING.to_vec())
    }

    /// Packets of 20 ms that sound like this one, of another length.
    fn plain(&mut self, payload: &[u8]) -> Vec<Vec<u8>> {
        if self.again.is_none() {
            let encoder = OpusEncoder::new(48_000, 1, Application::Voip).ok();
            self.again = encoder.map(|encoder| (Voice::new(), encoder));
        }
        let Some((voice, encoder)) = &mut self.again else { return Vec::new() };
        let samples = voice.decode(payload);
        let encode = |frame: &[f32]| {
            let mut packet = vec![0; 1275];
            let length = encoder.encode(frame, FRAME, &mut packet).ok()?;
            packet.truncate(length);
            Some(packet).filter(|packet| is_plain(packet))
        };
        samples.chunks_exact(FRAME).filter_map(encode).collect()
    }
}

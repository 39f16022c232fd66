//! What comes in on one line of a voice: the last second is kept as it came, and decoded when somebody asks.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use opus_rs::OpusDecoder;
use rtc::rtp;

use super::peer::KEYS;
use super::{Heard, spectrum};

const SECOND: Duration = Duration::from_secs(1);
/// What is decoded to, in Hz; twice the highest that is looked for.
pub(super) const RATE: usize = 16_000;

#[derive(Default)]
pub(super) struct Ear(Mutex<State>);

#[derive(Default)]
struct State {
    last_second: VecDeque<(Instant, Vec<u8>)>,
    packets: u64,
    before_accept: u64,
    accepted: bool,
    lost: u64,
    highest: Option<u16>,
    longest_gap: Duration,
    keys: HashSet<(u32, u8)>,
    digits: String,
    /// The call ended then: what was heard last stays.
    ended: Option<Instant>,
}

impl Ear {
    /// From now on sound is welcome.
    pub(super) fn accept(&self) {
        let mut state = self.state();
        if !state.accepted {
            state.accepted = true;
            state.before_accept = state.packets;
        }
    }

    /// Hears nothing more.
    pub(super) fn end(&self) {
        self.state().ended.get_or_insert_with(Instant::now);
    }

    pub(super) fn take(&self, packet: &rtp::Packet) {
        let mut state = self.state();
        state.count(packet.header.sequence_number);
        if packet.header.payload_type == KEYS {
            return state.press(packet);
        }
        let now = Instant::now();
        if let Some((before, _)) = state.last_second.back() {
            state.longest_gap = state.longest_gap.max(now - *before);
        }
        state.packets += 1;
        state.last_second.push_back((now, packet.payload.to_vec()));
        while state.last_second.front().is_some_and(|(at, _)| now - *at > SECOND) {
            state.last_second.pop_front();
        }
    }

    /// Packets that came, and those that did not.
    pub(super) fn counts(&self) -> (u64, u64) {
        let state = self.state();
        (state.packets, state.lost)
    }

    pub(super) fn heard(&self) -> Heard {
        let state = self.state();
        let now = state.ended.unwrap_or_else(Instant::now);
        let recent =
            state.last_second.iter().filter(|(at, _)| now.saturating_duration_since(*at) < SECOND);
        let packets: Vec<Vec<u8>> = recent.map(|(_, packet)| packet.clone()).collect();
        let heard = Heard {
            packets: state.packets,
            packets_before_accept: if state.accepted { state.before_accept } else { state.packets },
            lost: state.lost,
            longest_gap_ms: state.longest_gap.as_millis().try_into().unwrap_or(u64::MAX),
            digits: state.digits.clone(),
            ..Heard::default()
        };
        drop(state);
        let samples = decode(&packets);
        let frequencies = spectrum::loudest(&samples);
        Heard {
            frequency: frequencies.first().copied().unwrap_or_default(),
            frequencies,
            energy: spectrum::energy(&samples),
            ..heard
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it holds an ear")
    }
}

impl State {
    fn count(&mut self, sequence: u16) {
        let Some(highest) = self.highest else {
            self.highest = Some(sequence);
            return;
        };
        let ahead = sequence.wrapping_sub(highest);
        if ahead == 0 || ahead > 0x8000 {
            // Late after all.
            self.lost = self.lost.saturating_sub(1);
            return;
        }
        self.lost += u64::from(ahead - 1);
        self.highest = Some(sequence);
    }

    /// Each key comes in several packets with one time.
    fn press(&mut self, packet: &rtp::Packet) {
        let Some(event) = packet.payload.first().copied() else { return };
        if self.keys.insert((packet.header.timestamp, event))
            && let Some(key) = "0123456789*#ABCD".chars().nth(event.into())
        {
            self.digits.push(key);
        }
    }
}

fn decode(packets: &[Vec<u8>]) -> Vec<f32> {
    let rate = i32::try_from(RATE).unwrap_or(i32::MAX);
    let mut decoder = OpusDecoder::new(rate, 1).expect("Opus knows 16,000 Hz in mono");
    let mut samples = Vec::new();
    for packet in packets {
        // Up to 120 ms, the most that a packet may hold.
        let mut frame = vec![0.0; RATE / 8];
        let room = frame.len();
        if let Ok(count) = decoder.decode(packet, room, &mut frame) {
            samples.extend(frame.into_iter().take(count));
        }
    }
    samples
}

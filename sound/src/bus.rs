//! A stream to one listener that several may speak on. One at a time is passed on as it is; as soon as two speak, they
//! are decoded, added up and encoded, until one is left.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use opus_rs::{Application, OpusEncoder};
use rtc::rtp;
use tokio::time::{MissedTickBehavior, interval};

use crate::line::{Line, Source};
use crate::record::Tap;
use crate::voice::Voice;

/// Who has been silent for so long no longer speaks; browsers send silence, too.
const PRESENT: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(20);
pub(crate) const FRAME: usize = 960;
const BITRATE: i32 = 32_000;
/// No speaker has this number: theirs have a leg or an SSRC in them.
const MIX: Source = Source(u64::MAX - 2);

pub(crate) struct Bus {
    line: Arc<Line>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    voices: HashMap<Source, Speaker>,
    mixing: bool,
    tap: Option<Tap>,
}

struct Speaker {
    last: Instant,
    voice: Option<Voice>,
}

impl Bus {
    pub(crate) fn new(line: Arc<Line>) -> Arc<Self> {
        Arc::new(Self { line, state: Mutex::default() })
    }

    /// What is under it, for what nobody says.
    pub(crate) fn line(&self) -> &Arc<Line> {
        &self.line
    }

    /// Everything that is said goes there, too.
    pub(crate) fn tap(&self, tap: Option<Tap>) {
        self.state().tap = tap;
    }

    /// Somebody says something.
    pub(crate) async fn pass(self: &Arc<Self>, source: Source, packet: &rtp::Packet) {
        let tap = {
            let mut state = self.state();
            let State { voices, mixing, tap } = &mut *state;
            let now = Instant::now();
            voices.entry(source).or_insert(Speaker { last: now, voice: None }).last = now;
            if voices.len() > 1 {
                voices.retain(|_, speaker| now - speaker.last < PRESENT);
            }
            if voices.len() > 1 || *mixing {
                if let Some(speaker) = voices.get_mut(&source) {
                    speaker.voice.get_or_insert_with(Voice::new).hear(&packet.payload);
                }
                if !std::mem::replace(mixing, true) {
                    drop(tokio::runtime::Handle::current().spawn(mix(Arc::clone(self))));
                }
                return;
            }
            tap.clone()
        };
        if let Some(tap) = tap {
            tap.hear(source.0, packet.header.timestamp, &packet.payload);
        }
        self.line.pass(source, packet).await;
    }

    /// Says 20 ms of our own, which go wherever everything that is said goes.
    pub(crate) async fn say(&self, source: Source, time: u32, payload: Bytes) {
        let tap = self.state().tap.clone();
        if let Some(tap) = tap {
            tap.hear(source.0, time, &payload);
        }
        self.line.say(source, payload).await;
    }

    /// Nobody of these speaks any more: what they said last must not be mixed with what comes.
    pub(crate) fn forget(&self, gone: impl Fn(Source) -> bool) {
        self.state().voices.retain(|source, _| !gone(*source));
    }

    /// The next 20 ms of everybody; `None` when nobody is left, or one alone.
    fn next(&self) -> Option<Vec<f32>> {
        let mut state = self.state();
        let now = Instant::now();
        state.voices.retain(|_, speaker| now - speaker.last < PRESENT);
        if state.voices.len() < 2 {
            state.mixing = false;
            state.voices.values_mut().for_each(|speaker| speaker.voice = None);
            return None;
        }
        let mut sum = vec![0.0_f32; FRAME];
        for voice in state.voices.values_mut().filter_map(|speaker| speaker.voice.as_mut()) {
            sum.iter_mut().zip(voice.next()).for_each(|(sum, sample)| *sum += sample);
        }
        Some(sum)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds a bus")
    }
}

/// Adds up until one is left.
async fn mix(bus: Arc<Bus>) {
    let Ok(mut encoder) = OpusEncoder::new(48_000, 1, Application::Voip) else { return };
    encoder.bitrate_bps = BITRATE;
    let mut packet = vec![0; 1275];
    let mut tick = interval(STEP);
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut time = 0_u32;
    loop {
        tick.tick().await;
        let Some(sum) = bus.next() else { return };
        // Two that shout are softened, not cut.
        let sum: Vec<f32> = sum.into_iter().map(f32::tanh).collect();
        match encoder.encode(&sum, FRAME, &mut packet) {
            Ok(length) => {
                let payload = Bytes::copy_from_slice(packet.get(..length).unwrap_or_default());
                let tap = bus.state().tap.clone();
                if let Some(tap) = tap {
                    tap.hear(MIX.0, time, &payload);
                }
                time = time.wrapping_add(crate::codec::STEP);
                bus.line.say(MIX, payload).await;
            }
            Err(error) => tracing::warn!(error, "call.mix"),
        }
    }
}

//! The microphone: records one voice at a time, tells how loud it is, and gives a file. Nothing leaves the tab from here.

pub mod devices;
pub mod meter;
pub mod microphone;

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, File, MediaRecorder, MediaRecorderOptions, MediaStream,
    MediaStreamTrack,
};

use self::meter::Meter;
use self::microphone::listen;
use crate::attachments::made;

/// What browsers record that can go as a voice message, the best first: Opus, in Ogg or to be packed into it.
const KINDS: [&str; 2] = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"];
/// Enough for a voice, in bits a second.
const RATE: u32 = 32_000;
/// How often one looks how loud it is, in milliseconds.
const TICK: u32 = 100;
/// So many looks are kept, the latest.
const LEVELS: usize = 60;

/// What the microphone does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing.
    Off,
    /// The browser asks whether we may.
    Asking,
    /// It listens.
    On,
    /// It waits to go on.
    Paused,
}

/// The microphone. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Recorder {
    /// What it does.
    pub stage: RwSignal<Stage>,
    /// How loud it was lately, between 0 and 100, a tenth of a second each.
    pub levels: RwSignal<Vec<u8>>,
    /// How long the recording is, in tenths of a second.
    pub tenths: RwSignal<u32>,
    live: StoredValue<Option<Live>, LocalStorage>,
}

type OnData = Closure<dyn FnMut(BlobEvent)>;
type OnStop = Closure<dyn FnMut()>;

/// A recording that goes on.
struct Live {
    stream: MediaStream,
    recorder: MediaRecorder,
    /// Whether the file is wanted.
    wanted: Rc<RefCell<bool>>,
    /// What is called meanwhile: it must live as long.
    _called: (Interval, OnData, OnStop),
}

impl Drop for Live {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

impl Recorder {
    /// Off. It goes off with its owner.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        let it = Self {
            stage: RwSignal::new(Stage::Off),
            levels: RwSignal::new(Vec::new()),
            tenths: RwSignal::new(0),
            live: StoredValue::new_local(None),
        };
        on_cleanup(move || it.end(false));
        it
    }

    /// Which microphone it listens to.
    pub fn device(self) -> Option<String> {
        self.live.with_value(|live| devices::of(&live.as_ref()?.stream))
    }

    /// Begins, and later gives the file, or why there is none.
    pub fn start(self, done: impl Fn(Result<File, String>) + 'static) {
        if self.stage.get_untracked() != Stage::Off {
            return;
        }
        self.stage.set(Stage::Asking);
        self.levels.set(Vec::new());
        self.tenths.set(0);
        let done = Rc::new(done);
        spawn_local(async move {
            let begun = self.begin(done.clone()).await;
            match begun {
                Ok(live) if self.stage.try_get_untracked() == Some(Stage::Asking) => {
                    self.live.set_value(Some(live));
                    self.stage.set(Stage::On);
                }
                // It was left meanwhile.
                Ok(_) => {}
                Err(words) => {
                    // The thread may have been left.
                    let _ = self.stage.try_set(Stage::Off);
                    done(Err(words));
                }
            }
        });
    }

    async fn begin(
        self,
        done: Rc<impl Fn(Result<File, String>) + 'static>,
    ) -> Result<Live, String> {
        let stream = listen().await?;
        let broken = |_: JsValue| "The browser could not record.".to_owned();
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind().ok_or(CAN_NOT)?);
        options.set_audio_bits_per_second(RATE);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)
                .map_err(broken)?;
        let meter = Meter::of(&stream).map_err(broken)?;
        let (parts, wanted) = (Array::new(), Rc::new(RefCell::new(false)));
        let on_data = {
            let parts = parts.clone();
            Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
                if let Some(part) = event.data().filter(|it| it.size() > 0.0) {
                    parts.push(&part);
                }
            })
        };
        let on_stop = {
            let (wanted, kind) = (wanted.clone(), recorder.mime_type());
            Closure::<dyn FnMut()>::new(move || {
                if *wanted.borrow() {
                    done(file(&parts, &kind).ok_or_else(|| "Nothing was recorded.".to_owned()));
                }
            })
        };
        recorder.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        recorder.set_onstop(Some(on_stop.as_ref().unchecked_ref()));
        recorder.start().map_err(broken)?;
        let ticking = Interval::new(TICK, move || self.tick(&meter));
        Ok(Live { stream, recorder, wanted, _called: (ticking, on_data, on_stop) })
    }

    fn tick(self, meter: &Meter) {
        if self.stage.try_get_untracked() != Some(Stage::On) {
            return;
        }
        let level = meter.level();
        self.tenths.update(|it| *it += 1);
        self.levels.update(|it| {
            it.push(level);
            let surplus = it.len().saturating_sub(LEVELS);
            it.drain(..surplus);
        });
    }

    /// Waits, or goes on.
    pub fn pause_or_go_on(self) {
        let on = self.stage.get_untracked() == Stage::On;
        self.live.with_value(|live| {
            if let Some(live) = live {
                // It is one of the two, as we know.
                let _ = if on { live.recorder.pause() } else { live.recorder.resume() };
            }
        });
        self.stage.set(if on { Stage::Paused } else { Stage::On });
    }

    /// Ends; gives the file, or throws it away.
    pub fn end(self, keep: bool) {
        let live = self.live.try_update_value(Option::take).flatten();
        if let Some(live) = live {
            *live.wanted.borrow_mut() = keep;
            // One that has stopped says nothing more.
            let _ = live.recorder.stop();
            // Its last words come after this.
            gloo_timers::callback::Timeout::new(1_000, move || drop(live)).forget();
        }
        // The thread may have been left.
        let _ = self.stage.try_set(Stage::Off);
    }
}

const CAN_NOT: &str =
    "This browser can't record voice messages as WhatsApp takes them. A newer one can.";

/// What this browser records, of what can go.
fn kind() -> Option<&'static str> {
    KINDS.into_iter().find(|it| MediaRecorder::is_type_supported(it))
}

fn file(parts: &Array, kind: &str) -> Option<File> {
    if parts.length() == 0 {
        return None;
    }
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_blob_sequence_and_options(parts, &options).ok()?;
    made(&blob, "voice.ogg")
}

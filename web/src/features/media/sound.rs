//! Sound: play and pause, a shape of how loud it is to seek in, and three speeds. The shape is worked out here, from the
//! file itself; where a browser can't, a plain bar stays.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, HtmlAudioElement, OfflineAudioContext, Response};

use crate::logic::when;
use crate::ui::icon::{Icon, Kind};
use crate::watch::effect;

/// So many bars.
const BARS: usize = 48;
/// How fast it may be played.
const SPEEDS: [(f64, &str); 3] = [(1.0, "1×"), (1.5, "1.5×"), (2.0, "2×")];

/// A player.
#[component]
pub fn Sound(
    title: String,
    voice: bool,
    path: Memo<Option<String>>,
    failed: Callback<()>,
    /// Whether it plays at once: only after a press.
    #[prop(optional)]
    begins: bool,
) -> impl IntoView {
    let audio = NodeRef::<html::Audio>::new();
    let playing = RwSignal::new(false);
    let (at, length) = (RwSignal::new(0.0), RwSignal::new(0.0));
    let speed = RwSignal::new(0_usize);
    let peaks = RwSignal::new(Vec::new());
    if voice {
        effect(move || {
            if let Some(path) = path.get()
                && peaks.with_untracked(Vec::is_empty)
            {
                spawn_local(async move {
                    if let Some((found, seconds)) = loudness(&path).await {
                        let _ = peaks.try_set(found);
                        let _ = length.try_set(seconds);
                    }
                });
            }
        });
    }
    let toggle = move |_| {
        let Some(audio) = audio.get_untracked() else { return };
        if audio.paused() {
            // Refused only without a click, and this is one.
            let _ = audio.play();
        } else {
            // It is there, so it can be paused.
            let _ = audio.pause();
        }
    };
    let look = move |audio: &HtmlAudioElement| {
        at.set(audio.current_time());
        if audio.duration().is_finite() {
            length.set(audio.duration());
        }
    };
    let faster = move |_| {
        speed.update(|it| *it = (*it + 1) % SPEEDS.len());
        if let Some((audio, (rate, _))) =
            audio.get_untracked().zip(SPEEDS.get(speed.get_untracked()))
        {
            audio.set_playback_rate(*rate);
        }
    };
    let time = move || {
        let shown = if at.get() > 0.0 { at.get() } else { length.get() };
        when::minutes(shown)
    };
    let named = title.clone();
    view! {
        <div class="sound" class:voice=voice data-testid="sound" data-playing=move || playing.get().to_string()>
            <audio
                node_ref=audio
                src=path
                preload="metadata"
                autoplay=begins
                on:play=move |_| playing.set(true)
                on:pause=move |_| playing.set(false)
                on:ended=move |_| at.set(0.0)
                on:error=move |_| failed.run(())
                on:loadedmetadata:target=move |event| look(&event.target())
                on:timeupdate:target=move |event| look(&event.target())
            ></audio>
            <button
                class="icon-button play"
                data-testid="play"
                aria-label=move || {
                    if playing.get() { "Pause".to_owned() } else { format!("Play: {named}") }
                }
                on:click=toggle
            >
                {move || view! { <Icon kind=if playing.get() { Kind::Pause } else { Kind::Play } /> }}
            </button>
            <span class="wave">
                <Bars peaks=peaks done=Signal::derive(move || at.get() / length.get().max(0.01)) />
                <input
                    type="range"
                    min="0"
                    max=move || length.get().max(0.1)
                    step="0.1"
                    aria-label="Where to listen"
                    aria-valuetext=move || when::minutes(at.get())
                    prop:value=at
                    on:input:target=move |event| {
                        if let (Some(audio), Ok(to)) = (audio.get_untracked(), event.target().value().parse()) {
                            audio.set_current_time(to);
                            at.set(to);
                        }
                    }
                />
            </span>
            <span class="time">{time}</span>
            <button class="speed" data-testid="speed" title="Speed" on:click=faster>
                <span class="visually-hidden">"Speed "</span>
                {move || SPEEDS.get(speed.get()).map(|(_, name)| *name)}
            </button>
        </div>
    }
}

#[component]
fn Bars(peaks: RwSignal<Vec<f32>>, done: Signal<f64>) -> impl IntoView {
    let bars = move || {
        let peaks = peaks.get();
        let count = peaks.len();
        peaks
            .into_iter()
            .enumerate()
            .map(|(place, peak)| {
                #[expect(clippy::cast_precision_loss, reason = "there are few bars")]
                let share = place as f64 / count as f64;
                let height = 2.0 + f64::from(peak) * 26.0;
                view! {
                    <rect
                        class:done=move || share < done.get()
                        x=place * 4
                        y=16.0 - height / 2.0
                        width="2.4"
                        height=height
                        rx="1.2"
                    ></rect>
                }
            })
            .collect_view()
    };
    view! {
        <svg class="bars" viewBox=format!("0 0 {} 32", BARS * 4) preserveAspectRatio="none" aria-hidden="true">
            {bars}
        </svg>
    }
}

/// The address of Opus in Ogg, or of the same in another packing where the browser does not play that (Safari before 18.4).
pub fn playable(path: String) -> String {
    let plays = HtmlAudioElement::new()
        .is_ok_and(|it| !it.can_play_type("audio/ogg; codecs=opus").is_empty());
    if plays { path } else { path + "&packed=caf" }
}

/// How loud it is in each of its parts, between 0 and 1, and how many seconds it has. Nothing where the browser can't
/// read it.
async fn loudness(path: &str) -> Option<(Vec<f32>, f64)> {
    let response = JsFuture::from(window().fetch_with_str(path)).await.ok()?;
    let response: Response = response.dyn_into().ok().filter(Response::ok)?;
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    // What it is made for does not matter: it only reads.
    let context =
        OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(1, 1, 8_000.0)
            .ok()?;
    let decoding = context.decode_audio_data(bytes.unchecked_ref()).ok()?;
    let sound: AudioBuffer = JsFuture::from(decoding).await.ok()?.dyn_into().ok()?;
    let loud = |part: &[f32]| part.iter().fold(0.0_f32, |most, it| most.max(it.abs()));
    let mut peaks: Vec<f32> = Vec::new();
    for channel in 0..sound.number_of_channels() {
        let samples = sound.get_channel_data(channel).ok()?;
        let part = samples.len().div_ceil(BARS).max(1);
        let these: Vec<f32> = samples.chunks(part).map(loud).collect();
        peaks.resize(these.len(), 0.0);
        peaks.iter_mut().zip(these).for_each(|(most, it)| *most = most.max(it));
    }
    let most = peaks.iter().copied().fold(0.01_f32, f32::max);
    Some((peaks.into_iter().map(|it| it / most).collect(), sound.duration()))
}

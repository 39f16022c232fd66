//! A voice message: recorded here, heard once more, and sent like any other file.

pub mod devices;

use leptos::prelude::*;
use shared::ids::ConversationId;

use self::devices::Devices;
use crate::attachments::Attachments;
use crate::logic::when;
use crate::recorder::{Recorder, Stage};
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// The button that begins to record.
#[component]
pub fn RecordButton(recorder: Recorder, to: ConversationId) -> impl IntoView {
    let (it, all): (Workspace, Attachments) = (expect_context(), expect_context());
    let start = move |_| begin(recorder, to, it, all);
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="record"
            title="Record a voice message"
            aria-label="Record a voice message"
            disabled=move || recorder.stage.get() != Stage::Off
            on:click=start
        >
            <Icon kind=Kind::Microphone />
        </button>
    }
}

fn begin(recorder: Recorder, to: ConversationId, it: Workspace, all: Attachments) {
    recorder.start(move |recorded| match recorded {
        Ok(file) => all.take(to, file, true),
        Err(words) => it.toasts().problem(words),
    });
}

/// What is being recorded: how loud, how long, and what to do with it.
#[component]
pub fn Recording(recorder: Recorder, to: ConversationId) -> impl IntoView {
    let (it, all): (Workspace, Attachments) = (expect_context(), expect_context());
    let anew = Callback::new(move |()| {
        recorder.end(false);
        begin(recorder, to, it, all);
    });
    let paused = move || recorder.stage.get() == Stage::Paused;
    let seconds = move || when::minutes(f64::from(recorder.tenths.get()) / 10.0);
    let bars = move || {
        let bar = |level: u8| view! { <i style:block-size=format!("{}%", level.max(6))></i> };
        recorder.levels.with(|it| it.iter().copied().map(bar).collect_view())
    };
    view! {
        <div class="recording" data-testid="recording" data-paused=move || paused().to_string()>
            <button type="button" class="icon-button" data-testid="record-discard" title="Throw it away" aria-label="Throw it away"
                on:click=move |_| recorder.end(false)>
                <Icon kind=Kind::Close />
            </button>
            <span class="recording-dot" aria-hidden="true"></span>
            <span class="recording-time" role="timer" data-testid="record-time">{seconds}</span>
            <span class="recording-shape" aria-hidden="true">{bars}</span>
            {move || {
                let words = if paused() { "Go on" } else { "Pause" };
                let icon = if paused() { Kind::Microphone } else { Kind::Pause };
                view! {
                    <button type="button" class="icon-button" data-testid="record-pause" title=words aria-label=words
                        on:click=move |_| recorder.pause_or_go_on()>
                        <Icon kind=icon />
                    </button>
                }
            }}
            <Devices recorder=recorder on_choose=anew />
            <button type="button" class="button primary" data-testid="record-done" on:click=move |_| recorder.end(true)>
                <Icon kind=Kind::Check />
                "Done"
            </button>
        </div>
    }
}

//! Whether calls of a number are recorded, what both hear before, and for how long a recording is kept.

use std::num::ParseIntError;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command;
use shared::number::{Action, Announcement, Number};
use shared::problem::Problem;
use web_sys::{File, SubmitEvent};

use crate::features::asking::Asking;
use crate::fetch::Failure;
use crate::logic::when;
use crate::pages::settings::Buttons;
use crate::recorder::{Recorder, Stage};
use crate::ui::choice::{Choice, OneOf};
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::upload;
use crate::workspace::Workspace;

/// What both shall hear.
#[derive(Clone, Debug)]
enum Told {
    Nothing,
    Same,
    Spoken(File),
}

/// What the form says.
#[component]
pub fn RecordingForm(
    number: Number,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, before) = (number.id, number.recording);
    let on = RwSignal::new(before.is_some());
    let days = before.as_ref().and_then(|it| it.days).map(|it| it.to_string());
    let days = RwSignal::new(days.unwrap_or_default());
    let same = before.is_some_and(|it| it.announcement.is_some());
    let told = RwSignal::new_local(if same { Told::Same } else { Told::Nothing });
    let asking = Asking::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(days) = read(&days.get_untracked()) else {
            let wrong = Problem::invalid("days", "Give a number of days, or nothing.");
            return asking.failure.set(Some(Failure::Refused(wrong)));
        };
        let on = on.get_untracked();
        let ask = move |announcement| {
            let action = Action::Record { on, announcement, days };
            asking.ask(it, command::Action::Number(id, action), done);
        };
        match told.get_untracked() {
            _ if !on => ask(Announcement::None),
            Told::Nothing => ask(Announcement::None),
            Told::Same => ask(Announcement::Same),
            Told::Spoken(file) => {
                asking.busy.set(true);
                spawn_local(async move {
                    let sent = upload::send(
                        it.session(),
                        "announcement.ogg",
                        &file,
                        (true, false),
                        drop,
                        drop,
                    );
                    match sent.await {
                        Ok(upload) => ask(Announcement::Spoken(upload.id)),
                        Err(failure) => {
                            // The form may have been closed.
                            let _ = asking.busy.try_set(false);
                            let _ = asking.failure.try_set(Some(failure));
                        }
                    }
                });
            }
        }
    };
    let choices = [
        (false, "Not recorded", "Nobody listens later."),
        (
            true,
            "Recorded",
            "Customer and agent, each on a side of their own. Everybody here sees that a call is recorded.",
        ),
    ];
    let choices =
        choices.map(|(value, name, effect)| Choice { value, name: name.to_owned(), effect });
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=asking.failure fields=&["days"] />
            <OneOf legend="Calls of this number" name="recorded" choices=choices.into() value=on />
            <div class="form" hidden=move || !on.get()>
                <Speak told=told />
                <Field label="Delete after days" name="days" testid="recording-days" value=days failure=asking.failure
                    hint="Without a number they are deleted with their conversation." />
            </div>
            <Buttons label="Save" busy=asking.busy testid="number-submit" />
        </form>
    }
}

/// A number of days, or none.
fn read(typed: &str) -> Result<Option<u16>, ParseIntError> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some),
    }
}

/// The announcement: heard by both before anybody of us speaks.
#[component]
fn Speak(told: RwSignal<Told, LocalStorage>) -> impl IntoView {
    let it: Workspace = expect_context();
    let recorder = Recorder::new();
    let off = move || recorder.stage.get() == Stage::Off;
    let begin = move |_| {
        recorder.start(move |recorded| match recorded {
            Ok(file) => told.set(Told::Spoken(file)),
            Err(words) => it.toasts().problem(words),
        });
    };
    let words = move || {
        told.with(|told| match told {
            Told::Nothing => "None. In many countries customers must be told.",
            Told::Same => "Spoken before. Customers hear it first.",
            Told::Spoken(_) => "Spoken just now. It counts when you save.",
        })
    };
    let some = move || told.with(|it| !matches!(it, Told::Nothing));
    let time = move || when::minutes(f64::from(recorder.tenths.get()) / 10.0);
    view! {
        <fieldset class="choices announcement">
            <legend>"Announcement"</legend>
            <p class="small-label" data-testid="announcement">{words}</p>
            <div class="announcement-buttons">
                <Show when=off fallback=move || view! {
                    <span class="recording-dot" aria-hidden="true"></span>
                    <span role="timer">{time}</span>
                    <button type="button" class="button primary" data-testid="announcement-done" on:click=move |_| recorder.end(true)>
                        <Icon kind=Kind::Check />
                        "Done"
                    </button>
                }>
                    <button type="button" class="button" data-testid="announcement-speak" on:click=begin>
                        <Icon kind=Kind::Microphone />
                        "Speak it"
                    </button>
                    <Show when=some>
                        <button type="button" class="button plain" data-testid="announcement-none" on:click=move |_| told.set(Told::Nothing)>
                            "No announcement"
                        </button>
                    </Show>
                </Show>
            </div>
            <p class="small-label">"Say, for example: “This call is recorded.” Up to a minute."</p>
        </fieldset>
    }
}

//! Sends later what stands in the composer: a window with times, and what to know about them.

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::ConversationId;
use shared::time::Timestamp;

use crate::clock;
use crate::features::time_chooser::{Purpose, TimeChooser};
use crate::later;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::workspace::Workspace;

const BUTTON: &str = "[data-testid=schedule]";

const PURPOSE: Purpose = Purpose {
    name: "schedule",
    question: "When shall it be sent?",
    then: "Sent",
    verb: "Schedule",
};

/// As a click on the button of the composer.
pub fn open_window() {
    page::press(BUTTON);
}

/// The button in the composer, and its window.
#[component]
pub fn ScheduleButton(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    /// Whether what stands in the composer can wait.
    ready: Signal<bool>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    let choose = Callback::new(move |when: (Timestamp, bool)| {
        it.sender.say_later(id, it.files.take_ready(id), when);
    });
    let until = Signal::derive(move || {
        let until = conversation.with(|it| it.as_ref().and_then(|it| it.window_until))?;
        let words = later::words(clock::now(), until);
        Some(format!(
            "The customer's 24 hours end {words}. What is due later goes only if they write again before it."
        ))
    });
    view! {
        <button
            type="button"
            class="icon-button"
            data-testid="schedule"
            title=it.keys.hint("Send later", "schedule")
            aria-label="Send later"
            disabled=move || !ready.get()
            on:click=move |_| open.set(true)
        >
            <Icon kind=Kind::Clock />
        </button>
        <LaterWindow open=open on_choose=choose note=until />
    }
}

/// A window in which one chooses when something is sent, and whether it stops when the customer writes first.
#[component]
pub fn LaterWindow(
    open: RwSignal<bool>,
    on_choose: Callback<(Timestamp, bool)>,
    /// What else to know.
    #[prop(into)]
    note: Signal<Option<String>>,
) -> impl IntoView {
    let unless_reply = RwSignal::new(false);
    let choose = Callback::new(move |due: Timestamp| {
        open.set(false);
        on_choose.run((due, unless_reply.get_untracked()));
    });
    view! {
        <Dialog title="Send later" open=open>
            <div class="form snooze">
                <TimeChooser purpose=PURPOSE on_choose=choose />
                <label class="choice">
                    <input type="checkbox" data-testid="schedule-unless" prop:checked=unless_reply
                        on:change:target=move |event| unless_reply.set(event.target().checked()) />
                    <span>"Don’t send it if the customer writes first"
                        <small>"It then stays in the conversation, for you to decide."</small></span>
                </label>
                <p class="quiet">{note}</p>
            </div>
        </Dialog>
    }
}

/// A window in which one chooses another time for what waits.
#[component]
pub fn AnotherTime(open: RwSignal<bool>, on_choose: Callback<Timestamp>) -> impl IntoView {
    let choose = Callback::new(move |due: Timestamp| {
        open.set(false);
        on_choose.run(due);
    });
    view! {
        <Dialog title="Another time" open=open>
            <div class="form snooze">
                <TimeChooser purpose=PURPOSE on_choose=choose />
            </div>
        </Dialog>
    }
}

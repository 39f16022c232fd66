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
    let (open, unless_reply) = (RwSignal::new(false), RwSignal::new(false));
    let choose = Callback::new(move |due: Timestamp| {
        open.set(false);
        it.sender.say_later(id, due, unless_reply.get_untracked());
    });
    let until = move || {
        let until = conversation.with(|it| it.as_ref().and_then(|it| it.window_until))?;
        let words = later::words(clock::now(), until);
        Some(format!(
            "The customer's 24 hours end {words}. What is due later goes only if they write again before it."
        ))
    };
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
        <Dialog title="Send later" open=open>
            <div class="form snooze">
                <TimeChooser purpose=PURPOSE on_choose=choose />
                <label class="choice">
                    <input type="checkbox" data-testid="schedule-unless" prop:checked=unless_reply
                        on:change:target=move |event| unless_reply.set(event.target().checked()) />
                    <span>"Don’t send it if the customer writes first"
                        <small>"It then stays in the conversation, for you to decide."</small></span>
                </label>
                <p class="quiet">{until}</p>
            </div>
        </Dialog>
    }
}

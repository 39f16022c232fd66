//! Puts a conversation off: a window with the usual times and room to write one, and the strip that says when it
//! comes back.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation, Snooze};
use shared::ids::ConversationId;
use shared::permission::Permission;

use crate::features::may;
use crate::features::time_chooser::{Purpose, TimeChooser};
use crate::later;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::ui::strip::Strip;
use crate::watch::memo;
use crate::workspace::Workspace;

/// The button, for the key that presses it.
const BUTTON: &str = "[data-testid=snooze]";

const PURPOSE: Purpose = Purpose {
    name: "snooze",
    question: "When shall it come back?",
    then: "Comes back",
    verb: "Snooze",
};

/// As a click on the button of the open thread.
pub fn open_window() {
    page::press(BUTTON);
}

/// The button in a thread, and its window.
#[component]
pub fn SnoozeButton(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    let able = memo(move || it.store.may(Permission::Triage));
    let busy = move || it.acting(id, |it| matches!(it, Action::Snooze { .. }));
    view! {
        <button class="icon-button roomy" data-testid="snooze" disabled=move || !able.get()
            title=may::hint(it, "Snooze", "snooze") aria-label="Snooze" aria-keyshortcuts=it.keys.aria("snooze")
            aria-busy=move || busy().to_string() on:click=move |_| open.set(true)>
            <Icon kind=Kind::Clock />
        </button>
        <SnoozeWindow open=open on_choose=move |until| it.act(id, Action::Snooze { until }) />
    }
}

/// The window in which one says when something shall come back.
#[component]
pub fn SnoozeWindow(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Told what was chosen.
    #[prop(into)]
    on_choose: Callback<Snooze>,
) -> impl IntoView {
    let choose = move |until| {
        open.set(false);
        on_choose.run(until);
    };
    view! {
        <Dialog title="Snooze" open=open>
            {inside(Callback::new(choose))}
        </Dialog>
    }
}

part! {
    fn inside(choose: Callback<Snooze>) in tools {
        let choose = move |until| choose.run(until);
        view! {
            <div class="form snooze">
                <TimeChooser purpose=PURPOSE on_choose=Callback::new(move |at| choose(Snooze::Until(at)))>
                    <li><button type="button" data-testid="snooze-reply" on:click=move |_| choose(Snooze::Reply)>
                        <span>"Until the customer writes"</span>
                    </button></li>
                </TimeChooser>
                <p class="quiet">"It comes back at once when the customer writes."</p>
            </div>
        }
        .into_any()
    }
}

/// When it comes back, and the way to have it back now.
#[component]
pub fn SnoozedStrip(id: ConversationId, conversation: Memo<Option<Conversation>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let snoozed = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.snoozed)));
    let words = move |until| match until {
        Snooze::Until(at) => format!("Snoozed until {}", later::words(it.time.now(), at)),
        Snooze::Reply => "Snoozed until the customer writes".to_owned(),
    };
    move || {
        snoozed.get().map(|until| {
            view! {
                <Strip icon=Kind::Clock testid="snoozed" words=Signal::derive(move || words(until))>
                    <button class="button small" data-testid="wake" on:click=move |_| it.act(id, Action::Reopen)>
                        "Back to the inbox"
                    </button>
                </Strip>
            }
        })
    }
}

/// In a row: when it comes back.
#[component]
pub fn BackChip(snoozed: Option<Snooze>) -> impl IntoView {
    let it: Workspace = expect_context();
    snoozed.map(|until| {
        let words = memo(move || match until {
            Snooze::Until(at) => later::words(it.time.now(), at),
            Snooze::Reply => "when they write".to_owned(),
        });
        view! {
            <span class="chip waits" title=move || format!("Comes back {}", words.get()) data-testid="row-back">
                <Icon kind=Kind::Clock />
                <span class="visually-hidden">"comes back "</span>
                {words}
            </span>
        }
    })
}

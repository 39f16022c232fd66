//! Puts a conversation off: a window with the usual times and room to write one, and the strip that says when it
//! comes back.

use js_sys::Date;
use leptos::html;
use leptos::prelude::*;
use shared::conversation::{Action, Conversation, Snooze};
use shared::ids::ConversationId;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;
use web_sys::SubmitEvent;

use crate::clock;
use crate::later;
use crate::logic::moment::moment;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// The button, for the key that presses it.
const BUTTON: &str = "[data-testid=snooze]";

/// As a click on the button of the open thread.
pub fn open_window() {
    page::press(BUTTON);
}

/// The button in a thread, and its window.
#[component]
pub fn SnoozeButton(id: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    let busy = move || it.acting(id, |it| matches!(it, Action::Snooze { .. }));
    view! {
        <button class="icon-button roomy" data-testid="snooze" title=it.keys.hint("Snooze", "snooze") aria-label="Snooze" aria-keyshortcuts=it.keys.aria("snooze")
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
            <div class="form snooze">
                <Written choose=choose />
                <ul class="snooze-usual">
                    {later::usual(clock::now())
                        .into_iter()
                        .map(|(name, at)| {
                            view! {
                                <li><button type="button" data-testid="snooze-usual" on:click=move |_| choose(Snooze::Until(at))>
                                    <span>{name}</span>
                                    <span class="quiet">{later::date(clock::now(), at)}</span>
                                </button></li>
                            }
                        })
                        .collect_view()}
                    <li><button type="button" data-testid="snooze-reply" on:click=move |_| choose(Snooze::Reply)>
                        <span>"Until the customer writes"</span>
                    </button></li>
                </ul>
                <Picked choose=choose />
                <p class="quiet">"It comes back at once when the customer writes."</p>
            </div>
        </Dialog>
    }
}

/// A time in one's own words.
#[component]
fn Written(choose: impl Fn(Snooze) + Copy + 'static) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let meant = memo(move || {
        let now = clock::now();
        text.with(|it| moment(it)).and_then(|it| later::resolve(it, now)).filter(|it| *it > now)
    });
    effect(move || {
        if let Some(input) = input.get() {
            // Only an element that is gone can't be focused.
            let _ = input.focus();
        }
    });
    let note = move || match meant.get() {
        Some(at) => format!("Comes back {}", later::words(clock::now(), at)),
        None if text.with(|it| it.trim().is_empty()) => "For example: in 3 hours, fri 14:00".into(),
        None => "Not a time that we know. Try: in 3 hours, tomorrow 9, fri 14:00".into(),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(at) = meant.get_untracked() {
            choose(Snooze::Until(at));
        }
    };
    view! {
        <form class="snooze-written" on:submit=submit>
            <label class="field">
                <span class="label">"When shall it come back?"</span>
                <input node_ref=input data-testid="snooze-text" placeholder="tomorrow 9" autocomplete="off"
                    aria-describedby="snooze-note" prop:value=text
                    on:input:target=move |event| text.set(event.target().value()) />
                <span id="snooze-note" class="note" role="status" data-testid="snooze-note">{note}</span>
            </label>
            <button class="button primary" data-testid="snooze-submit" disabled=move || meant.with(Option::is_none)>"Snooze"</button>
        </form>
    }
}

/// A day and a time from the browser's own calendar.
#[component]
fn Picked(choose: impl Fn(Snooze) + Copy + 'static) -> impl IntoView {
    let picked = RwSignal::new(None::<Timestamp>);
    let read = move |value: String| {
        let at = clock::millis(&Date::new(&JsValue::from_str(&value)));
        picked.set((!value.is_empty() && at > clock::now()).then_some(at));
    };
    view! {
        <div class="snooze-written">
            <label class="field">
                <span class="label">"Or a day and a time"</span>
                <input type="datetime-local" data-testid="snooze-date"
                    on:input:target=move |event| read(event.target().value()) />
            </label>
            <button type="button" class="button" data-testid="snooze-picked"
                disabled=move || picked.with(Option::is_none)
                on:click=move |_| if let Some(at) = picked.get_untracked() { choose(Snooze::Until(at)) }>
                "Snooze"
            </button>
        </div>
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
                <div class="strip" role="status" data-testid="snoozed">
                    <Icon kind=Kind::Clock />
                    <span>{move || words(until)}</span>
                    <button class="button small" data-testid="wake" on:click=move |_| it.act(id, Action::Reopen)>
                        "Back to the inbox"
                    </button>
                </div>
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

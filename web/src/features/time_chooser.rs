//! How one says a time to come: in one's own words, as one of the usual ones, or by the browser's calendar.

use js_sys::Date;
use leptos::html;
use leptos::prelude::*;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;
use web_sys::SubmitEvent;

use crate::clock;
use crate::later;
use crate::logic::moment::moment;
use crate::ui::page;
use crate::watch::memo;

/// What a time is chosen for, in words.
#[derive(Clone, Copy, Debug)]
pub struct Purpose {
    /// Begins names for tests and ids in the page.
    pub name: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// What happens then, before the time.
    pub then: &'static str,
    /// What stands on the buttons.
    pub verb: &'static str,
}

/// A time to come.
#[component]
pub fn TimeChooser(
    purpose: Purpose,
    /// Told what was chosen.
    on_choose: Callback<Timestamp>,
    /// What else can be chosen, below the usual times.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let usual = later::usual(clock::now()).into_iter().map(|(name, at)| {
        view! {
            <li><button type="button" data-testid=format!("{}-usual", purpose.name) on:click=move |_| on_choose.run(at)>
                <span>{name}</span>
                <span class="quiet">{later::date(clock::now(), at)}</span>
            </button></li>
        }
    });
    view! {
        <Written purpose=purpose on_choose=on_choose />
        <ul class="snooze-usual">{usual.collect_view()} {children.map(|it| it())}</ul>
        <Picked purpose=purpose on_choose=on_choose />
    }
}

/// A time in one's own words.
#[component]
fn Written(purpose: Purpose, on_choose: Callback<Timestamp>) -> impl IntoView {
    let Purpose { name, question, then, verb } = purpose;
    let input = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    let meant = memo(move || {
        let now = clock::now();
        text.with(|it| moment(it)).and_then(|it| later::resolve(it, now)).filter(|it| *it > now)
    });
    page::focus_once_there(input);
    let note = move || match meant.get() {
        Some(at) => format!("{then} {}", later::words(clock::now(), at)),
        None if text.with(|it| it.trim().is_empty()) => "For example: in 3 hours, fri 14:00".into(),
        None => "Not a time that we know. Try: in 3 hours, tomorrow 9, fri 14:00".into(),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(at) = meant.get_untracked() {
            on_choose.run(at);
        }
    };
    let note_id = format!("{name}-note");
    view! {
        <form class="snooze-written" on:submit=submit>
            <label class="field">
                <span class="label">{question}</span>
                <input node_ref=input data-testid=format!("{name}-text") placeholder="tomorrow 9" autocomplete="off"
                    aria-describedby=note_id.clone() prop:value=text
                    on:input:target=move |event| text.set(event.target().value()) />
                <span id=note_id class="note" role="status" data-testid=format!("{name}-note")>{note}</span>
            </label>
            <button class="button primary" data-testid=format!("{name}-submit") disabled=move || meant.with(Option::is_none)>{verb}</button>
        </form>
    }
}

/// A day and a time from the browser's own calendar.
#[component]
fn Picked(purpose: Purpose, on_choose: Callback<Timestamp>) -> impl IntoView {
    let name = purpose.name;
    let picked = RwSignal::new(None::<Timestamp>);
    let read = move |value: String| {
        let at = clock::millis(&Date::new(&JsValue::from_str(&value)));
        picked.set((!value.is_empty() && at > clock::now()).then_some(at));
    };
    view! {
        <div class="snooze-written">
            <label class="field">
                <span class="label">"Or a day and a time"</span>
                <input type="datetime-local" data-testid=format!("{name}-date")
                    on:input:target=move |event| read(event.target().value()) />
            </label>
            <button type="button" class="button" data-testid=format!("{name}-picked")
                disabled=move || picked.with(Option::is_none)
                on:click=move |_| if let Some(at) = picked.get_untracked() { on_choose.run(at) }>
                {purpose.verb}
            </button>
        </div>
    }
}

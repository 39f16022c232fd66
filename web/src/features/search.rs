//! One box for people and everything that was said. It asks the server while somebody types, and opens what is chosen.

pub mod known;
pub mod results;

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::search::{Found, QUERY_MAX, SEARCH};

use crate::fetch::{Answer, Failure};
use crate::turns::Turns;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::page;
use crate::watch::effect;
use crate::workspace::Workspace;
use results::{Hints, Results, hrefs};

/// How long to wait for the next letter.
const PAUSE: Duration = Duration::from_millis(120);
const BUTTON: &str = "[data-testid=search-button]";
/// The list that the keys walk.
const RESULTS: &str = "found";

/// The button that opens the box.
#[component]
pub fn Search() -> impl IntoView {
    let it: Workspace = expect_context();
    let open = RwSignal::new(false);
    view! {
        <button
            class="icon-button"
            data-testid="search-button"
            title=it.keys.hint("Search", "search")
            aria-label="Search"
            on:click=move |_| open.set(true)
        >
            <Icon kind=Kind::Search />
        </button>
        <Dialog title="Search" open=open>
            {inside(open)}
        </Dialog>
    }
}

part! {
    fn inside(open: RwSignal<bool>) in tools { view! { <SearchBox open=open /> }.into_any() }
}

/// Opens the box, as a click would.
pub fn open() {
    page::press(BUTTON);
}

/// What is asked and what came.
#[derive(Clone, Copy)]
pub struct Asking {
    query: RwSignal<String>,
    found: RwSignal<Option<Answer<Found>>>,
    busy: RwSignal<bool>,
    /// Which of the results the keys are at.
    at: RwSignal<usize>,
    /// With each letter another question.
    turns: Turns,
}

#[component]
fn SearchBox(open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let asking = Asking {
        query: RwSignal::new(String::new()),
        found: RwSignal::new(None),
        busy: RwSignal::new(false),
        at: RwSignal::new(0),
        turns: Turns::new(),
    };
    let input = NodeRef::<html::Input>::new();
    page::focus_once_there(input);
    effect(move || ask(it, asking, asking.query.get()));
    let navigate = use_navigate();
    let keys = move |event: KeyboardEvent| {
        let results = asking.found.with_untracked(|it| match it {
            Some(Ok(found)) => hrefs(found),
            Some(Err(_)) | None => vec![],
        });
        let at = asking.at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if at + 1 < results.len() => asking.at.set(at + 1),
            "ArrowUp" => asking.at.set(at.saturating_sub(1)),
            "Enter" if !event.is_composing() => {
                let Some(href) = results.get(at) else { return };
                open.set(false);
                navigate(href, NavigateOptions::default());
            }
            _ => return,
        }
        event.prevent_default();
    };
    let any = move || {
        asking.found.with(|it| {
            let found = it.as_ref().and_then(|it| it.as_ref().ok());
            found.is_some_and(|it| !hrefs(it).is_empty())
        })
    };
    view! {
        <div class="search">
            <label class="search-field">
                <Icon kind=Kind::Search />
                <span class="visually-hidden">"Search people, labels and messages"</span>
                <input
                    node_ref=input
                    type="text"
                    enterkeyhint="search"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength=QUERY_MAX.to_string()
                    placeholder="Name, number, label or words"
                    data-testid="search"
                    aria-autocomplete="list"
                    aria-expanded=move || any().to_string()
                    aria-controls=move || any().then_some(RESULTS)
                    aria-activedescendant=move || any().then(|| format!("found-{}", asking.at.get()))
                    prop:value=move || asking.query.get()
                    on:input=move |event| asking.query.set(event_target_value(&event))
                    on:keydown=keys
                />
            </label>
            <div
                class="search-results"
                aria-busy=move || asking.busy.get().to_string()
                data-testid="search-results"
            >
                {move || match asking.found.get() {
                    None => view! { <Hints /> }.into_any(),
                    Some(Err(failure)) => {
                        view! { <p class="search-note" role="alert">{failure.words()}</p> }.into_any()
                    }
                    Some(Ok(found)) => view! { <Results found=found asking=asking open=open /> }.into_any(),
                }}
            </div>
        </div>
    }
}

/// Asks once nobody types any more; what was asked before is forgotten.
fn ask(it: Workspace, asking: Asking, query: String) {
    let current = asking.turns.begin();
    asking.at.set(0);
    if query.trim().is_empty() {
        asking.busy.set(false);
        return asking.found.set(None);
    }
    asking.busy.set(true);
    spawn_local(async move {
        gloo_timers::future::sleep(PAUSE).await;
        if !current() {
            return;
        }
        let answer = it.session().get::<Found>(path(&query, None)).await;
        if current() {
            asking.found.set(Some(answer));
            asking.busy.set(false);
        }
    });
}

/// Adds what is further back.
fn search_on(it: Workspace, asking: Asking, before: i64) {
    let (current, query) = (asking.turns.current(), asking.query.get_untracked());
    asking.busy.set(true);
    spawn_local(async move {
        let answer = it.session().get::<Found>(path(&query, Some(before))).await;
        if !current() {
            return;
        }
        asking.busy.set(false);
        match answer {
            Ok(more) => asking.found.update(|found| {
                if let Some(Ok(found)) = found {
                    found.messages.extend(more.messages);
                    found.more = more.more;
                }
            }),
            Err(failure @ (Failure::Lost | Failure::Refused(_))) => {
                it.toasts().problem(failure.words());
            }
        }
    });
}

fn path(query: &str, before: Option<i64>) -> String {
    let query = js_sys::encode_uri_component(query.trim());
    let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
    format!("{SEARCH}?q={query}{before}")
}

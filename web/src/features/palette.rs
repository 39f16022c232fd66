//! One box for everything that can be done here and now, and why the rest can't. It does what the buttons do.

pub mod entries;

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::actions::Hands;
use crate::features::shortcuts;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::ui::keys::Keys;
use crate::ui::page;
use crate::watch::{effect, memo};
use entries::{Entry, Recent};

/// The list that the keys walk.
const LIST: &str = "palette-list";

/// The palette, while it is open.
#[component]
pub fn Palette() -> impl IntoView {
    let hands: Hands = expect_context();
    view! {
        <Dialog title="What to do" open=hands.palette>
            {inside(hands)}
        </Dialog>
    }
}

part! {
    fn inside(hands: Hands) in tools { view! { <Box hands=hands /> }.into_any() }
}

/// What there is, and where the keys are.
#[derive(Clone, Copy)]
struct Choice {
    hands: Hands,
    entries: StoredValue<Vec<Entry>, LocalStorage>,
    /// Which of them fit what is typed, the best first.
    found: Memo<Vec<usize>>,
    at: RwSignal<usize>,
}

impl Choice {
    /// Closes the palette, and then does it: a menu that opens would close with it.
    fn take(self, place: usize) {
        let Some(entry) = self.found.with_untracked(|it| it.get(place).copied()) else { return };
        let run = self.entries.with_value(|it| {
            let entry = it.get(entry).filter(|it| it.why_not.is_none())?;
            Recent::note(&entry.id);
            Some(entry.run.clone())
        });
        if let Some(run) = run {
            self.hands.palette.set(false);
            set_timeout(move || run(), Duration::ZERO);
        }
    }
}

#[component]
fn Box(hands: Hands) -> impl IntoView {
    let entries = StoredValue::new_local(untrack(|| entries::all(&hands.here())));
    let (typed, at) = (RwSignal::new(String::new()), RwSignal::new(0));
    let recent = Recent::kept();
    let found = memo(move || {
        typed.with(|typed| entries.with_value(|it| entries::rank(it, typed, &recent)))
    });
    let it = Choice { hands, entries, found, at };
    let input = NodeRef::<html::Input>::new();
    page::focus_once_there(input);
    let on_key = move |event: KeyboardEvent| {
        let (place, many) = (at.get_untracked(), found.with_untracked(Vec::len));
        match event.key().as_str() {
            "ArrowDown" => at.set(if place + 1 < many { place + 1 } else { 0 }),
            "ArrowUp" => at.set(place.checked_sub(1).unwrap_or(many.saturating_sub(1))),
            "Enter" if !event.is_composing() => it.take(place),
            _ if shortcuts::chord(&event).as_deref() == Some("Ctrl K") => hands.palette.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="search palette">
            <label class="search-field">
                <Icon kind=Kind::Search />
                <span class="visually-hidden">"What to do"</span>
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder="What do you want to do?"
                    data-testid="palette"
                    aria-autocomplete="list"
                    aria-expanded=move || found.with(|it| !it.is_empty()).to_string()
                    aria-controls=move || found.with(|it| (!it.is_empty()).then_some(LIST))
                    aria-activedescendant=move || found.with(|it| (!it.is_empty()).then(|| format!("do-{}", at.get())))
                    prop:value=typed
                    on:input:target=move |event| {
                        at.set(0);
                        typed.set(event.target().value());
                    }
                    on:keydown=on_key
                />
            </label>
            <div class="search-results">
                {move || {
                    let found = found.get();
                    if found.is_empty() {
                        let words = "Nothing is called like that. People and messages are found with the search.";
                        return view! { <p class="search-note" role="status">{words}</p> }.into_any();
                    }
                    let lines = found.into_iter().enumerate();
                    let lines = lines.map(|(place, entry)| view! { <Line it=it place=place entry=entry /> });
                    view! { <div id=LIST role="listbox" aria-label="What can be done">{lines.collect_view()}</div> }
                        .into_any()
                }}
            </div>
        </div>
    }
}

#[component]
fn Line(it: Choice, place: usize, entry: usize) -> impl IntoView {
    let line = NodeRef::<html::Div>::new();
    effect(move || {
        if it.at.get() == place
            && let Some(line) = line.get()
        {
            page::into_sight(&line);
        }
    });
    it.entries.with_value(|all| {
        let entry = all.get(entry)?;
        let keys = (!entry.keys.is_empty()).then(|| view! { <Keys keys=entry.keys.clone() /> });
        Some(view! {
            <div
                node_ref=line
                class="found do"
                id=format!("do-{place}")
                role="option"
                tabindex="-1"
                data-testid="palette-line"
                aria-selected=move || (it.at.get() == place).to_string()
                aria-disabled=entry.why_not.map(|_| "true")
                on:click=move |_| it.take(place)
            >
                <Icon kind=entry.icon />
                <span class="do-name"><bdi>{entry.name.clone()}</bdi></span>
                {entry.why_not.map(|why| view! { <span class="do-why">{why}</span> })}
                <span class="do-keys" aria-hidden="true">{keys}</span>
            </div>
        })
    })
}

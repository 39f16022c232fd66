//! All emojis, by group and by name, those taken last first. It says which was chosen and writes nothing itself.

pub mod tone;

use std::time::Duration;

use emojis::{Emoji, EmojiVersion, Group};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use self::tone::{Tones, toned};
use crate::ui::dialog::Dialog;
use crate::ui::page;
use crate::ui::roving::{self, Axis};
use crate::watch::memo;

/// What the latest ones are kept under.
const KEPT: &str = "onevoice.emojis";
/// So many of them.
const LATEST: usize = 16;
/// So many are found at most.
const FOUND: usize = 120;
/// What phones of some years ago show: Emoji 14 is of 2021.
const NEWEST: EmojiVersion = EmojiVersion::new(14, 0);
/// What can have the focus among them.
const EACH: &str = "button";

/// The window; it closes when one was chosen.
#[component]
pub fn EmojiWindow(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Told which was chosen.
    on_choose: Callback<&'static str>,
) -> impl IntoView {
    view! {
        <Dialog title="Emoji" open=open>
            {inside(open, on_choose)}
        </Dialog>
    }
}

part! {
    fn inside(open: RwSignal<bool>, on_choose: Callback<&'static str>) in tools {
        view! { <Picker open=open on_choose=on_choose /> }.into_any()
    }
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Latest,
    Group(Group),
}

#[component]
fn Picker(open: RwSignal<bool>, on_choose: Callback<&'static str>) -> impl IntoView {
    let kept = latest();
    let begin =
        if kept.is_empty() { Shown::Group(Group::SmileysAndEmotion) } else { Shown::Latest };
    let (shown, query) = (RwSignal::new(begin), RwSignal::new(String::new()));
    let kept = StoredValue::new(kept);
    let tone = RwSignal::new(tone::kept());
    let all = memo(move || {
        let (asked, tone) = (query.get(), tone.get());
        let name = move |it: &'static Emoji| toned(it, tone).as_str();
        let found: Vec<&'static str> = match shown.get() {
            _ if !asked.trim().is_empty() => find(&asked).map(name).collect(),
            Shown::Latest => kept.with_value(|it| it.iter().map(|it| it.as_str()).collect()),
            Shown::Group(group) => usable(group.emojis()).map(name).collect(),
        };
        found
    });
    let take = move |emoji: &'static Emoji| {
        keep(emoji);
        open.set(false);
        // A window that closes gives the focus back, and would take it from whoever is told before.
        set_timeout(move || on_choose.run(emoji.as_str()), Duration::ZERO);
    };
    let (input, grid) = (NodeRef::<html::Input>::new(), NodeRef::<html::Div>::new());
    page::focus_once_there(input);
    let on_search_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            if let Some(first) = all.with_untracked(|it| it.first().copied()).and_then(emojis::get)
            {
                take(first);
            }
        }
        "ArrowDown" => {
            if let Some(first) = grid.get_untracked().and_then(|it| it.query_selector(EACH).ok()?) {
                event.prevent_default();
                focus(&first);
            }
        }
        _ => {}
    };
    let on_grid_key = move |event: KeyboardEvent| {
        if let Some(grid) = grid.get_untracked() {
            walk(&event, &grid, input);
        }
    };
    // One listener for hundreds of buttons.
    let on_press = move |event: MouseEvent| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let button = target.and_then(|it| it.closest(EACH).ok().flatten());
        if let Some(emoji) = button.and_then(|it| emojis::get(&it.text_content()?)) {
            take(emoji);
        }
    };
    let show = move |it: Shown| {
        query.set(String::new());
        shown.set(it);
    };
    view! {
        <div class="emoji-picker">
            <input node_ref=input type="text" role="searchbox" class="emoji-search" data-testid="emoji-search" aria-label="Search emojis" placeholder="Search: heart, thumbs, cake"
                autocomplete="off" spellcheck="false" enterkeyhint="done" prop:value=query
                on:input:target=move |event| query.set(event.target().value()) on:keydown=on_search_key />
            <div class="emoji-groups" role="group" aria-label="Groups">
                {kept.with_value(|it| !it.is_empty()).then(|| view! { <GroupButton it=Shown::Latest face="🕘" name="Latest" shown=shown show=show /> })}
                {Group::iter().map(|group| {
                    let (face, name) = words(group);
                    view! { <GroupButton it=Shown::Group(group) face=face name=name shown=shown show=show /> }
                }).collect_view()}
            </div>
            <div node_ref=grid class="emoji-grid" role="group" aria-label="Emojis" data-testid="emojis" on:keydown=on_grid_key on:click=on_press>
                <For each=move || all.get().into_iter().enumerate() key=|it| *it let((at, emoji))>
                    <button type="button" title=name(emoji) aria-label=name(emoji) tabindex=if at == 0 { "0" } else { "-1" }>{emoji}</button>
                </For>
            </div>
            <p class="quiet emoji-none" role="status">
                {move || all.with(Vec::is_empty).then_some("No emoji is called that.")}
            </p>
            <Tones tone=tone />
        </div>
    }
}

#[component]
fn GroupButton(
    it: Shown,
    face: &'static str,
    name: &'static str,
    shown: RwSignal<Shown>,
    show: impl Fn(Shown) + Copy + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="emoji-group" title=name aria-label=name aria-pressed=move || (shown.get() == it).to_string()
            on:click=move |_| show(it)>{face}</button>
    }
}

/// Arrows in all four directions; up from the first line leads back to the search.
fn walk(event: &KeyboardEvent, grid: &Element, input: NodeRef<html::Input>) {
    let all = roving::items(grid, EACH);
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => {
            roving::step(event, &all, Axis::Inline);
            return;
        }
    };
    event.prevent_default();
    let active = document().active_element();
    let at = all.iter().position(|it| active.as_ref().is_some_and(|on| on.is_same_node(Some(it))));
    let line = all.first().map_or(0, HtmlElement::offset_top);
    let wide = all.iter().take_while(|it| it.offset_top() == line).count();
    let Some(at) = at else { return };
    let next = if down { Some(at + wide) } else { at.checked_sub(wide) };
    match next {
        Some(next) => {
            if let Some(button) = all.get(next) {
                focus(button);
            }
        }
        None => {
            if let Some(input) = input.get_untracked() {
                focus(&input);
            }
        }
    }
}

fn focus(it: &Element) {
    // Only an element that is gone can't be focused.
    let _ = it.dyn_ref::<HtmlElement>().map(HtmlElement::focus);
}

/// Those that a customer's phone can show.
fn usable(all: impl Iterator<Item = &'static Emoji>) -> impl Iterator<Item = &'static Emoji> {
    all.filter(|it| it.emoji_version() <= NEWEST)
}

/// Those of which each word begins a word of a name.
fn find(asked: &str) -> impl Iterator<Item = &'static Emoji> {
    let asked = asked.to_lowercase();
    let fits = move |it: &&Emoji| {
        let names =
            || it.name().split([' ', '-', ':']).chain(it.shortcodes().flat_map(|it| it.split('_')));
        asked
            .split_whitespace()
            .all(|word| names().any(|name| name.to_lowercase().starts_with(word)))
    };
    usable(emojis::iter()).filter(fits).take(FOUND)
}

fn name(emoji: &str) -> &'static str {
    emojis::get(emoji).map_or("", Emoji::name)
}

const fn words(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::SmileysAndEmotion => ("😀", "Smileys and emotion"),
        Group::PeopleAndBody => ("👋", "People"),
        Group::AnimalsAndNature => ("🐻", "Animals and nature"),
        Group::FoodAndDrink => ("🍎", "Food and drink"),
        Group::TravelAndPlaces => ("✈️", "Travel and places"),
        Group::Activities => ("⚽", "Activities"),
        Group::Objects => ("💡", "Objects"),
        Group::Symbols => ("❤️", "Symbols"),
        Group::Flags => ("🏁", "Flags"),
    }
}

/// Those that were taken last in this browser, the latest first.
fn latest() -> Vec<&'static Emoji> {
    let kept = page::kept(KEPT).unwrap_or_default();
    kept.split(' ').filter_map(emojis::get).take(LATEST).collect()
}

fn keep(emoji: &'static Emoji) {
    let others = latest().into_iter().filter(|it| *it != emoji);
    let all: Vec<_> =
        std::iter::once(emoji).chain(others).take(LATEST).map(Emoji::as_str).collect();
    page::keep(KEPT, &all.join(" "));
}

//! A field that searches in a list and takes one of it (the ARIA pattern of a combobox with a list). What is typed and not
//! taken is forgotten.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;

/// One thing to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What is taken.
    pub value: String,
    /// What it is called.
    pub name: String,
}

/// The field's parts.
#[derive(Clone, Copy)]
struct Box {
    id: &'static str,
    list: NodeRef<html::Div>,
    options: Signal<Vec<Pick>>,
    value: RwSignal<Option<String>>,
    /// What is typed, while one searches.
    typed: RwSignal<Option<String>>,
    /// Which of those found Enter takes.
    at: RwSignal<usize>,
}

/// A field that searches in a list and takes one of it.
#[component]
pub fn Combobox(
    /// What it is for.
    label: &'static str,
    /// Unique in the page.
    id: &'static str,
    /// What there is.
    #[prop(into)]
    options: Signal<Vec<Pick>>,
    /// What is taken.
    value: RwSignal<Option<String>>,
    /// What stands in it before.
    #[prop(default = "Search")]
    placeholder: &'static str,
) -> impl IntoView {
    let it = Box {
        id,
        list: NodeRef::new(),
        options,
        value,
        typed: RwSignal::new(None),
        at: RwSignal::new(0),
    };
    let found = memo(move || it.found());
    let open = move || it.typed.with(Option::is_some);
    let active =
        move || (open() && !found.with(Vec::is_empty)).then(|| format!("{id}-{}", it.at.get()));
    view! {
        <label class="field combobox" for=id>
            <span class="label" id=format!("{id}-label")>{label}</span>
            <input
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                placeholder=placeholder
                aria-autocomplete="list"
                aria-controls=format!("{id}-list")
                aria-expanded=move || open().to_string()
                aria-activedescendant=active
                prop:value=move || it.typed.get().unwrap_or_else(|| it.taken())
                on:input:target=move |event| it.search(event.target().value())
                on:click=move |_| it.begin()
                on:keydown=move |event| it.key(&event)
                on:blur=move |_| it.end()
            />
            <Icon kind=Kind::ChevronDown />
            <div
                node_ref=it.list
                id=format!("{id}-list")
                class="listbox"
                popover="manual"
                role="listbox"
                aria-labelledby=format!("{id}-label")
                // The field keeps the focus.
                on:mousedown=move |event: MouseEvent| event.prevent_default()
            >
                {move || found.get().into_iter().enumerate().map(|(n, pick)| option(it, n, pick)).collect_view()}
                <Show when=move || found.with(Vec::is_empty)>
                    <p class="quiet" role="option" aria-disabled="true" aria-selected="false">"Nothing is called so"</p>
                </Show>
            </div>
        </label>
    }
}

fn option(it: Box, n: usize, pick: Pick) -> impl IntoView {
    let Pick { value, name } = pick;
    let taken = it.value.with_untracked(|it| it.as_ref() == Some(&value));
    view! {
        <div
            id=format!("{}-{n}", it.id)
            role="option"
            aria-selected=taken.to_string()
            data-active=move || (it.at.get() == n).then_some("")
            on:click=move |event: MouseEvent| {
                event.prevent_default();
                it.take(&value);
            }
        >
            <span dir="auto">{name}</span>
            {taken.then(|| view! { <Icon kind=Kind::Check /> })}
        </div>
    }
}

impl Box {
    fn taken(self) -> String {
        let value = self.value.get();
        let name = |all: &Vec<Pick>| {
            all.iter().find(|it| Some(&it.value) == value.as_ref()).map(|it| it.name.clone())
        };
        self.options.with(name).unwrap_or_default()
    }

    fn found(self) -> Vec<Pick> {
        let wanted = fold(&self.typed.get().unwrap_or_default());
        self.options
            .with(|all| all.iter().filter(|it| fold(&it.name).contains(&wanted)).cloned().collect())
    }

    fn search(self, words: String) {
        self.typed.set(Some(words));
        self.at.set(0);
        if let Some(list) = self.list.get_untracked() {
            // It may be open already.
            let _ = list.show_popover();
        }
    }

    /// All that there is, with what is taken in front of one.
    fn begin(self) {
        if self.typed.with_untracked(Option::is_none) {
            self.search(String::new());
            let value = self.value.get_untracked();
            let all = self.options.get_untracked();
            self.at.set(
                all.iter().position(|it| Some(&it.value) == value.as_ref()).unwrap_or_default(),
            );
        }
    }

    fn end(self) {
        self.typed.set(None);
        if let Some(list) = self.list.get_untracked() {
            // It may be closed already.
            let _ = list.hide_popover();
        }
    }

    fn take(self, value: &str) {
        self.value.set(Some(value.to_owned()));
        self.end();
    }

    fn key(self, event: &KeyboardEvent) {
        let open = self.typed.with_untracked(Option::is_some);
        let found = untrack(move || self.found());
        let (at, last) = (self.at.get_untracked(), found.len().saturating_sub(1));
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => self.begin(),
            "ArrowDown" => self.at.set(if at < last { at + 1 } else { 0 }),
            "ArrowUp" => self.at.set(at.checked_sub(1).unwrap_or(last)),
            "Enter" if open && !event.is_composing() => {
                if let Some(pick) = found.get(at) {
                    self.take(&pick.value);
                }
            }
            // A dialog around it stays open.
            "Escape" if open => {
                event.stop_propagation();
                self.end();
            }
            _ => return,
        }
        event.prevent_default();
        self.show_active();
    }

    fn show_active(self) {
        let id = format!("{}-{}", self.id, self.at.get_untracked());
        if let Some(active) = document().get_element_by_id(&id) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            active.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}

/// Without accents, and small: `José` is found by `jose`.
fn fold(words: &str) -> String {
    let apart = String::from(js_sys::JsString::from(words).normalize("NFD"));
    let marks = '\u{300}'..='\u{36f}';
    apart.chars().filter(|it| !marks.contains(it)).flat_map(char::to_lowercase).collect()
}

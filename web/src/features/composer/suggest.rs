//! A list above the field while a word is typed after a sign: arrows go through it, Enter or Tab takes one, Escape closes
//! it. The focus stays in the field.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use crate::watch::effect;

/// The list's id in the page.
pub const LIST: &str = "suggestions";

/// One thing to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is called.
    pub title: String,
    /// More about it.
    pub about: String,
    /// What it would say, shown while it is chosen.
    pub preview: Option<String>,
    /// Why it can't be taken.
    pub why_not: Option<&'static str>,
}

/// A list of suggestions; it is open while there are some.
#[derive(Clone, Copy)]
pub struct Suggest {
    items: Memo<Vec<Suggestion>>,
    at: RwSignal<usize>,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Nothing: it belongs to the field.
    Nothing,
    /// It went to another one.
    Moved,
    /// This one is wanted.
    Took(usize),
    /// No list is wanted.
    Closed,
}

impl Suggest {
    /// A list of these.
    pub fn new(items: Memo<Vec<Suggestion>>) -> Self {
        let at = RwSignal::new(0);
        effect(move || {
            items.track();
            at.set(0);
        });
        Self { items, at }
    }

    /// Whether there is a list.
    pub fn open(self) -> bool {
        self.items.with(|it| !it.is_empty())
    }

    /// Which one is chosen, for `aria-activedescendant`.
    pub fn active(self) -> Option<String> {
        self.open().then(|| format!("{LIST}-{}", self.at.get()))
    }

    /// What a key in the field means for the list.
    pub fn press(self, event: &KeyboardEvent) -> Pressed {
        let count = self.items.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
            return Pressed::Nothing;
        }
        let at = self.at.get_untracked().min(count - 1);
        let pressed = match event.key().as_str() {
            "ArrowDown" => {
                self.at.set((at + 1) % count);
                Pressed::Moved
            }
            "ArrowUp" => {
                self.at.set((at + count - 1) % count);
                Pressed::Moved
            }
            "Enter" | "Tab" if !event.shift_key() && !event.ctrl_key() && !event.meta_key() => {
                self.take(at)
            }
            "Escape" => Pressed::Closed,
            _ => return Pressed::Nothing,
        };
        event.prevent_default();
        pressed
    }

    fn take(self, at: usize) -> Pressed {
        let free =
            self.items.with_untracked(|it| it.get(at).is_some_and(|it| it.why_not.is_none()));
        if free { Pressed::Took(at) } else { Pressed::Moved }
    }
}

/// Shows the list.
#[component]
pub fn SuggestList(
    /// Which.
    of: Suggest,
    /// What the list is about.
    label: &'static str,
    /// One is taken.
    #[prop(into)]
    on_take: Callback<usize>,
) -> impl IntoView {
    move || {
        of.open().then(|| {
            let items = of.items.get().into_iter().enumerate();
            view! {
                <div class="suggest" id=LIST role="listbox" aria-label=label data-testid="suggestions">
                    {items.map(|(n, it)| view! { <Entry of=of n=n it=it on_take=on_take /> }).collect_view()}
                </div>
            }
        })
    }
}

#[component]
fn Entry(of: Suggest, n: usize, it: Suggestion, on_take: Callback<usize>) -> impl IntoView {
    let here = move || of.at.get() == n;
    let node = NodeRef::<leptos::html::Div>::new();
    effect(move || {
        if here()
            && let Some(node) = node.get()
        {
            let near = web_sys::ScrollIntoViewOptions::new();
            near.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&near);
        }
    });
    let off = it.why_not.is_some();
    // The field keeps the focus.
    let press = move |event: MouseEvent| {
        event.prevent_default();
        if !off {
            on_take.run(n);
        }
    };
    view! {
        <div
            node_ref=node
            id=format!("{LIST}-{n}")
            class="suggestion"
            role="option"
            aria-selected=move || here().to_string()
            aria-disabled=off.then_some("true")
            data-testid="suggestion"
            on:mousedown=press
            on:mousemove=move |_| of.at.set(n)
        >
            <span class="suggestion-title"><bdi>{it.title}</bdi></span>
            <span class="suggestion-about">{it.why_not.map_or(it.about, str::to_owned)}</span>
            {it
                .preview
                .map(|words| view! { <span class="suggestion-preview" hidden=move || !here() dir="auto">{words}</span> })}
        </div>
    }
}

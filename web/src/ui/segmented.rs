//! One of a few, side by side: as a choice (radio buttons) or as tabs that show a panel each.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::ui::roving::{self, Axis};

/// One of a few words, side by side. The browser moves among radio buttons by arrow keys itself.
#[component]
pub fn Segmented(
    /// What is chosen here.
    legend: &'static str,
    /// Unique in the page.
    name: &'static str,
    /// The value, and what it is called.
    values: &'static [(&'static str, &'static str)],
    /// What is chosen.
    value: RwSignal<&'static str>,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            <div class="segments">
                {values
                    .iter()
                    .map(|&(word, words)| {
                        view! {
                            <label data-testid=format!("{name}-{word}")>
                                <input
                                    type="radio"
                                    name=name
                                    value=word
                                    prop:checked=move || value.get() == word
                                    on:change=move |_| value.set(word)
                                />
                                {words}
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// Tabs, and the panel of the one that is chosen. One stop for Tab; arrows go from tab to tab.
#[component]
pub fn Tabs(
    /// What the tabs have in common.
    label: &'static str,
    /// Unique in the page.
    id: &'static str,
    /// What they are called.
    names: Vec<&'static str>,
    /// Which is chosen.
    at: RwSignal<usize>,
    /// What the chosen one shows.
    #[prop(into)]
    panel: ViewFn,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        if let Some(to) = roving::step(&event, &roving::items(&list, "[role=tab]"), Axis::Inline) {
            at.set(to);
        }
    };
    view! {
        <div node_ref=list class="segments" role="tablist" aria-label=label on:keydown=on_key>
            {names
                .into_iter()
                .enumerate()
                .map(|(n, name)| {
                    let here = move || at.get() == n;
                    view! {
                        <button
                            type="button"
                            role="tab"
                            id=format!("{id}-{n}")
                            aria-selected=move || here().to_string()
                            aria-controls=format!("{id}-panel")
                            tabindex=move || if here() { "0" } else { "-1" }
                            on:click=move |_| at.set(n)
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
        </div>
        <div
            id=format!("{id}-panel")
            role="tabpanel"
            tabindex="0"
            aria-labelledby=move || format!("{id}-{}", at.get())
        >
            {move || panel.run()}
        </div>
    }
}

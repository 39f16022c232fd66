//! One of several, or some of several, each with what it means.

use std::collections::BTreeSet;

use leptos::prelude::*;

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// What it is called.
    pub name: String,
    /// What it means.
    pub effect: &'static str,
}

/// One of several.
#[component]
pub fn OneOf<T: Copy + PartialEq + Send + Sync + 'static>(
    /// What is chosen here.
    legend: &'static str,
    /// Unique in the page.
    name: &'static str,
    /// What there is.
    choices: Vec<Choice<T>>,
    /// What is chosen.
    value: RwSignal<T>,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {choices
                .into_iter()
                .map(|choice| {
                    let it = choice.value;
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name=name
                                prop:checked=move || value.get() == it
                                on:change=move |_| value.set(it)
                            />
                            <span>
                                {choice.name}
                                <small>{choice.effect}</small>
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// Some of several, or none.
#[component]
pub fn SomeOf<T: Copy + Ord + Send + Sync + 'static>(
    /// What is chosen here.
    legend: &'static str,
    /// What there is.
    choices: Vec<Choice<T>>,
    /// What is chosen.
    value: RwSignal<BTreeSet<T>>,
) -> impl IntoView {
    view! {
        <fieldset class="choices inline">
            <legend>{legend}</legend>
            {choices
                .into_iter()
                .map(|choice| {
                    let it = choice.value;
                    let flip = move |_| {
                        value
                            .update(|all| {
                                if !all.remove(&it) {
                                    all.insert(it);
                                }
                            });
                    };
                    view! {
                        <label class="choice">
                            <input
                                type="checkbox"
                                prop:checked=move || value.with(|all| all.contains(&it))
                                on:change=flip
                            />
                            <span><bdi>{choice.name}</bdi></span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// Yes or no, to be sent with a form.
#[component]
pub fn Tick(
    /// What one says yes to.
    label: &'static str,
    /// Whether.
    value: RwSignal<bool>,
    /// Whether it is so for some only.
    #[prop(optional, into)]
    mixed: Signal<bool>,
    /// Whether it can't be changed.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                disabled=disabled
                prop:checked=value
                prop:indeterminate=mixed
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}

/// On or off, at once.
#[component]
pub fn Switch(
    /// What is switched.
    label: &'static str,
    /// What it means.
    #[prop(optional)]
    effect: &'static str,
    /// Whether it is on.
    value: RwSignal<bool>,
    /// Whether it can't be changed.
    #[prop(optional)]
    disabled: bool,
    /// Its name for tests.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                role="switch"
                disabled=disabled
                data-testid=testid
                prop:checked=value
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>
                {label}
                <small>{effect}</small>
            </span>
        </label>
    }
}

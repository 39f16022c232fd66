//! A labelled field of a form, with room for what is wrong with it.

use leptos::html;
use leptos::prelude::*;

use crate::fetch::Failure;
use crate::watch::effect;

/// A labelled line of text.
#[component]
pub fn Field(
    /// What it is for.
    #[prop(into)]
    label: String,
    /// Its name in a [`shared::problem::Problem`].
    name: &'static str,
    /// What stands in it.
    value: RwSignal<String>,
    /// Where what is wrong is found.
    failure: RwSignal<Option<Failure>>,
    /// As in HTML.
    #[prop(default = "text")]
    kind: &'static str,
    /// As in HTML.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What helps to fill it in.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Its name for tests.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// Whether one begins here.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = input.get().filter(|_| first) {
            // Only an element that is gone can't be focused.
            let _ = input.focus();
        }
    });
    let wrong = move || failure.with(|it| it.as_ref().and_then(|it| words_for(it, name)));
    let note = format!("{name}-note");
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <input
                node_ref=input
                type=kind
                name=name
                autocomplete=autocomplete
                data-testid=testid
                aria-invalid=move || wrong().is_some().to_string()
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| {
                    value.set(event.target().value());
                    if wrong().is_some() {
                        failure.set(None);
                    }
                }
            />
            <span id=note class="note" class:wrong=move || wrong().is_some()>
                {move || wrong().or_else(|| hint.map(str::to_owned))}
            </span>
        </label>
    }
}

/// A labelled text of several lines, as high as what stands in it.
#[component]
pub fn TextArea(
    /// What it is for.
    #[prop(into)]
    label: String,
    /// Unique in the page.
    name: &'static str,
    /// What stands in it.
    value: RwSignal<String>,
    /// What helps to fill it in.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Its name for tests.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let note = format!("{name}-note");
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <textarea
                name=name
                rows="3"
                dir="auto"
                data-testid=testid
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <span id=note class="note">{hint}</span>
        </label>
    }
}

/// A labelled choice of one of a short list; a long one wants a [`Combobox`](crate::ui::combobox::Combobox).
#[component]
pub fn Select(
    /// What it is for.
    #[prop(into)]
    label: String,
    /// Unique in the page.
    name: &'static str,
    /// The value, and what it is called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What is chosen.
    value: RwSignal<String>,
    /// Its name for tests.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let one = move |(word, words): (String, String)| {
        let chosen = value.with_untracked(|it| *it == word);
        view! { <option value=word selected=chosen>{words}</option> }
    };
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <select
                name=name
                data-testid=testid
                prop:value=value
                on:change:target=move |event| value.set(event.target().value())
            >
                {move || options.get().into_iter().map(one).collect_view()}
            </select>
        </label>
    }
}

/// What is wrong, where it is not about one of these fields.
#[component]
pub fn FormProblem(
    /// Where what is wrong is found.
    failure: RwSignal<Option<Failure>>,
    /// The fields that say it themselves.
    fields: &'static [&'static str],
) -> impl IntoView {
    let words = move || {
        failure.with(|it| {
            let failure = it.as_ref()?;
            let said = fields.iter().any(|name| words_for(failure, name).is_some());
            (!said).then(|| failure.words())
        })
    };
    view! {
        <p class="form-problem" role="alert" hidden=move || words().is_none()>
            {words}
        </p>
    }
}

fn words_for(failure: &Failure, name: &str) -> Option<String> {
    match failure {
        Failure::Refused(problem) if problem.field.as_deref() == Some(name) => {
            Some(problem.detail.clone())
        }
        Failure::Refused(_) | Failure::Lost => None,
    }
}

//! Conditions on attributes in the filter bar: as chips, and the window in which one says what one asks.

use leptos::prelude::*;
use shared::attribute::{Attribute, Condition, Kind as Values};
use shared::filter::Filter;
use shared::problem::Problem;
use web_sys::SubmitEvent;

use crate::fetch::Failure;
use crate::logic::asked;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select};
use crate::ui::icon::{Icon, Kind};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// Those of a filter, each to be taken out.
#[component]
pub fn AttributeChips(
    filter: Memo<Filter>,
    go: impl Fn(Filter) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let these = move || filter.with(|it| it.attributes.iter().cloned().collect::<Vec<_>>());
    let out = move |condition: &Condition| {
        let mut next = filter.get_untracked();
        next.attributes.remove(condition);
        go(next);
    };
    view! {
        <For each=these key=Condition::clone let:condition>
            {
                let kept = StoredValue::new(condition);
                let words = memo(move || kept.with_value(|condition| words(it, condition)));
                view! {
                    <li class="chip filter-chip" data-testid="filter-chip">
                        <bdi class="chip-words">{words}</bdi>
                        <button class="chip-off" data-testid="filter-off" title="Take this condition out"
                            aria-label=move || format!("Take out: {}", words.get())
                            on:click=move |_| kept.with_value(out)>
                            <Icon kind=Kind::Close />
                        </button>
                    </li>
                }
            }
        </For>
    }
}

/// The window in which one says what one asks.
#[component]
pub fn AttributeWindow(
    open: RwSignal<bool>,
    add: impl Fn(Condition) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let take = move |condition| {
        open.set(false);
        add(condition);
    };
    view! {
        <Dialog title="Filter by attribute" open=open>
            <Form take=take />
        </Dialog>
    }
}

#[component]
fn Form(take: impl Fn(Condition) + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let all = StoredValue::new(untrack(|| it.store.attributes()));
    let first = all.with_value(|all| all.first().map(|it| it.id.to_string()).unwrap_or_default());
    let (which, test, text) =
        (RwSignal::new(first), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let attribute = memo(move || {
        which.with(|which| {
            all.with_value(|all| all.iter().find(|it| it.id.to_string() == *which).cloned())
        })
    });
    let kind = memo(move || attribute.with(|it| it.as_ref().map_or(Values::Text, |it| it.kind)));
    // Another attribute asks another question.
    effect(move || {
        let usual = asked::tests(kind.get()).first().map_or("set", |(word, _)| word);
        test.set(usual.to_owned());
        text.set(
            attribute
                .with(|it| answers(it.as_ref()).first().map(|(word, _)| word.clone()))
                .unwrap_or_default(),
        );
        failure.set(None);
    });
    let names = move || {
        all.with_value(|all| {
            all.iter().map(|it| (it.id.to_string(), it.name.clone())).collect::<Vec<_>>()
        })
    };
    let tests = move || {
        let pairs = asked::tests(kind.get()).iter();
        pairs.map(|(word, words)| ((*word).to_owned(), (*words).to_owned())).collect::<Vec<_>>()
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(of) = attribute.get_untracked() else { return };
        match asked::condition(&of, &test.get_untracked(), &text.get_untracked()) {
            Ok(condition) => take(condition),
            Err(words) => failure.set(Some(Failure::Refused(Problem::invalid("value", words)))),
        }
    };
    let value = move || {
        let kind = kind.get();
        match kind {
            _ if !test.with(|it| asked::compares(it)) => None,
            Values::Choice | Values::Flag => {
                let options = Signal::derive(move || attribute.with(|it| answers(it.as_ref())));
                Some(view! { <Select label="Which" name="value" testid="asked-value" options=options value=text /> }.into_any())
            }
            Values::Text | Values::Number | Values::Date => {
                let typed = if kind == Values::Date { "date" } else { "text" };
                Some(view! { <Field label="What" name="value" kind=typed testid="asked-value" value=text failure=failure /> }.into_any())
            }
        }
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <Select label="Attribute" name="attribute" testid="asked-attribute" options=Signal::derive(names) value=which />
            <Select label="Condition" name="test" testid="asked-test" options=Signal::derive(tests) value=test />
            {value}
            <FormProblem failure=failure fields=&["value"] />
            <div class="buttons"><button class="button primary" data-testid="asked-submit">"Add"</button></div>
        </form>
    }
}

/// What there is to choose, each as a word and as people read it.
fn answers(of: Option<&Attribute>) -> Vec<(String, String)> {
    let Some(of) = of else { return Vec::new() };
    match of.kind {
        Values::Flag => {
            [("yes", "Yes"), ("no", "No")].map(|(a, b)| (a.to_owned(), b.to_owned())).into()
        }
        Values::Choice => {
            of.options.iter().map(|it| (it.id.to_string(), it.name.clone())).collect()
        }
        Values::Text | Values::Number | Values::Date => Vec::new(),
    }
}

fn words(it: Workspace, condition: &Condition) -> String {
    let of = it.store.attribute(condition.attribute);
    of.map_or_else(|| "something that is gone".to_owned(), |of| asked::words(condition, &of))
}

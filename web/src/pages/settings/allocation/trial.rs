//! What would become of a conversation: every rule's answer, and who would get it now. Nothing is sent to anybody.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::allocation::trial::{Sample, TRIAL, Trial};
use shared::ids::RuleId;
use shared::time::Timestamp;
use web_sys::SubmitEvent;

use super::words;
use crate::clock;
use crate::fetch::{Answer, Failure};
use crate::ui::choice::{Choice, SomeOf};
use crate::ui::field::{Field, Select};
use crate::workspace::Workspace;

/// The form and what came of it.
#[component]
pub fn Try() -> impl IntoView {
    let it: Workspace = expect_context();
    let numbers = Signal::derive(move || {
        it.store.numbers().into_iter().map(|it| (it.id.to_string(), it.name)).collect::<Vec<_>>()
    });
    let first = untrack(|| numbers.get()).into_iter().next().map(|it| it.0).unwrap_or_default();
    let number = RwSignal::new(first);
    let (text, known, at) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (source, language) = (RwSignal::new("no".to_owned()), RwSignal::new(String::new()));
    let labels = RwSignal::new(BTreeSet::new());
    let offered: Vec<_> = untrack(|| it.store.labels())
        .into_iter()
        .map(|it| Choice { value: it.id, name: it.name, effect: "" })
        .collect();
    let any_label = !offered.is_empty();
    let any_attribute = untrack(|| it.store.every_attribute().iter().any(|it| !it.archived));
    let (answer, failure) = (RwSignal::new(None::<Answer<Trial>>), RwSignal::new(None::<Failure>));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(number) = number.get_untracked().parse() else { return };
        let sample = Sample {
            number,
            text: text.get_untracked(),
            ad: (source.get_untracked() == "any").then(String::new),
            labels: labels.get_untracked().into_iter().collect(),
            known: known.get_untracked(),
            language: language.get_untracked(),
            at: moment(&at.get_untracked()),
        };
        spawn_local(async move {
            let came = it.session().post(TRIAL, &sample).await;
            // The page may have been left.
            let _ = answer.try_set(Some(came));
        });
    };
    let sources = [("no", "Not through an advertisement"), ("any", "Through an advertisement")];
    let sources: Vec<_> = sources.map(|(word, words)| (word.to_owned(), words.to_owned())).into();
    view! {
        <h3 class="section">"Try it"</h3>
        <p class="quiet">"See what would become of a conversation, with the rules and people of now. Nothing is sent or assigned."</p>
        <form class="inline-form trial" on:submit=submit novalidate>
            <Select label="The customer writes to" name="trial-number" options=numbers value=number />
            <Select label="They come" name="trial-source" options=Signal::stored(sources) value=source />
            <Field label="They begin with" name="trial-text" testid="trial-text" value=text failure=failure />
            <Field label="They like to speak" name="trial-language" testid="trial-language" value=language failure=failure />
            {any_attribute.then(|| view! { <Field label="The attribute that a rule asks for is" name="trial-known" value=known failure=failure /> })}
            <Field label="When (now, if empty)" name="trial-at" kind="datetime-local" testid="trial-at" value=at failure=failure />
            {any_label.then(|| view! { <SomeOf legend="With the labels" choices=offered value=labels /> })}
            <button class="button" data-testid="trial-submit">"Try"</button>
        </form>
        <div aria-live="polite">
            {move || answer.get().map(|it| match it {
                Ok(trial) => view! { <Came trial=trial /> }.into_any(),
                Err(failure) => view! { <p class="form-problem">{failure.words()}</p> }.into_any(),
            })}
        </div>
    }
}

/// A moment by this browser's clock.
fn moment(text: &str) -> Option<Timestamp> {
    let date = js_sys::Date::new(&text.into());
    Some(clock::millis(&date)).filter(|_| !text.is_empty() && !date.get_time().is_nan())
}

#[component]
fn Came(trial: Trial) -> impl IntoView {
    let it: Workspace = expect_context();
    let name = move |id: RuleId| it.store.rule_name(id);
    let to = match trial.to {
        Some(to) => format!("{} would get it", it.store.name_of(to)),
        None => "Nobody would get it now: it would wait".to_owned(),
    };
    let passed = trial.passed.into_iter().map(|(id, why)| {
        view! { <li><bdi>{name(id)}</bdi> " does not fit: " {words::unmet(why)}</li> }
    });
    let others = trial.others.into_iter().map(|(who, why)| {
        view! { <li><bdi>{it.store.name_of(who)}</bdi> " " {words::why_not(why)}</li> }
    });
    view! {
        <div class="came" data-testid="trial">
            <p class="entry-name" data-testid="trial-to">{to}</p>
            <ul>
                {passed.collect_view()}
                <li><strong><bdi>{name(trial.rule)}</bdi> " fits"</strong></li>
                {others.collect_view()}
            </ul>
        </div>
    }
}

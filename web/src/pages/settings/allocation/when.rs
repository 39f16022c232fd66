//! The conditions of a rule, while they are being chosen.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::allocation::{Known, Origin, When};
use shared::ids::{LabelId, NumberId};

use super::hours::{Week, WeekFields};
use crate::fetch::Failure;
use crate::ui::choice::{Choice, SomeOf};
use crate::ui::field::{Field, Select};
use crate::workspace::Workspace;

/// The conditions, while they are being chosen.
#[derive(Clone, Copy)]
pub struct Conditions {
    numbers: RwSignal<BTreeSet<NumberId>>,
    words: RwSignal<String>,
    source: RwSignal<String>,
    ad: RwSignal<String>,
    labels: RwSignal<BTreeSet<LabelId>>,
    languages: RwSignal<String>,
    attribute: RwSignal<String>,
    says: RwSignal<String>,
    week: Week,
}

impl Conditions {
    /// To begin with.
    pub fn new(it: When) -> Self {
        let week = Week::new(it.hours.as_ref());
        let (source, ad) = match it.source {
            Origin::Anywhere => ("anywhere", String::new()),
            Origin::NoAd => ("no", String::new()),
            Origin::AnyAd => ("any", String::new()),
            Origin::Ad(id) => ("one", id),
        };
        let (attribute, says) =
            it.attribute.map(|it| (it.attribute.to_string(), it.says)).unwrap_or_default();
        Self {
            numbers: RwSignal::new(it.numbers.into_iter().collect()),
            words: RwSignal::new(it.words.join(", ")),
            source: RwSignal::new(source.to_owned()),
            ad: RwSignal::new(ad),
            labels: RwSignal::new(it.labels.into_iter().collect()),
            languages: RwSignal::new(it.languages.join(", ")),
            attribute: RwSignal::new(attribute),
            says: RwSignal::new(says),
            week,
        }
    }

    /// As chosen.
    pub fn chosen(self) -> When {
        let source = match self.source.get_untracked().as_str() {
            "no" => Origin::NoAd,
            "any" => Origin::AnyAd,
            "one" => Origin::Ad(self.ad.get_untracked().trim().to_owned()),
            _ => Origin::Anywhere,
        };
        let says = self.says.get_untracked();
        let attribute = self.attribute.get_untracked().parse().ok();
        When {
            numbers: self.numbers.get_untracked().into_iter().collect(),
            words: split(self.words),
            source,
            labels: self.labels.get_untracked().into_iter().collect(),
            languages: split(self.languages),
            attribute: attribute.map(|attribute| Known { attribute, says }),
            hours: self.week.chosen(),
        }
    }
}

/// What commas separate.
fn split(text: RwSignal<String>) -> Vec<String> {
    let text = text.get_untracked();
    let each = text.split([',', '\n']).map(str::trim).filter(|it| !it.is_empty());
    each.map(str::to_owned).collect()
}

/// Where customers come from.
pub fn sources() -> Vec<(String, String)> {
    let all = [
        ("anywhere", "From anywhere"),
        ("no", "Not through an advertisement"),
        ("any", "Through any advertisement"),
        ("one", "Through one advertisement"),
    ];
    all.map(|(word, words)| (word.to_owned(), words.to_owned())).into()
}

/// Chooses them.
#[component]
pub fn ConditionFields(when: Conditions, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let numbers: Vec<_> = untrack(|| it.store.numbers())
        .into_iter()
        .map(|it| Choice { value: it.id, name: it.name, effect: "" })
        .collect();
    let labels: Vec<_> = untrack(|| it.store.labels())
        .into_iter()
        .map(|it| Choice { value: it.id, name: it.name, effect: "" })
        .collect();
    let attributes: Vec<_> = untrack(|| it.store.every_attribute())
        .into_iter()
        .filter(|it| !it.archived)
        .map(|it| (it.id.to_string(), it.name))
        .collect();
    let (many, any_label, any_attribute) =
        (numbers.len() > 1, !labels.is_empty(), !attributes.is_empty());
    let options: Vec<_> = std::iter::once((String::new(), "Whatever is known".to_owned()))
        .chain(attributes)
        .collect();
    let options = Signal::stored(options);
    view! {
        <p class="quiet">"All that you say must hold. What you leave out does not matter."</p>
        {many.then(|| view! { <SomeOf legend="The customer writes to" choices=numbers value=when.numbers /> })}
        <Field label="They begin with one of these words" name="words" testid="rule-words" value=when.words failure=failure
            hint="Separated by commas. Whole words, whatever their case and accents: invoice finds “INVOICE!”, not “invoices”." />
        <Select label="They come" name="source" testid="rule-source" options=Signal::stored(sources()) value=when.source />
        <Show when=move || when.source.with(|it| it == "one")>
            <Field label="Meta's id of the advertisement" name="ad" value=when.ad failure=failure />
        </Show>
        {any_label.then(|| view! { <SomeOf legend="With one of these labels" choices=labels value=when.labels /> })}
        <Field label="They like to speak one of these" name="languages" testid="rule-languages" value=when.languages failure=failure
            hint="Separated by commas, as the language reads beside the thread: French, Français." />
        {any_attribute.then(|| view! {
            <Select label="Of which is known" name="attribute-of" testid="rule-attribute" options=options value=when.attribute />
            <Show when=move || when.attribute.with(|it| !it.is_empty())>
                <Field label="That it is" name="attribute" value=when.says failure=failure hint="As it reads beside the thread: Yes, Gold." />
            </Show>
        })}
        <WeekFields week=when.week failure=failure />
    }
}

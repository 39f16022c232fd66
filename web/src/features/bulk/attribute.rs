//! The window in which one says what is known of all that are selected.

use leptos::prelude::*;
use shared::attribute::{Attribute, Kind, Of, Value};
use shared::bulk::What;
use shared::problem::Problem;
use web_sys::SubmitEvent;

use super::start;
use crate::fetch::Failure;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select};
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

/// The window.
#[component]
pub fn AttributeOfAll(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog title="Set an attribute" open=open>
            {form(open)}
        </Dialog>
    }
}

part! {
    fn form(open: RwSignal<bool>) in tools { view! { <Form open=open /> }.into_any() }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let mut all = untrack(|| it.store.attributes());
    all.retain(|it| it.of == Of::Conversation);
    let first = all.first().map(|it| it.id.to_string()).unwrap_or_default();
    let names: Vec<_> = all.iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
    let all = StoredValue::new(all);
    let (which, text) = (RwSignal::new(first), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let attribute = memo(move || {
        let which = which.get();
        all.with_value(|all| all.iter().find(|it| it.id.to_string() == which).cloned())
    });
    // Another attribute has other values.
    effect(move || {
        attribute.track();
        text.set(String::new());
        failure.set(None);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(of) = attribute.get_untracked() else { return };
        match Value::read(&text.get_untracked(), &of) {
            Ok(value) => {
                open.set(false);
                start(it, What::SetAttribute { attribute: of.id, value });
            }
            Err(words) => failure.set(Some(Failure::Refused(Problem::invalid("value", words)))),
        }
    };
    let value = move || match attribute.get().map(|it| it.kind) {
        Some(Kind::Choice | Kind::Flag) => {
            let options = Signal::derive(move || attribute.with(|it| answers(it.as_ref())));
            view! { <Select label="Value" name="value" testid="bulk-value" options=options value=text /> }.into_any()
        }
        kind => {
            let typed = if kind == Some(Kind::Date) { "date" } else { "text" };
            view! { <Field label="Value (empty: not known)" name="value" kind=typed testid="bulk-value" value=text failure=failure /> }.into_any()
        }
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <Select label="Attribute" name="attribute" testid="bulk-attribute-which" options=Signal::derive(move || names.clone()) value=which />
            {value}
            <FormProblem failure=failure fields=&["value"] />
            <div class="buttons"><button class="button primary" data-testid="bulk-attribute-set">"Set for all that are selected"</button></div>
        </form>
    }
}

/// What there is to choose, and that nothing is known.
fn answers(of: Option<&Attribute>) -> Vec<(String, String)> {
    let none = (String::new(), "Not known".to_owned());
    let of = of.map(|of| match of.kind {
        Kind::Flag => {
            [("yes", "Yes"), ("no", "No")].map(|(a, b)| (a.to_owned(), b.to_owned())).into()
        }
        _ => of.options.iter().map(|it| (it.id.to_string(), it.name.clone())).collect::<Vec<_>>(),
    });
    std::iter::once(none).chain(of.unwrap_or_default()).collect()
}

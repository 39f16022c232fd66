//! Where one writes.

use leptos::prelude::*;
use shared::problem::{Code, Problem};

use super::Specimen;
use crate::fetch::Failure;
use crate::ui::combobox::{Combobox, Pick};
use crate::ui::field::{Field, FormProblem, Select, TextArea};

/// People to search for: with accents, in another script, and many.
const PEOPLE: [&str; 9] = [
    "Ana Lima",
    "José Ángel",
    "Kim Min-jun",
    "Lars Ångström",
    "Mariana Souza",
    "Priya Raman",
    "Thandiwe Nkosi",
    "Zoë",
    "أمينة الحسن",
];

/// Fields, text areas, selects, comboboxes.
#[component]
pub fn Answers() -> impl IntoView {
    let (name, email) = (RwSignal::new("Ada Byron".to_owned()), RwSignal::new("ada@".to_owned()));
    let (fine, wrong) = (RwSignal::new(None), RwSignal::new(Some(refused())));
    let lost = RwSignal::new(Some(Failure::Lost));
    let (about, team) = (RwSignal::new(String::new()), RwSignal::new("sales".to_owned()));
    let teams = [("sales", "Sales"), ("support", "Support"), ("billing", "Billing")];
    let teams = teams.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec();
    let people = PEOPLE.map(|it| Pick { value: it.to_owned(), name: it.to_owned() }).to_vec();
    let taken = RwSignal::new(None::<String>);
    view! {
        <Specimen name="Text field">
            <Field label="Name" name="name" hint="As customers see it" value=name failure=fine />
            <Field label="Email" name="email" value=email failure=wrong />
        </Specimen>
        <Specimen name="Problem of a form">
            <FormProblem failure=lost fields=&[] />
        </Specimen>
        <Specimen name="Text area">
            <TextArea label="About the customer" name="about" hint="Only the team sees it" value=about />
        </Specimen>
        <Specimen name="Select">
            <Select label="Team" name="team" options=teams value=team />
        </Specimen>
        <Specimen name="Combobox">
            <Combobox label="Assign to" id="assign" options=people value=taken placeholder="Search people" />
            <output data-testid="taken">{move || taken.get()}</output>
        </Specimen>
    }
}

fn refused() -> Failure {
    Failure::Refused(Problem {
        code: Code::Invalid,
        detail: "That is not an email address: something is missing behind the @.".to_owned(),
        field: Some("email".to_owned()),
        incident: None,
        meanwhile: None,
        changed: None,
    })
}

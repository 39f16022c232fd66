//! The fields of a list: sections and their rows. Only another number of them makes other fields, so that who writes keeps the
//! cursor.

use leptos::prelude::*;
use shared::message::interactive::{
    Ask, BUTTON_MAX, DESCRIPTION_MAX, Interactive, ROWS_MAX, Row, Section, TITLE_MAX,
};

use crate::watch::memo;

/// A line of text that is put where it belongs.
#[component]
pub fn Line(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    most: usize,
    put: Callback<String>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="label">{label}</span>
            <input name=name.clone() data-testid=name maxlength=most.to_string() autocomplete="off" dir="auto" value=value
                on:input:target=move |event| put.run(event.target().value()) />
        </label>
    }
}

/// What opens the list, and what is in it.
#[component]
pub fn ListFields(draft: RwSignal<Interactive>) -> impl IntoView {
    // How many rows each section has: only that makes other fields.
    let rows = memo(move || {
        draft.with(|it| match &it.ask {
            Ask::List { sections, .. } => sections.iter().map(|it| it.rows.len()).collect(),
            Ask::Buttons(_) | Ask::Link { .. } | Ask::Call => vec![],
        })
    });
    let all = move || rows.with(|it| it.iter().sum::<usize>());
    let full = move || all() >= ROWS_MAX;
    let change = move |edit: &dyn Fn(&mut String, &mut Vec<Section>)| {
        draft.update(|it| {
            if let Ask::List { button, sections } = &mut it.ask {
                edit(button, sections);
            }
        });
    };
    let section = move |at: usize, count: usize| {
        let title = Callback::new(move |value: String| {
            change(&|_, all| {
                all.iter_mut().skip(at).take(1).for_each(|it| value.clone_into(&mut it.title));
            });
        });
        let known = draft.with_untracked(|it| match &it.ask {
            Ask::List { sections, .. } => sections.get(at).cloned(),
            Ask::Buttons(_) | Ask::Link { .. } | Ask::Call => None,
        });
        let known = known.unwrap_or_default();
        let fields = (0..count).map(|nth| {
            let put = move |value: String, title: bool| {
                change(&|_, all| {
                    if let Some(row) = all.get_mut(at).and_then(|it| it.rows.get_mut(nth)) {
                        value.clone_into(if title { &mut row.title } else { &mut row.description });
                    }
                });
            };
            let row = known.rows.get(nth).cloned().unwrap_or_default();
            view! {
                <div class="build-row">
                    <Line label=format!("Row {}", nth + 1) name=format!("build-row-{at}-{nth}") most=TITLE_MAX value=row.title
                        put=Callback::new(move |value| put(value, true)) />
                    <Line label="Below it" name=format!("build-about-{at}-{nth}") most=DESCRIPTION_MAX value=row.description
                        put=Callback::new(move |value| put(value, false)) />
                </div>
            }
        });
        view! {
            <fieldset class="build-section">
                <legend>{format!("Section {}", at + 1)}</legend>
                <Line label="Title" name=format!("build-section-{at}") most=TITLE_MAX value=known.title put=title />
                {fields.collect_view()}
                <button type="button" class="button plain" data-testid=format!("build-add-row-{at}") disabled=full
                    on:click=move |_| change(&|_, all| all.iter_mut().skip(at).take(1).for_each(|it| it.rows.push(Row::default())))>
                    "Another row"
                </button>
            </fieldset>
        }
    };
    view! {
        <Line label="What opens the list" name="build-list-button" most=BUTTON_MAX value="Choose"
            put=Callback::new(move |value: String| change(&|button, _| value.clone_into(button))) />
        {move || rows.get().into_iter().enumerate().map(|(at, count)| section(at, count)).collect_view()}
        <button type="button" class="button plain" data-testid="build-add-section" disabled=full
            on:click=move |_| change(&|_, all| all.push(Section { title: String::new(), rows: vec![Row::default()] }))>
            "Another section"
        </button>
    }
}

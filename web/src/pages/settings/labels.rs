//! Labels: make one, give it another name, colour or place, put it away.

use leptos::prelude::*;
use shared::colour::Colour;
use shared::command;
use shared::ids::LabelId;
use shared::label::{Action, Label};
use shared::state::Part;
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::features::labels::LabelChip;
use crate::pages::settings::{ArchiveButton, Heading};
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::ui::swatches::Swatches;
use crate::workspace::Workspace;

/// Labels.
#[component]
pub fn Labels() -> impl IntoView {
    let it: Workspace = expect_context();
    let none = move || it.store.read(Part::Labels, |it| it.labels().is_empty());
    view! {
        <Heading
            title="Labels"
            about="Everyone who answers can put them on conversations, and find conversations by them. They are offered in this order."
        />
        <LabelForm label=None submit="Make a label" />
        <ul class="cards">
            <For
                each=move || it.store.every_label()
                key=|it| (it.id, it.version)
                children=move |label| view! { <Line label=label /> }
            />
        </ul>
        <Show when=none>
            <p class="quiet">"No label yet. Many begin with the reasons why customers write: an order, a return, an invoice."</p>
        </Show>
    }
}

#[component]
fn Line(label: Label) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, place, archived) = (label.id, label.place, label.archived);
    let (changing, set_changing) = signal(false);
    let act = move |action| it.sender.send(command::Action::Label(id, action));
    let last = move || it.store.read(Part::Labels, |it| it.labels().len()) == place as usize + 1;
    let kept = StoredValue::new(label.clone());
    view! {
        <li class="entry" class:gone=archived data-testid="label-entry" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name">
                    <LabelChip label=label.clone() />
                    {archived.then_some(view! { <span class="quiet">"archived"</span> })}
                </p>
                <Show when=move || changing.get()>
                    <LabelForm label=Some(kept.get_value()) submit="Save" />
                </Show>
            </div>
            <button class="icon-button" data-testid="up" disabled=place == 0
                title="Further up" aria-label=format!("{} further up", label.name)
                on:click=move |_| act(Action::Move { to: place.saturating_sub(1) })>
                <Icon kind=Kind::Up />
            </button>
            <button class="icon-button" data-testid="down" disabled=last
                title="Further down" aria-label=format!("{} further down", label.name)
                on:click=move |_| act(Action::Move { to: place + 1 })>
                <Icon kind=Kind::Down />
            </button>
            <button class="button" data-testid="change" aria-expanded=move || changing.get().to_string()
                on:click=move |_| set_changing.update(|it| *it = !*it)>
                "Change"
            </button>
            <ArchiveButton archived=archived title="It is shown and offered no more. Conversations keep it, and bringing it back brings everything back."
                press=move || act(if archived { Action::Restore } else { Action::Archive }) />
        </li>
    }
}

/// Makes a label, or gives it another name or colour.
#[component]
fn LabelForm(label: Option<Label>, submit: &'static str) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = label.as_ref().map(|it| it.id);
    let (name, colour) = label.map_or((String::new(), Colour::Blue), |it| (it.name, it.colour));
    let (name, colour) = (RwSignal::new(name), RwSignal::new(colour));
    let asking = Asking::default();
    let failure = asking.failure;
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (text, colour) = (name.get_untracked().trim().to_owned(), colour.get_untracked());
        let (label, action) = match id {
            Some(id) => (id, Action::Change { name: text, colour }),
            None => (LabelId::new(clock::now()), Action::Create { name: text, colour }),
        };
        asking.ask(it, command::Action::Label(label, action), move || {
            if id.is_none() {
                let _ = name.try_set(String::new());
            }
        });
    };
    let group = if id.is_some() { "label-colour" } else { "new-label-colour" };
    view! {
        <form class="inline-form" on:submit=on_submit novalidate>
            <Field label="Name" name="name" testid="label-name" value=name failure=failure />
            <Swatches name=group value=colour />
            <button class="button primary" data-testid="label-submit" disabled=asking.busy>{submit}</button>
            <FormProblem failure=failure fields=&["name"] />
        </form>
    }
}

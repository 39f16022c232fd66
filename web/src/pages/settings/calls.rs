//! How calls are dealt with: how long one has after each, and what can have come of one.

use leptos::prelude::*;
use shared::call::{Outcome, Setting};
use shared::command;
use shared::ids::OutcomeId;
use shared::problem::Problem;
use shared::state::Part;
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::fetch::Failure;
use crate::pages::settings::{ArchiveButton, Heading};
use crate::ui::field::{Field, FormProblem};
use crate::workspace::Workspace;

/// Calls.
#[component]
pub fn Calls() -> impl IntoView {
    let it: Workspace = expect_context();
    let outcomes = move || it.store.call_settings().outcomes;
    let none =
        move || it.store.read(Part::CallSettings, |it| it.call_settings().outcomes.is_empty());
    view! {
        <Heading
            title="Calls"
            about="What happens after a call: whoever talked notes what came of it, and nothing rings at theirs meanwhile."
        />
        <Lasts />
        <h3 class="section">"Outcomes"</h3>
        <p class="quiet">"What can have come of a call. One of them can be chosen after it, and stands in the thread then."</p>
        <OutcomeForm outcome=None submit="Add" />
        <ul class="cards">
            <For
                each=outcomes
                key=|it| (it.id, it.name.clone(), it.archived)
                children=move |outcome| view! { <Line outcome=outcome /> }
            />
        </ul>
        <Show when=none>
            <p class="quiet">"None yet. Many begin with: solved, call back, wrong number."</p>
        </Show>
    }
}

/// For how long.
#[component]
fn Lasts() -> impl IntoView {
    let it: Workspace = expect_context();
    let now = it.store.peek(|it| it.call_settings().wrap_up);
    let (value, asking) = (RwSignal::new(now.to_string()), Asking::default());
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(seconds) = value.get_untracked().trim().parse() else {
            let words = "Give a number of seconds.";
            failure.set(Some(Failure::Refused(Problem::invalid("seconds", words))));
            return;
        };
        let asked = command::Action::CallSettings(Setting::SetWrapUp { seconds });
        asking.ask(it, asked, move || it.toasts().note("Kept."));
    };
    view! {
        <form class="inline-form" on:submit=submit novalidate>
            <Field label="Seconds after a call in which nothing rings" name="seconds" testid="wrap-up-seconds" kind="number" value=value failure=failure
                hint="With 0 there are none. Whoever needs longer can ask for more." />
            <button class="button" data-testid="wrap-up-submit" disabled=asking.busy>"Save"</button>
            <FormProblem failure=failure fields=&["seconds"] />
        </form>
    }
}

#[component]
fn Line(outcome: Outcome) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, archived, name) = (outcome.id, outcome.archived, outcome.name.clone());
    let (changing, set_changing) = signal(false);
    let act = move |setting| it.sender.send(command::Action::CallSettings(setting));
    let kept = StoredValue::new(outcome);
    view! {
        <li class="entry" class:gone=archived data-testid="outcome-entry">
            <div class="entry-main">
                <p class="entry-name">
                    <bdi>{name.clone()}</bdi>
                    {archived.then_some(view! { <span class="quiet">"archived"</span> })}
                </p>
                <Show when=move || changing.get()>
                    <OutcomeForm outcome=Some(kept.get_value()) submit="Save" />
                </Show>
            </div>
            <button class="button" data-testid="change" aria-label=format!("Change {name}") aria-expanded=move || changing.get().to_string()
                on:click=move |_| set_changing.update(|it| *it = !*it)>
                "Change"
            </button>
            <ArchiveButton archived=archived title="It is offered no more. Calls keep it, and bringing it back offers it again."
                press=move || act(if archived { Setting::RestoreOutcome { id } } else { Setting::ArchiveOutcome { id } }) />
        </li>
    }
}

/// Adds one, or calls it otherwise.
#[component]
fn OutcomeForm(outcome: Option<Outcome>, submit: &'static str) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = outcome.as_ref().map(|it| it.id);
    let name = RwSignal::new(outcome.map(|it| it.name).unwrap_or_default());
    let asking = Asking::default();
    let failure = asking.failure;
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        let setting = match id {
            Some(id) => Setting::RenameOutcome { id, name: text },
            None => Setting::AddOutcome { id: OutcomeId::new(clock::now()), name: text },
        };
        asking.ask(it, command::Action::CallSettings(setting), move || {
            if id.is_none() {
                let _ = name.try_set(String::new());
            }
        });
    };
    view! {
        <form class="inline-form" on:submit=on_submit novalidate>
            <Field label="Name" name="name" testid="outcome-name" value=name failure=failure />
            <button class="button primary" data-testid="outcome-submit" disabled=asking.busy>{submit}</button>
            <FormProblem failure=failure fields=&["name"] />
        </form>
    }
}

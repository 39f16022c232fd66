//! Teams: make one, give it another name.

use leptos::prelude::*;
use shared::command;
use shared::ids::TeamId;
use shared::state::Part;
use shared::team::{Action, Team};
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::pages::settings::Heading;
use crate::ui::field::{Field, FormProblem};
use crate::workspace::Workspace;

/// Teams.
#[component]
pub fn Teams() -> impl IntoView {
    let it: Workspace = expect_context();
    let none = move || it.store.read(Part::Teams, |it| it.teams().is_empty());
    view! {
        <Heading
            title="Teams"
            about="A number can belong to a team. Its conversations are then seen by the team, by whom they are assigned to, and by those who see all."
        />
        <NameForm id=None name=String::new() label="Make a team" />
        <ul class="cards">
            <For
                each=move || it.store.teams()
                key=|it| (it.id, it.version)
                children=move |team| view! { <Line team=team /> }
            />
        </ul>
        <Show when=none>
            <p class="quiet">"No team yet. Small companies need none: everyone sees everything then."</p>
        </Show>
    }
}

#[component]
fn Line(team: Team) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = team.id;
    let (renaming, set_renaming) = signal(false);
    let members = move || {
        it.store.read(Part::Agents, |it| {
            it.agents().values().filter(|it| it.active && it.teams.contains(&id)).count()
        })
    };
    let name = StoredValue::new(team.name.clone());
    view! {
        <li class="entry" data-testid="team" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name" dir="auto">{team.name}</p>
                <p class="small-label">
                    {move || match members() {
                        0 => "Nobody yet: add people under People".to_owned(),
                        1 => "1 person".to_owned(),
                        n => format!("{n} people"),
                    }}
                </p>
                <Show when=move || renaming.get()>
                    <NameForm id=Some(id) name=name.get_value() label="Rename" />
                </Show>
            </div>
            <button class="button" data-testid="rename" aria-expanded=move || renaming.get().to_string()
                on:click=move |_| set_renaming.update(|it| *it = !*it)>
                "Rename"
            </button>
        </li>
    }
}

/// Makes a team, or gives it another name.
#[component]
fn NameForm(id: Option<TeamId>, name: String, label: &'static str) -> impl IntoView {
    let it: Workspace = expect_context();
    let name = RwSignal::new(name);
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        let (team, action) = match id {
            Some(id) => (id, Action::Rename { name: text }),
            None => (TeamId::new(clock::now()), Action::Create { name: text }),
        };
        asking.ask(it, command::Action::Team(team, action), move || {
            if id.is_none() {
                let _ = name.try_set(String::new());
            }
        });
    };
    view! {
        <form class="inline-form" on:submit=submit novalidate>
            <Field label="Name" name="name" testid="team-name" value=name failure=failure />
            <button class="button primary" data-testid="team-submit" disabled=asking.busy>{label}</button>
            <FormProblem failure=failure fields=&["name"] />
        </form>
    }
}

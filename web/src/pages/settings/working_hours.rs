//! When people work: everyone sees and says their own, and who organises those of all.

use leptos::prelude::*;
use shared::agent::{Action, Agent};
use shared::command;
use shared::ids::AgentId;
use shared::permission::Permission;
use shared::shift::{Shift, Turn};
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::features::availability::Face;
use crate::later;
use crate::pages::settings::allocation::hours::{Times, Week, words};
use crate::pages::settings::people::dialog_for;
use crate::pages::settings::{Buttons, Heading};
use crate::ui::choice::Switch;
use crate::ui::dialog::Dialog;
use crate::ui::field::FormProblem;
use crate::workspace::Workspace;

/// Everybody of whom one may say it, oneself first.
#[component]
pub fn WorkingHours() -> impl IntoView {
    let it: Workspace = expect_context();
    let editing = RwSignal::new(None::<AgentId>);
    let open = dialog_for(editing);
    let them = move || {
        let all = it.store.may(Permission::Organise);
        let mut them = it.store.agents();
        them.retain(|agent| agent.active && (all || agent.id == it.me()));
        them.sort_by_key(|agent| agent.id != it.me());
        them
    };
    let title = Signal::derive(move || match editing.get() {
        Some(id) if id != it.me() => format!("Working hours of {}", it.store.name_of(id)),
        Some(_) | None => "My working hours".to_owned(),
    });
    view! {
        <Heading
            title="Working hours"
            about="When somebody's hours end they are given no more conversations, and where rules say so, what waits for them goes on to others two minutes later. Who chooses to be online works on until the next end."
        />
        <ul class="cards">
            <For
                each=them
                key=|it| (it.id, it.name.clone(), it.shift.as_ref().map(|it| words(&it.hours)))
                children=move |agent| view! { <Line agent=agent editing=editing /> }
            />
        </ul>
        <Dialog title=title open=open>
            {move || editing.get().map(|id| view! { <HoursForm id=id done=move || editing.set(None) /> })}
        </Dialog>
    }
}

#[component]
fn Line(agent: Agent, editing: RwSignal<Option<AgentId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, mine) = (agent.id, agent.id == it.me());
    let said = agent.shift.as_ref().map_or_else(
        || "No hours: given work whenever they are online".to_owned(),
        |it| words(&it.hours),
    );
    let now = move || it.store.agent(id)?.shift.map(|shift| stands(&shift));
    let label = format!("Change the hours of {}", agent.name);
    view! {
        <li class="entry" data-testid="hours-of" data-id=id.to_string()>
            <Face who=id />
            <div class="entry-main">
                <p class="entry-name">
                    <span dir="auto">{agent.name}</span>
                    {mine.then(|| view! { <span class="chip">"you"</span> })}
                </p>
                <p class="small-label">{said}</p>
                {move || now().map(|now| view! { <p class="small-label" data-testid="hours-now">{now}</p> })}
            </div>
            <button class="button" data-testid="hours-change" aria-label=label on:click=move |_| editing.set(Some(id))>
                "Change"
            </button>
        </li>
    }
}

/// Whether it is the time, and until when.
fn stands(shift: &Shift) -> String {
    let Some(until) = shift.until else { return "Always at work".into() };
    let until = later::words(clock::now(), until);
    match shift.turn {
        Turn::On => format!("At work until {until}"),
        Turn::Over => format!("Not at work until {until}"),
        Turn::Longer { takes: true } => format!("Works longer; the next hours begin {until}"),
        Turn::Longer { takes: false } => {
            format!("Finishes what they took; the next hours begin {until}")
        }
    }
}

#[component]
fn HoursForm(id: AgentId, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let agent = untrack(|| it.store.agent(id))?;
    let week = Week::new(agent.shift.as_ref().map(|it| &it.hours));
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let action = Action::SetHours { hours: week.chosen() };
        asking.ask(it, command::Action::Agent(id, action), done);
    };
    let label =
        if id == it.me() { "I work at certain times" } else { "They work at certain times" };
    Some(view! {
        <form class="form" on:submit=submit novalidate>
            <Switch label=label effect="Otherwise work is given whenever one is online." value=week.on testid="hours-on" />
            <Show when=move || week.on.get()>
                <div class="week"><Times week=week failure=failure /></div>
            </Show>
            <FormProblem failure=failure fields=&["zone"] />
            <Buttons label="Save" busy=asking.busy testid="hours-submit" />
        </form>
    })
}

//! Colleagues: invite, change what they may do and see, let go.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agent::{Action, Agent};
use shared::command;
use shared::ids::AgentId;
use shared::permission::{Role, Visibility};
use shared::reads::{INVITATIONS, Invitation};
use web_sys::SubmitEvent;

use crate::clock::{self, Style};
use crate::features::asking::Asking;
use crate::features::availability::Face;
use crate::fetch::{Answer, Request};
use crate::pages::settings::allocation::work::{Hopeless, WorkForm, summary};
use crate::pages::settings::rights::{Rights, RightsFields, visibility_name};
use crate::pages::settings::{Buttons, Heading};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::watch::effect;
use crate::workspace::Workspace;

/// Colleagues.
#[component]
pub fn People() -> impl IntoView {
    let it: Workspace = expect_context();
    let inviting = RwSignal::new(false);
    let editing = RwSignal::new(None::<AgentId>);
    let linked = RwSignal::new(None::<AgentId>);
    let edited = dialog_for(editing);
    let shown = dialog_for(linked);
    let working = RwSignal::new(None::<AgentId>);
    let worked = dialog_for(working);
    view! {
        <Heading title="People" about="Everyone who answers here, and what they may do and see.">
            <button class="button primary" data-testid="invite" on:click=move |_| inviting.set(true)>
                <Icon kind=Kind::Plus />
                "Invite"
            </button>
        </Heading>
        <Hopeless />
        <ul class="cards">
            <For
                each=move || it.store.agents()
                // Not by what changes with every coming and going: a button would lose the focus.
                key=|it| {
                    let Agent { id, name, email, role, visibility, teams, active, joined, .. } = it.clone();
                    (id, name, email, role, visibility, teams, active, joined)
                }
                children=move |agent| view! { <Person agent=agent editing=editing linked=linked working=working /> }
            />
        </ul>
        <Dialog title="Invite a colleague" open=inviting>
            <InviteForm
                done=move |id| {
                    inviting.set(false);
                    linked.set(Some(id));
                }
            />
        </Dialog>
        <Dialog title="What they may do and see" open=edited>
            {move || editing.get().map(|id| view! { <RightsForm id=id done=move || editing.set(None) /> })}
        </Dialog>
        <Dialog title="What they take" open=worked>
            {move || working.get().map(|id| view! { <WorkForm id=id done=move || working.set(None) /> })}
        </Dialog>
        <Dialog title="Invitation link" open=shown>
            {move || linked.get().map(|id| view! { <LinkToHandOver id=id /> })}
        </Dialog>
    }
}

/// A dialog that is open as long as there is somebody it is about.
pub fn dialog_for(who: RwSignal<Option<AgentId>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    effect(move || open.set(who.get().is_some()));
    Effect::new(move |before: Option<bool>| {
        let open = open.get();
        if before == Some(true) && !open && who.with_untracked(Option::is_some) {
            who.set(None);
        }
        open
    });
    open
}

#[component]
fn Person(
    agent: Agent,
    editing: RwSignal<Option<AgentId>>,
    linked: RwSignal<Option<AgentId>>,
    working: RwSignal<Option<AgentId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let role = agent.role;
    let (id, active, waiting) = (agent.id, agent.active, agent.active && !agent.joined);
    let teams = move || {
        let mut names: Vec<_> =
            agent.teams.iter().filter_map(|id| it.store.team_name(*id)).collect();
        names.sort_unstable();
        names.join(", ")
    };
    let act = move |action| it.sender.send(command::Action::Agent(id, action));
    view! {
        <li class="entry" class:gone=!active data-testid="person" data-id=id.to_string()>
            <Face who=id />
            <div class="entry-main">
                <p class="entry-name">
                    <span dir="auto">{agent.name}</span>
                    <span class="chip">{move || it.store.role_name(role)}</span>
                    {waiting.then(|| view! { <span class="chip amber">"invited"</span> })}
                    {(!active).then(|| view! { <span class="chip">"has left"</span> })}
                </p>
                <p class="small-label">
                    {agent.email} " · sees: " {visibility_name(agent.visibility)} " · "
                    {move || match teams() {
                        none if none.is_empty() => "no team".to_owned(),
                        names => names,
                    }}
                    " · " {move || summary(it, id)}
                </p>
            </div>
            {waiting
                .then(|| {
                    view! {
                        <button class="button" data-testid="invitation" on:click=move |_| linked.set(Some(id))>
                            <Icon kind=Kind::Link />
                            <span class="word">"Link"</span>
                        </button>
                    }
                })}
            {active
                .then(|| {
                    view! {
                        <button class="button" data-testid="work" on:click=move |_| working.set(Some(id))>
                            "Work"
                        </button>
                        <button class="button" data-testid="rights" on:click=move |_| editing.set(Some(id))>
                            "Change"
                        </button>
                    }
                })}
            {(active && id != it.me())
                .then(|| {
                    view! {
                        <button class="button danger" data-testid="deactivate" on:click=move |_| act(Action::Deactivate)
                            title="They can't log in any more, and every session of theirs ends. What they wrote stays.">
                            "Deactivate"
                        </button>
                    }
                })}
            {(!active)
                .then(|| {
                    view! {
                        <button class="button" data-testid="reactivate" on:click=move |_| act(Action::Reactivate)>
                            "Let in again"
                        </button>
                    }
                })}
        </li>
    }
}

#[component]
fn InviteForm(done: impl Fn(AgentId) + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let [name, email] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let rights = Rights::new(Role::Agent, Visibility::Team, BTreeSet::new());
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let id = AgentId::new(clock::now());
        let action = Action::Invite {
            name: name.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            role: rights.role.get_untracked(),
            visibility: rights.visibility.get_untracked(),
            teams: rights.chosen_teams(),
        };
        asking.ask(it, command::Action::Agent(id, action), move || done(id));
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=failure fields=&["name", "email"] />
            <Field label="Name" name="name" testid="invite-name" first=true value=name failure=failure />
            <Field
                label="Email"
                name="email"
                kind="email"
                testid="invite-email"
                hint="They log in with it. No mail is sent: you get a link to hand over."
                value=email
                failure=failure
            />
            <RightsFields rights=rights />
            <Buttons label="Invite" busy=asking.busy testid="invite-submit" />
        </form>
    }
}

#[component]
fn RightsForm(id: AgentId, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let agent = untrack(|| it.store.agent(id))?;
    let rights = Rights::new(agent.role, agent.visibility, agent.teams.into_iter().collect());
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let action = Action::SetRights {
            role: rights.role.get_untracked(),
            visibility: rights.visibility.get_untracked(),
            teams: rights.chosen_teams(),
        };
        asking.ask(it, command::Action::Agent(id, action), done);
    };
    Some(view! {
        <form class="form" on:submit=submit>
            <p class="quiet">{agent.name} ": it takes effect at once, also where they are logged in now."</p>
            <FormProblem failure=failure fields=&[] />
            <RightsFields rights=rights />
            <Buttons label="Save" busy=asking.busy testid="rights-submit" />
        </form>
    })
}

/// A fresh link; the one before stops working.
#[component]
fn LinkToHandOver(id: AgentId) -> impl IntoView {
    let it: Workspace = expect_context();
    let answer = RwSignal::new(None::<Answer<Invitation>>);
    spawn_local(async move {
        let request = Request::post_nothing(format!("{INVITATIONS}/{id}"));
        let came = it.session().send(request).await;
        // The dialog may have been closed.
        let _ = answer.try_set(Some(came));
    });
    let copy = move |link: String| it.toasts().copy(link);
    move || {
        Some(match answer.get()? {
            Err(failure) => {
                view! { <p class="form-problem" role="alert">{failure.words()}</p> }.into_any()
            }
            Ok(Invitation { link, expires }) => {
                let text = link.clone();
                view! {
                    <div class="form">
                        <p>"Hand this link to your colleague. Whoever opens it chooses the password, so send it only to them."</p>
                        <div class="copy-line">
                            <input readonly data-testid="invitation-link" aria-label="Invitation link" prop:value=text />
                            <button type="button" class="button primary" on:click=move |_| copy(link.clone())>
                                <Icon kind=Kind::Copy />
                                "Copy"
                            </button>
                        </div>
                        <p class="small-label">"It works once, until " {clock::write(expires, Style::Moment)} "."</p>
                    </div>
                }
                .into_any()
            }
        })
    }
}

//! Roles: what each lets people do, and those of our own, which are made and changed here.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::command;
use shared::ids::RoleId;
use shared::permission::{Permission, Rights, Role, Visibility};
use shared::role::{Action, CustomRole, Looks};
use shared::state::Part;
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::pages::settings::rights::{visibilities, visibility_name};
use crate::pages::settings::{Buttons, Heading};
use crate::ui::choice::{Choice, OneOf, SomeOf};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// Roles.
#[component]
pub fn Roles() -> impl IntoView {
    let it: Workspace = expect_context();
    let making = RwSignal::new(false);
    view! {
        <Heading title="Roles"
            about="What people may do. Three there always are; make others where none of them fits. A change holds at once for everybody who has the role.">
            <button class="button primary" data-testid="make-role" on:click=move |_| making.set(true)>
                <Icon kind=Kind::Plus />
                "Make a role"
            </button>
        </Heading>
        <ul class="cards">
            {Role::ALL.map(|role| {
                let rights = role.rights().unwrap_or_default();
                view! {
                    <li class="entry" data-testid="built-in">
                        <div class="entry-main">
                            <p class="entry-name">{it.store.role_name(role)} <span class="chip">"always there"</span></p>
                            <p class="small-label">{summary(rights)} " · " {people(it, role)}</p>
                        </div>
                    </li>
                }
            })}
            <For each=move || it.store.roles() key=|it| (it.id, it.version) children=move |role| view! { <Line role=role /> } />
        </ul>
        <Dialog title="Make a role" open=making>
            <Form role=None done=move || making.set(false) />
        </Dialog>
    }
}

#[component]
fn Line(role: CustomRole) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, name) = (role.id, role.name.clone());
    let (rights, sees) = (role.rights, visibility_name(role.visibility));
    let changing = RwSignal::new(false);
    let asking = Asking::default();
    let kept = StoredValue::new(role);
    let delete = move |_| {
        asking.ask(it, command::Action::Role(id, Action::Delete), || ());
    };
    view! {
        <li class="entry" data-testid="role" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name" dir="auto">{name}</p>
                <p class="small-label">{summary(rights)} " · to begin with sees: " {sees} " · " {people(it, Role::Custom(id))}</p>
                <FormProblem failure=asking.failure fields=&[] />
            </div>
            <button class="button" data-testid="change-role" on:click=move |_| changing.set(true)>"Change"</button>
            <button class="button danger" data-testid="delete-role" disabled=asking.busy on:click=delete>"Delete"</button>
            <Dialog title="Change a role" open=changing>
                <Form role=Some(kept.get_value()) done=move || changing.set(false) />
            </Dialog>
        </li>
    }
}

/// How many have it.
fn people(it: Workspace, role: Role) -> impl Fn() -> String {
    move || {
        let has = |it: &shared::state::State| {
            it.agents().values().filter(|it| it.active && it.role == role).count()
        };
        match it.store.read(Part::Agents, has) {
            0 => "nobody has it".to_owned(),
            1 => "1 person".to_owned(),
            n => format!("{n} people"),
        }
    }
}

fn summary(rights: Rights) -> String {
    let names: Vec<_> = rights.list().into_iter().map(name).collect();
    if names.is_empty() { "Reads and notes only".to_owned() } else { names.join(", ") }
}

/// What a right is called.
const fn name(right: Permission) -> &'static str {
    match right {
        Permission::Look => "read and note",
        Permission::Reply => "write to customers",
        Permission::Assign => "give to others",
        Permission::Triage => "close, snooze, label",
        Permission::Delete => "delete and restore",
        Permission::Phones => "see phone numbers",
        Permission::LeadNotes => "read notes for leads",
        Permission::Force => "take over replies",
        Permission::Recordings => "hear recordings of calls",
        Permission::Listen => "listen in on calls",
        Permission::Organise => "organise (labels, rules, live board)",
        Permission::Administer => "administer (people, roles, teams, numbers)",
    }
}

/// Makes a role, or changes one. What one may not do oneself is not offered: nobody can give it.
#[component]
fn Form(role: Option<CustomRole>, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = role.as_ref().map(|it| it.id);
    let before = role.as_ref().map_or_else(|| Rights::of(&[Permission::Reply]), |it| it.rights);
    let title = RwSignal::new(role.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let visibility = RwSignal::new(role.map_or(Visibility::Team, |it| it.visibility));
    let chosen: RwSignal<BTreeSet<Permission>> = RwSignal::new(before.list().into_iter().collect());
    let offered = Permission::RIGHTS.into_iter();
    let offered = offered.filter(|right| before.may(*right) || untrack(|| it.store.may(*right)));
    let rights = offered.map(|value| Choice { value, name: capital(name(value)), effect: "" });
    let rights: Vec<_> = rights.collect();
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen: Vec<_> = chosen.get_untracked().into_iter().collect();
        let looks = Looks {
            name: title.get_untracked().trim().to_owned(),
            rights: Rights::of(&chosen),
            visibility: visibility.get_untracked(),
        };
        let (role, action) = match id {
            Some(id) => (id, Action::Change(looks)),
            None => (RoleId::new(clock::now()), Action::Create(looks)),
        };
        asking.ask(it, command::Action::Role(role, action), done);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=failure fields=&["name"] />
            <Field label="Name" name="name" testid="role-name" first=true value=title failure=failure />
            <SomeOf legend="What who has it may do" choices=rights value=chosen />
            <p class="quiet">"Everybody reads what they see, writes notes and follows. Without the right to see phone numbers they are nowhere shown, found or told."</p>
            <OneOf legend="Which conversations they see to begin with" name="role-visibility" choices=visibilities() value=visibility />
            <Buttons label="Save" busy=asking.busy testid="role-submit" />
        </form>
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

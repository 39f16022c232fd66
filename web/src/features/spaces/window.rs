//! The window in which one says how a space looks and who has it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::colour::Colour;
use shared::command;
use shared::ids::SpaceId;
use shared::permission::Permission;
use shared::space::{Action, Audience, Icon as Picture, Looks};
use web_sys::SubmitEvent;

use super::{Editor, Subject, delete, picture, shift};
use crate::clock;
use crate::fetch::Failure;
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem, Select};
use crate::ui::icon::{Icon, Kind};
use crate::ui::swatches::Swatches;
use crate::watch::effect;
use crate::workspace::Workspace;

/// The window; it is there once, and opens when there is something to be about.
#[component]
pub fn SpaceWindow() -> impl IntoView {
    let Editor(subject) = expect_context();
    let open = RwSignal::new(false);
    effect(move || open.set(subject.with(Option::is_some)));
    effect(move || {
        if !open.get() && subject.with_untracked(Option::is_some) {
            subject.set(None);
        }
    });
    let title = move || match subject.get() {
        Some(Subject::Known(_)) => "Change this Space".to_owned(),
        Some(Subject::New(_)) | None => "Save as Space".to_owned(),
    };
    view! {
        <Dialog title=Signal::derive(title) open=open>
            {move || subject.get().map(|it| form(it, open))}
        </Dialog>
    }
}

part! {
    fn form(about: Subject, open: RwSignal<bool>) in tools {
        view! { <Form about=about open=open /> }.into_any()
    }
}

#[component]
fn Form(about: Subject, open: RwSignal<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let known = match &about {
        Subject::Known(space) => Some(space.clone()),
        Subject::New(_) => None,
    };
    let (id, first) = match about {
        Subject::Known(it) => (
            it.id,
            Looks {
                name: it.name,
                icon: it.icon,
                colour: it.colour,
                view: it.view,
                audience: it.audience,
            },
        ),
        Subject::New(view) => {
            let (icon, colour) = (Picture::Filter, Colour::Blue);
            let audience = Audience::Owner;
            let looks = Looks { name: String::new(), icon, colour, view, audience };
            (SpaceId::new(clock::now()), looks)
        }
    };
    let new = known.is_none();
    let (name, icon) = (RwSignal::new(first.name), RwSignal::new(first.icon));
    let colour = RwSignal::new(first.colour);
    let audience = RwSignal::new(first.audience.to_string());
    let view = StoredValue::new(first.view);
    let failure = RwSignal::new(None::<Failure>);
    let (busy, set_busy) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        set_busy.set(true);
        let looks = Looks {
            name: name.get_untracked(),
            icon: icon.get_untracked(),
            colour: colour.get_untracked(),
            view: view.get_value(),
            audience: audience.get_untracked().parse().unwrap_or(Audience::Owner),
        };
        let action = if new { Action::Create(looks) } else { Action::Change(looks) };
        spawn_local(async move {
            let answer = it.sender.ask(command::Action::Space(id, action)).await;
            // The window may have been closed.
            let _ = set_busy.try_set(false);
            if answer.is_ok() {
                let _ = open.try_set(false);
            }
            let _ = failure.try_set(answer.err());
        });
    };
    let audiences = move || {
        let mut all = vec![
            (Audience::Owner.to_string(), "Only me".to_owned()),
            (Audience::Everyone.to_string(), "Everyone".to_owned()),
        ];
        let teams = it.store.teams().into_iter();
        all.extend(teams.map(|it| (it.id.to_string(), format!("Team {}", it.name))));
        all
    };
    let sharing = it.store.may(Permission::Organise);
    view! {
        <form class="form space-form" on:submit=submit novalidate>
            <Field label="Name" name="name" testid="space-name" value=name failure=failure first=true />
            <Pictures value=icon colour=colour />
            <Swatches name="space-colour" value=colour />
            <Show when=move || sharing>
                <Select label="Who has it" name="audience" testid="space-audience" options=Signal::derive(audiences) value=audience />
            </Show>
            <FormProblem failure=failure fields=&["name"] />
            <div class="buttons">
                {known.map(|space| {
                    let (gone, up, down) = (space.clone(), space.clone(), space);
                    view! {
                        <button type="button" class="icon-button" data-testid="space-up" title="Further up" aria-label="Further up"
                            on:click=move |_| shift(it, &up, -1)><Icon kind=Kind::Up /></button>
                        <button type="button" class="icon-button" data-testid="space-down" title="Further down" aria-label="Further down"
                            on:click=move |_| shift(it, &down, 1)><Icon kind=Kind::Down /></button>
                        <button type="button" class="button danger" data-testid="space-delete"
                            on:click=move |_| { delete(it, gone.clone()); open.set(false); }>"Delete"</button>
                        <span class="spring"></span>
                    }
                })}
                <button class="button primary" data-testid="space-submit" disabled=busy>"Save"</button>
            </div>
        </form>
    }
}

/// One of the pictures.
#[component]
fn Pictures(value: RwSignal<Picture>, colour: RwSignal<Colour>) -> impl IntoView {
    let one = move |icon: Picture| {
        view! {
            <label class="picture" title=icon.to_string()>
                <input type="radio" class="visually-hidden" name="space-icon" aria-label=icon.to_string()
                    data-testid=format!("icon-{icon}")
                    prop:checked=move || value.get() == icon on:change=move |_| value.set(icon) />
                <Icon kind=picture(icon) />
            </label>
        }
    };
    view! {
        <fieldset class=move || format!("swatches pictures tint-{}", colour.get())>
            <legend>"Icon"</legend>
            {Picture::ALL.map(one)}
        </fieldset>
    }
}

//! Attributes: make one, give it another name, options or place, put it away.

use leptos::prelude::*;
use shared::attribute::{Action, Attribute, Choice, Kind as Values, Of};
use shared::command;
use shared::ids::AttributeId;
use web_sys::SubmitEvent;

use crate::clock;
use crate::features::asking::Asking;
use crate::fetch::Failure;
use crate::logic::asked;
use crate::pages::settings::{ArchiveButton, Buttons, Heading};
use crate::ui::choice::{Choice as Offer, OneOf};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// Attributes.
#[component]
pub fn Attributes() -> impl IntoView {
    let it: Workspace = expect_context();
    let task = RwSignal::new(None::<Attribute>);
    let open = RwSignal::new(false);
    let begin = move |which: Option<Attribute>| {
        task.set(which);
        open.set(true);
    };
    let title =
        Signal::derive(move || task.get().map_or_else(|| "New attribute".to_owned(), |it| it.name));
    let none = memo(move || it.store.every_attribute().is_empty());
    view! {
        <Heading
            title="Attributes"
            about="What you want to know of your customers, or of each conversation. Everyone who answers fills them in beside the thread, and finds conversations by them."
        >
            <button class="button primary" data-testid="new-attribute" on:click=move |_| begin(None)>
                <Icon kind=Kind::Plus />
                "New"
            </button>
        </Heading>
        <ul class="cards">
            <For each=move || it.store.every_attribute() key=|it| (it.id, it.version)
                children=move |attribute| view! { <Line attribute=attribute begin=begin /> } />
        </ul>
        <Show when=move || none.get()>
            <p class="quiet">"None yet. An order number, a customer number, since when somebody is a customer, how they pay?"</p>
        </Show>
        <Dialog title=title open=open>
            {move || view! { <Form attribute=task.get() done=move || open.set(false) /> }}
        </Dialog>
    }
}

#[component]
fn Line(attribute: Attribute, begin: impl Fn(Option<Attribute>) + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, place, archived) = (attribute.id, attribute.place, attribute.archived);
    let act = move |action| it.sender.send(command::Action::Attribute(id, action));
    let last = move || it.store.every_attribute().len() == place as usize + 1;
    let (change, name) = (attribute.clone(), attribute.name.clone());
    let options: Vec<&str> = attribute.options.iter().map(|it| it.name.as_str()).collect();
    let options = (!options.is_empty()).then(|| format!(": {}", options.join(", ")));
    let about = match attribute.of {
        Of::Contact => "Of a customer",
        Of::Conversation => "Of a conversation",
    };
    view! {
        <li class="entry" class:gone=archived data-testid="attribute-entry" data-id=id.to_string()>
            <div class="entry-main">
                <p class="entry-name">
                    <bdi>{attribute.name}</bdi>
                    {archived.then_some(view! { <span class="quiet">"archived"</span> })}
                </p>
                <p class="small-label">{about} " · " {asked::kind_name(attribute.kind)} <bdi>{options}</bdi></p>
            </div>
            <button class="icon-button" data-testid="up" disabled=place == 0 title="Further up" aria-label=format!("{name} further up")
                on:click=move |_| act(Action::Move { to: place.saturating_sub(1) })>
                <Icon kind=Kind::Up />
            </button>
            <button class="icon-button" data-testid="down" disabled=last title="Further down" aria-label=format!("{name} further down")
                on:click=move |_| act(Action::Move { to: place + 1 })>
                <Icon kind=Kind::Down />
            </button>
            <button class="button" data-testid="change" on:click=move |_| begin(Some(change.clone()))>"Change"</button>
            <ArchiveButton archived=archived title="It is shown and asked for no more. What is known is kept, and bringing it back brings everything back."
                press=move || act(if archived { Action::Restore } else { Action::Archive }) />
        </li>
    }
}

#[component]
fn Form(attribute: Option<Attribute>, done: impl Fn() + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let id = attribute.as_ref().map(|it| it.id);
    let name = RwSignal::new(attribute.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let of = RwSignal::new(attribute.as_ref().map_or(Of::Contact, |it| it.of));
    let kind = RwSignal::new(attribute.as_ref().map_or(Values::Text, |it| it.kind));
    let options = attribute.map(|it| it.options).unwrap_or_default().into_iter();
    let options =
        RwSignal::new(options.map(|it| (it.id, RwSignal::new(it.name))).collect::<Vec<_>>());
    let asking = Asking::default();
    let failure = asking.failure;
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (text, kind) = (name.get_untracked(), kind.get_untracked());
        let given =
            options.get_untracked().into_iter().map(|(id, name)| (id, name.get_untracked()));
        let given = given.filter(|(_, name)| kind == Values::Choice && !name.trim().is_empty());
        let options = given.map(|(id, name)| Choice { id, name }).collect();
        let action = if id.is_some() {
            Action::Change { name: text, options }
        } else {
            Action::Create { of: of.get_untracked(), name: text, kind, options }
        };
        let attribute = id.unwrap_or_else(|| AttributeId::new(clock::now()));
        asking.ask(it, command::Action::Attribute(attribute, action), done);
    };
    let new = id.is_none();
    let kinds = Values::ALL.map(|it| Offer {
        value: it,
        name: asked::kind_name(it).into(),
        effect: asked::example(it),
    });
    view! {
        <form class="form" on:submit=on_submit novalidate>
            <Field label="Name" name="name" testid="attribute-name" value=name failure=failure first=true />
            {new.then(|| view! {
                <OneOf legend="What it is about" name="attribute-of" value=of choices=vec![
                    Offer { value: Of::Contact, name: "A customer".into(), effect: "The same in all their conversations." },
                    Offer { value: Of::Conversation, name: "A conversation".into(), effect: "For each conversation by itself." },
                ] />
                <OneOf legend="What is filled in" name="attribute-kind" value=kind choices=kinds.to_vec() />
            })}
            <Show when=move || kind.get() == Values::Choice>
                <Options options=options failure=failure />
            </Show>
            <FormProblem failure=failure fields=&["name"] />
            <Buttons label="Save" busy=asking.busy testid="attribute-submit" />
        </form>
    }
}

/// What there is to choose, each with an id that stays when it is renamed.
#[component]
fn Options(
    options: RwSignal<Vec<(u32, RwSignal<String>)>>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let add = move || {
        options.update(|all| {
            let next = all.iter().map(|(id, _)| id + 1).max().unwrap_or_default();
            all.push((next, RwSignal::new(String::new())));
        });
    };
    if options.with_untracked(Vec::is_empty) {
        add();
    }
    view! {
        <fieldset class="options">
            <legend>"Options"</legend>
            <For each=move || options.get() key=|(id, _)| *id let((id, name))>
                <p class="option">
                    <input type="text" aria-label="Option" data-testid="attribute-option" autocomplete="off" prop:value=name
                        on:input:target=move |event| { name.set(event.target().value()); failure.set(None); } />
                    <button type="button" class="icon-button" title="Take this option out" aria-label=move || format!("Take out: {}", name.get())
                        on:click=move |_| options.update(|all| all.retain(|(it, _)| *it != id))>
                        <Icon kind=Kind::Close />
                    </button>
                </p>
            </For>
            <button type="button" class="button small" data-testid="add-option" on:click=move |_| add()>"Add an option"</button>
        </fieldset>
    }
}

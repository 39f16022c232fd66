//! Our WhatsApp numbers. Access tokens go in and never come out.

pub mod recording;

use leptos::prelude::*;
use shared::command;
use shared::ids::{NumberId, TeamId};
use shared::message::TEXT_MAX;
use shared::number::{Action, Number, ReadReceipts};
use shared::state::Part;
use web_sys::SubmitEvent;

use self::recording::RecordingForm;
use crate::clock;
use crate::features::asking::Asking;
use crate::pages::settings::{Buttons, Heading};
use crate::ui::choice::{Choice, OneOf};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, FormProblem};
use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// What a form here is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Task {
    Add,
    Change(Number),
    SetToken(Number),
    Record(Number),
}

/// Our WhatsApp numbers.
#[component]
pub fn Numbers() -> impl IntoView {
    let it: Workspace = expect_context();
    let task = RwSignal::new(None::<Task>);
    let open = RwSignal::new(false);
    let begin = move |next| {
        task.set(Some(next));
        open.set(true);
    };
    let title = Signal::derive(move || match task.get() {
        Some(Task::Change(number) | Task::SetToken(number) | Task::Record(number)) => number.name,
        Some(Task::Add) | None => "Add a number".to_owned(),
    });
    let none = move || it.store.read(Part::Numbers, |it| it.numbers().is_empty());
    let done = move || open.set(false);
    view! {
        <Heading title="Numbers" about="The WhatsApp numbers that customers write to.">
            <button class="button primary" data-testid="add-number" on:click=move |_| begin(Task::Add)>
                <Icon kind=Kind::Plus />
                "Add"
            </button>
        </Heading>
        <ul class="cards">
            <For
                each=move || it.store.numbers()
                key=|it| (it.id, it.version)
                children=move |number| view! { <Line number=number begin=begin /> }
            />
        </ul>
        <Show when=none>
            <p class="quiet">"No number yet: add one, and what customers write to it appears in the inbox."</p>
        </Show>
        <Dialog title=title open=open>
            {move || match task.get() {
                Some(Task::Add) => view! { <AddForm done=done /> }.into_any(),
                Some(Task::Change(number)) => view! { <ChangeForm number=number done=done /> }.into_any(),
                Some(Task::SetToken(number)) => view! { <TokenForm id=number.id done=done /> }.into_any(),
                Some(Task::Record(number)) => view! { <RecordingForm number=number done=done /> }.into_any(),
                None => ().into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Line(number: Number, begin: impl Fn(Task) + Copy + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let team = number.team;
    let team = move || {
        team.and_then(|id| it.store.team_name(id)).unwrap_or_else(|| "everyone's".to_owned())
    };
    let (change, token, record) = (number.clone(), number.clone(), number.clone());
    let display = (number.display != number.name).then_some(number.display);
    view! {
        <li class="entry" data-testid="number" data-id=number.id.to_string()>
            <div class="entry-main">
                <p class="entry-name">
                    <span dir="auto">{number.name}</span>
                    {display.map(|display| view! { <span class="quiet">{display}</span> })}
                </p>
                <p class="small-label">
                    "Team: " {team} " · " {receipts_name(number.read_receipts)}
                    {number.recording.is_some().then_some(" · Calls are recorded")} " · id " {number.phone_number_id}
                </p>
            </div>
            <button class="button" data-testid="number-record" on:click=move |_| begin(Task::Record(record.clone()))>
                "Recording"
            </button>
            <button class="button" data-testid="number-token" on:click=move |_| begin(Task::SetToken(token.clone()))>
                "New token"
            </button>
            <button class="button" data-testid="number-change" on:click=move |_| begin(Task::Change(change.clone()))>
                "Change"
            </button>
        </li>
    }
}

const fn receipts_name(policy: ReadReceipts) -> &'static str {
    match policy {
        ReadReceipts::Never => "Blue ticks: never",
        ReadReceipts::OnOpen => "Blue ticks: when opened",
        ReadReceipts::OnReply => "Blue ticks: when answered",
    }
}

#[component]
fn AddForm(done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let [phone_number_id, account, display, name, token] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let team = RwSignal::new(None);
    let asking = Asking::default();
    let failure = asking.failure;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let action = Action::Add {
            phone_number_id: text(phone_number_id),
            account: Some(text(account)).filter(|it| !it.is_empty()),
            display: text(display),
            name: text(name),
            access_token: text(token),
            team: team.get_untracked(),
        };
        asking.ask(it, command::Action::Number(NumberId::new(clock::now()), action), done);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=failure fields=&["phone_number_id", "account", "display", "name", "access_token"] />
            <Field label="Name" name="name" hint="What you call it, such as Support." testid="number-name"
                value=name failure=failure />
            <Field label="Number" name="display" kind="tel" hint="As people write it, such as +44 20 7946 0018."
                testid="number-display" value=display failure=failure />
            <Field label="Phone number ID" name="phone_number_id" hint="From the WhatsApp manager of Meta, under API setup."
                testid="number-phone-id" value=phone_number_id failure=failure />
            <Field label="WhatsApp Business Account ID" name="account"
                hint="Beside it, for the templates. Without it they come once a customer writes." testid="number-account"
                value=account failure=failure />
            <Field label="Access token" name="access_token" kind="password" autocomplete="off"
                hint="Kept by the server and never shown again." testid="number-token-field"
                value=token failure=failure />
            <TeamSelect team=team />
            <Buttons label="Add" busy=asking.busy testid="number-submit" />
        </form>
    }
}

#[component]
fn ChangeForm(number: Number, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let (id, name) = (number.id, RwSignal::new(number.name));
    let (team, receipts) = (RwSignal::new(number.team), RwSignal::new(number.read_receipts));
    let on_missed = RwSignal::new(number.on_missed.unwrap_or_default());
    let asking = Asking::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let action = Action::Change {
            name: name.get_untracked().trim().to_owned(),
            team: team.get_untracked(),
            read_receipts: receipts.get_untracked(),
            on_missed: on_missed.get_untracked().trim().to_owned(),
        };
        asking.ask(it, command::Action::Number(id, action), done);
    };
    let choices = [
        (
            ReadReceipts::OnReply,
            "When someone answers",
            "The customer sees that we read once there is an answer.",
        ),
        (
            ReadReceipts::OnOpen,
            "When it is opened",
            "As soon as the agent to whom it is assigned opens it.",
        ),
        (ReadReceipts::Never, "Never", "The customer never sees that we have read."),
    ];
    let choices =
        choices.map(|(value, name, effect)| Choice { value, name: name.to_owned(), effect });
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=asking.failure fields=&["name"] />
            <Field label="Name" name="name" testid="number-name" value=name failure=asking.failure />
            <TeamSelect team=team />
            <OneOf legend="Blue ticks for customers" name="receipts" choices=choices.into() value=receipts />
            <label class="field">
                <span class="label">"When nobody takes a call, the customer gets"</span>
                <textarea rows="3" maxlength=TEXT_MAX.to_string() dir="auto" data-testid="number-on-missed"
                    prop:value=on_missed
                    on:input:target=move |event| on_missed.set(event.target().value())></textarea>
                <span class="note">"They get it once until somebody answers, however often they call. Empty: they get nothing."</span>
            </label>
            <Buttons label="Save" busy=asking.busy testid="number-submit" />
        </form>
    }
}

#[component]
fn TokenForm(id: NumberId, done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let it: Workspace = expect_context();
    let token = RwSignal::new(String::new());
    let asking = Asking::default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let access_token = token.get_untracked().trim().to_owned();
        asking.ask(it, command::Action::Number(id, Action::SetToken { access_token }), done);
    };
    view! {
        <form class="form" on:submit=submit novalidate>
            <FormProblem failure=asking.failure fields=&["access_token"] />
            <Field label="Access token" name="access_token" kind="password" autocomplete="off"
                hint="It replaces the one before. It is never shown again." testid="number-token-field"
                value=token failure=asking.failure />
            <Buttons label="Replace" busy=asking.busy testid="number-submit" />
        </form>
    }
}

/// Whose conversations start at a number.
#[component]
fn TeamSelect(team: RwSignal<Option<TeamId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let teams = untrack(|| it.store.teams());
    view! {
        <label class="field">
            <span class="label">"Team"</span>
            <select
                data-testid="number-team"
                on:change:target=move |event| team.set(event.target().value().parse().ok())
            >
                <option value="" selected=move || team.get().is_none()>"No team: everyone's"</option>
                {teams
                    .into_iter()
                    .map(|it| {
                        let id = it.id;
                        view! {
                            <option value=id.to_string() selected=move || team.get() == Some(id)>{it.name}</option>
                        }
                    })
                    .collect_view()}
            </select>
            <span class="note">"New conversations start there. Those that are open stay where they are."</span>
        </label>
    }
}

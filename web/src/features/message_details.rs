//! All that is known of a message: each step with its time, what it costs, why it failed, and the ids that support asks for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::MessageId;
use shared::message::details::{Price, Step};
use shared::message::{Author, Details, Failure, Message};
use shared::reads::CONVERSATIONS;

use crate::clock::{self, Style};
use crate::features::message_menu::Handling;
use crate::features::ticks;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// The window.
#[component]
pub fn MessageDetails(handling: Handling) -> impl IntoView {
    view! {
        <Dialog title="Message details" open=handling.details>
            {move || handling.message.get_untracked().map(|id| view! { <Known handling=handling id=id /> })}
        </Dialog>
    }
}

#[component]
fn Known(handling: Handling, id: MessageId) -> impl IntoView {
    let it: Workspace = expect_context();
    let of = handling.of;
    let (known, problem) = (RwSignal::new(None::<Details>), RwSignal::new(None::<String>));
    // What changes while one looks is told too.
    let delivery = memo(move || it.store.delivery(of, id));
    Effect::new(move |_| {
        delivery.track();
        spawn_local(async move {
            // The window may have been closed meanwhile.
            match it.session().get(format!("{CONVERSATIONS}/{of}/messages/{id}")).await {
                Ok(details) => drop(known.try_set(Some(details))),
                Err(failure) => drop(problem.try_set(Some(failure.words()))),
            }
        });
    });
    let message = it.store.message(of, id);
    view! {
        <div class="form details" data-testid="details">
            {message.map(|message| view! { <Said message=message /> })}
            {move || problem.get().filter(|_| known.with(Option::is_none)).map(|words| view! { <p role="alert">{words}</p> })}
            {move || match known.get() {
                Some(details) => view! { <Rest details=details /> }.into_any(),
                None => view! { <p class="quiet" role="status">"Looking it up…"</p> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Said(message: Message) -> impl IntoView {
    let it: Workspace = expect_context();
    let of = message.conversation;
    let who = match message.author {
        Author::Agent(id) if id == it.me() => "You".to_owned(),
        Author::Agent(id) => it.store.name_of(id),
        Author::Phone => "One of us, in the WhatsApp Business app".to_owned(),
        Author::Automatic => "Nobody: it was sent by itself".to_owned(),
        Author::System => "WhatsApp".to_owned(),
        Author::Contact => {
            let name = it.store.peek(|it| Some(it.conversation(of)?.contact.name.clone()));
            name.unwrap_or_else(|| "The customer".to_owned())
        }
    };
    view! {
        <blockquote class="quote"><span class="quote-words" dir="auto">{message.content.preview()}</span></blockquote>
        <dl>
            <dt>"From"</dt><dd><bdi>{who}</bdi></dd>
            <dt>"Said"</dt><dd>{clock::write(message.at, Style::Full)}</dd>
            {(!message.outgoing()).then(|| view! {
                <dt>"Reached us"</dt><dd>{clock::write(message.arrived, Style::Full)}</dd>
            })}
        </dl>
    }
}

#[component]
fn Rest(details: Details) -> impl IntoView {
    let price = details.steps.iter().rev().find_map(|it| it.price.clone());
    let failure = details.steps.iter().rev().find_map(|it| it.failure.clone());
    view! {
        {(!details.steps.is_empty()).then(|| view! { <Steps steps=details.steps /> })}
        {failure.map(|failure| view! { <Why failure=failure /> })}
        <dl>
            {price.map(|price| view! { <dt>"Price"</dt><dd data-testid="details-price">{price_words(&price)}</dd> })}
            <dt>"WhatsApp’s id"</dt>
            <dd>{match details.wamid {
                Some(wamid) => view! { <Copied words=wamid what="WhatsApp’s id" testid="details-wamid" /> }.into_any(),
                None => "None yet".into_any(),
            }}</dd>
        </dl>
    }
}

#[component]
fn Steps(steps: Vec<Step>) -> impl IntoView {
    let line = |it: Step| {
        view! {
            <li data-status=ticks::name(it.status)>
                <Icon kind=ticks::icon(it.status) />
                <span>{ticks::words(it.status)}</span>
                <time>{clock::write(it.at, Style::Full)}</time>
            </li>
        }
    };
    view! {
        <ol class="details-steps" aria-label="How far it got" data-testid="details-steps">
            {steps.into_iter().map(line).collect_view()}
        </ol>
    }
}

/// Why it failed, to be handed on as it is.
#[component]
fn Why(failure: Failure) -> impl IntoView {
    let Failure { code, words, trace } = failure;
    view! {
        <div class="details-why" data-testid="details-failure">
            <p>{words}</p>
            <dl>
                {code.map(|code| view! { <dt>"WhatsApp’s code"</dt><dd>{code}</dd> })}
                {trace.map(|trace| {
                    view! {
                        <dt>"For Meta’s support"</dt>
                        <dd><Copied words=trace what="the id for Meta’s support" testid="details-trace" /></dd>
                    }
                })}
            </dl>
        </div>
    }
}

#[component]
fn Copied(words: String, what: &'static str, testid: &'static str) -> impl IntoView {
    let it: Workspace = expect_context();
    let (shown, label) = (words.clone(), format!("Copy {what}"));
    view! {
        <span class="details-id">
            <code data-testid=testid>{shown}</code>
            <button type="button" class="icon-button small" title=label.clone() aria-label=label
                on:click=move |_| it.toasts().copy(words.clone())>
                <Icon kind=Kind::Copy />
            </button>
        </span>
    }
}

fn price_words(it: &Price) -> String {
    let category = it.category.clone().unwrap_or_else(|| "unknown".into()).replace('_', " ");
    let charged = match it.billable {
        Some(true) => "charged",
        Some(false) => "not charged",
        None => "WhatsApp does not say whether it is charged",
    };
    let why = it.kind.as_ref().filter(|it| *it != "regular").map(|it| it.replace('_', " "));
    let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
    format!("As {category}, {charged}{why}")
}

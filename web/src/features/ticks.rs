//! How far a message of ours got: a clock, one tick, two ticks, two blue ticks; in words for who can't see them.

use leptos::prelude::*;
use shared::command::Action;
use shared::ids::{ConversationId, MessageId};
use shared::message::{self, Delivery, Status};

use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// The name of a status on the wire, for tests and styles.
pub const fn name(status: Status) -> &'static str {
    match status {
        Status::Queued => "queued",
        Status::Sending => "sending",
        Status::Unknown => "unknown",
        Status::Accepted => "accepted",
        Status::Sent => "sent",
        Status::Delivered => "delivered",
        Status::Read => "read",
        Status::Played => "played",
        Status::Failed => "failed",
    }
}

/// In words.
pub const fn words(status: Status) -> &'static str {
    match status {
        Status::Queued => "Waiting to be sent",
        Status::Sending => "On its way to WhatsApp",
        Status::Unknown => "WhatsApp did not answer: it may have arrived",
        Status::Accepted => "WhatsApp has it",
        Status::Sent => "Sent",
        Status::Delivered => "Delivered",
        Status::Read => "Read",
        Status::Played => "Listened to",
        Status::Failed => "Not sent",
    }
}

/// In a picture.
pub const fn icon(status: Status) -> Kind {
    match status {
        Status::Queued | Status::Sending => Kind::Clock,
        Status::Unknown => Kind::Question,
        Status::Accepted | Status::Sent => Kind::Check,
        Status::Delivered | Status::Read | Status::Played => Kind::Checks,
        Status::Failed => Kind::Alert,
    }
}

/// How far a message of ours got.
#[component]
pub fn Ticks(#[prop(into)] status: Signal<Status>) -> impl IntoView {
    view! {
        <span
            class="ticks"
            data-testid="ticks"
            data-status=move || name(status.get())
            title=move || words(status.get())
        >
            {move || view! { <Icon kind=icon(status.get()) /> }}
            <span class="visually-hidden">{move || words(status.get())}</span>
        </span>
    }
}

/// What went wrong, in words, and what one can do. Empty while nothing did.
#[component]
pub fn Trouble(
    of: ConversationId,
    id: MessageId,
    delivery: Memo<Option<Delivery>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let retrying = move || {
        it.sender.busy(|it| {
            matches!(it, Action::Message(_, message::Action::Retry { id: retried }) if *retried == id)
        })
    };
    let retry = move |_| it.sender.send(Action::Message(of, message::Action::Retry { id }));
    let copy = move |_| {
        let text = it.store.message(of, id).map(|it| it.content.plain()).unwrap_or_default();
        it.toasts().copy(text);
    };
    move || {
        let delivery = delivery.get()?;
        let words = trouble(&delivery)?;
        Some(view! {
            <div class="trouble" class:doubt=delivery.status == Status::Unknown>
                <p>{words}</p>
                <button
                    class="link"
                    data-testid="retry"
                    aria-busy=move || retrying().to_string()
                    disabled=retrying
                    on:click=retry
                >
                    "Retry"
                </button>
                <button class="link" on:click=copy>"Copy"</button>
            </div>
        })
    }
}

fn trouble(delivery: &Delivery) -> Option<String> {
    match (delivery.status, &delivery.failure) {
        (Status::Failed, Some(failure)) => Some(match failure.code {
            Some(code) => format!("{} (WhatsApp {code})", failure.words),
            None => failure.words.clone(),
        }),
        (Status::Failed, None) => Some("It was not sent.".into()),
        (Status::Unknown, _) => Some(
            "WhatsApp did not answer, so it may have arrived. We learn it as soon as WhatsApp says so.".into(),
        ),
        _ => None,
    }
}

//! How well we are connected: a dot while all is well, words when it is not.

use leptos::prelude::*;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::watch::memo;
use crate::workspace::{Line, Workspace};

/// When it was, in few words: the hour of today, and the date of any other day.
fn moment(at: Timestamp) -> String {
    let today = clock::day(clock::now()).contains(&at);
    clock::write(at, if today { Style::Hour } else { Style::Moment })
}

/// How well we are connected, truthfully.
#[component]
pub fn Connection() -> impl IntoView {
    let it: Workspace = expect_context();
    let queued = memo(move || it.sender.read(crate::logic::outbox::Outbox::unanswered));
    let words = move || match (it.line(), queued.get()) {
        (Line::Connected, _) => "Connected".to_owned(),
        (Line::Connecting, _) => "Reconnecting…".to_owned(),
        (Line::Syncing, _) => "Syncing…".to_owned(),
        (Line::Offline, 0) => format!("Offline, as of {}", moment(it.as_of())),
        (Line::Offline, n) => format!("Offline, as of {} – {n} queued", moment(it.as_of())),
    };
    let state = move || match it.line() {
        Line::Connected => "connected",
        Line::Connecting | Line::Syncing => "connecting",
        Line::Offline => "offline",
    };
    view! {
        <p class="connection" role="status" data-testid="connection" data-state=state title=words>
            <span class="dot"></span>
            <span class="words">{words}</span>
        </p>
    }
}

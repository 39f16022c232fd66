//! After a call: what came of it, and a note, while nothing rings at mine. It goes along to every page and comes back after a
//! reload, and ends by itself.

use leptos::prelude::*;
use shared::call::{Action, WrapUp};
use shared::command;
use shared::ids::{CallId, ConversationId, OutcomeId};
use shared::note::TEXT_MAX;
use shared::state::Part;

use super::dock::{Who, passing};
use super::ring::CallsToo;
use crate::features::call_line::length;
use crate::features::composer::sends;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// What I have to do after a call, until I say that it is done.
#[component]
pub fn WrapUpCard() -> impl IntoView {
    let it: Workspace = expect_context();
    let shown = memo(move || it.store.wrap_up()?.of.filter(|(_, call)| !ending(it, *call)));
    move || shown.get().map(|(at, call)| view! { <Card at=at call=call /> })
}

/// Whether I have just said so, and the log does not yet.
fn ending(it: Workspace, id: CallId) -> bool {
    it.sender.busy(|action| {
        matches!(action, command::Action::Call(_, Action::WrapUp { call, .. }) if *call == id)
    })
}

#[component]
fn Card(at: ConversationId, call: CallId) -> impl IntoView {
    let it: Workspace = expect_context();
    let outcome = RwSignal::new(None::<OutcomeId>);
    let text = memo(move || it.drafts().get(at).note.text);
    let written = memo(move || text.with(|it| !it.trim().is_empty()));
    let sound = memo(move || text.with(|it| it.trim().chars().count()) <= TEXT_MAX);
    let done = move || {
        if sound.get_untracked() {
            let (outcome, note) = (outcome.get_untracked(), it.sender.note(at, vec![]));
            it.sender.send(command::Action::Call(at, Action::WrapUp { call, outcome, note }));
        }
    };
    let label = move || if written.get() || outcome.get().is_some() { "Save" } else { "Done" };
    view! {
        <section class="call-dock" aria-label="After the call" data-testid="wrap-up">
            <CallsToo />
            <Head at=at />
            <form class="wrap-up" on:submit=move |event| { event.prevent_default(); done(); }>
                <Outcomes outcome=outcome />
                <label class="field">
                    <span class="label">"Note"</span>
                    <textarea rows="2" dir="auto" data-testid="wrap-up-note" placeholder="The customer never sees this" prop:value=text
                        on:input:target=move |event| it.drafts().update(at, |draft| draft.note.text = event.target().value())
                        on:keydown=move |event| if sends(&event) { event.prevent_default(); done(); }
                    ></textarea>
                </label>
                <div class="call-buttons">
                    <button type="button" class="button" data-testid="wrap-up-more" title="As long again"
                        on:click=move |_| it.sender.send(command::Action::Call(at, Action::MoreTime { call }))>
                        "More time"
                    </button>
                    <button class="button primary call-end" data-testid="wrap-up-done" disabled=move || !sound.get()>{label}</button>
                </div>
            </form>
        </section>
    }
}

/// With whom it was, how long it is over, and how long nothing rings at mine.
#[component]
fn Head(at: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let now = passing();
    let mine = memo(move || it.store.wrap_up());
    let since = move || mine.get().map(|WrapUp { since, .. }| length(now.get() - since));
    let left = move || mine.get().map(|WrapUp { until, .. }| length(until - now.get()));
    view! {
        <div class="call-head">
            <Icon kind=Kind::Phone />
            <Who at=at />
            <span class="call-state" data-testid="wrap-up-time" role="timer" aria-label="Since the call">{since}</span>
        </div>
        <p class="quiet">
            "After the call: nothing rings at yours, for "
            <span class="wrap-up-left" data-testid="wrap-up-left">{left}</span>
            " more."
        </p>
    }
}

/// What can have come of it, where a workspace has said so.
#[component]
fn Outcomes(outcome: RwSignal<Option<OutcomeId>>) -> impl IntoView {
    let it: Workspace = expect_context();
    let offered = memo(move || {
        it.store.read(Part::CallSettings, |it| {
            it.call_settings().offered().cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || offered.with(|it| !it.is_empty())>
            <label class="field">
                <span class="label">"Outcome"</span>
                <select data-testid="wrap-up-outcome"
                    on:change:target=move |event| outcome.set(event.target().value().parse().ok())>
                    <option value="" selected=move || outcome.get().is_none()>"Not said"</option>
                    <For each=move || offered.get() key=|it| (it.id, it.name.clone()) let:one>
                        <option value=one.id.to_string() selected=move || outcome.get() == Some(one.id)>{one.name.clone()}</option>
                    </For>
                </select>
            </label>
        </Show>
    }
}

//! A note while one talks. It is the one that is begun in the conversation, so that no word is lost when the call ends.

use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::note::TEXT_MAX;

use crate::features::composer::sends;
use crate::ui::icon::{Icon, Kind};
use crate::watch::memo;
use crate::workspace::Workspace;

/// The button that opens it.
#[component]
pub fn NoteButton(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" data-testid="call-note" title="Note for colleagues" aria-label="Note for colleagues"
            aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|it| *it = !*it)>
            <Icon kind=Kind::Lock />
        </button>
    }
}

/// Where it is written.
#[component]
pub fn Note(at: ConversationId) -> impl IntoView {
    let it: Workspace = expect_context();
    let text = memo(move || it.drafts().get(at).note.text);
    let ready = memo(move || {
        let length = text.with(|it| it.trim().chars().count());
        (1..=TEXT_MAX).contains(&length)
    });
    let add = move || {
        if ready.get_untracked() {
            let _ = it.sender.note(at, vec![]);
        }
    };
    view! {
        <form class="call-note" data-testid="call-note-form" on:submit=move |event| { event.prevent_default(); add(); }>
            <textarea rows="3" dir="auto" autofocus=true data-testid="call-note-text" aria-label="Note for colleagues"
                placeholder="The customer never sees this" prop:value=text
                on:input:target=move |event| it.drafts().update(at, |draft| draft.note.text = event.target().value())
                on:keydown=move |event| if sends(&event) { event.prevent_default(); add(); }
            ></textarea>
            <button class="button add-note" data-testid="call-note-add" disabled=move || !ready.get()>"Add note"</button>
        </form>
    }
}

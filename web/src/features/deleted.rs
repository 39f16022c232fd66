//! Conversations that are deleted: the way there, what stands in place of the composer, and the way back.

use leptos::prelude::*;
use shared::conversation::{Action, Conversation};
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::time::Timestamp;

use crate::clock::{self, Style};
use crate::features::may;
use crate::logic::when;
use crate::ui::icon::{Icon, Kind};
use crate::ui::strip::Strip;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Deletes it, with a way back.
pub fn delete(it: Workspace, of: &Conversation) {
    let words = format!("Deleted: {}.", of.contact.name);
    it.act_undoable(of.id, Action::Delete, words, Action::Restore);
}

/// Says that it is deleted and until when it can be restored.
#[component]
pub fn DeletedStrip(id: ConversationId, until: Timestamp) -> impl IntoView {
    let it: Workspace = expect_context();
    let busy = move || it.acting(id, |it| matches!(it, Action::Restore));
    let words = format!(
        "Deleted. Everything in it is erased on {}. If the customer writes, it comes back.",
        clock::write(until, Style::Moment)
    );
    view! {
        <Strip icon=Kind::Trash testid="deleted" words=words>
            <button class="button small" data-testid="restore" title=may::why(it, Permission::Delete)
                disabled=move || !it.store.may(Permission::Delete) aria-busy=move || busy().to_string()
                on:click=move |_| it.act(id, Action::Restore)>
                "Restore"
            </button>
        </Strip>
    }
}

/// In a row: how long it can still be restored.
#[component]
pub fn DeletedChip(until: Option<Timestamp>) -> impl IntoView {
    let it: Workspace = expect_context();
    until.map(|until| {
        let left = memo(move || when::span(until - it.time.now()));
        view! {
            <span class="chip red" title=move || format!("Erased in {}", left.get()) data-testid="row-deleted">
                <Icon kind=Kind::Trash />
                <span class="visually-hidden">"erased in "</span>
                {left}
            </span>
        }
    })
}

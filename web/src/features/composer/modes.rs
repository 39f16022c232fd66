//! Whether one writes to the customer or notes something for colleagues. Switching never moves a word.

use leptos::prelude::*;
use shared::ids::ConversationId;

use crate::ui::icon::{Icon, Kind};
use crate::workspace::Workspace;

/// Reply or note.
#[component]
pub fn Modes(id: ConversationId, noting: Memo<bool>) -> impl IntoView {
    let it: Workspace = expect_context();
    let waits = move |note: bool| {
        let draft = it.drafts().get(id);
        let text = if note { draft.note.text } else { draft.text };
        !text.trim().is_empty()
    };
    let button =
        move |note: bool, name: &'static str, action: &'static str, testid: &'static str| {
            view! {
                <button
                    type="button"
                    class="mode"
                    data-testid=testid
                    aria-pressed=move || (noting.get() == note).to_string()
                    aria-keyshortcuts=it.keys.aria(action)
                    title=it.keys.hint(name, action)
                    on:click=move |_| super::switch(it, id, note)
                >
                    {note.then(|| view! { <Icon kind=Kind::Lock /> })}
                    {name}
                    <span class="mode-draft" hidden=move || noting.get() == note || !waits(note)>
                        <span class="visually-hidden">", begun"</span>
                    </span>
                </button>
            }
        };
    view! {
        <div class="modes" role="group" aria-label="To whom">
            {button(false, "Reply", "reply", "mode-reply")}
            {button(true, "Note", "note", "mode-note")}
        </div>
    }
}

//! Where one answers, or notes something for colleagues. What stands in it is kept; only Enter or the button sends it.

pub mod area;
pub mod crossing;
pub mod format;
pub mod modes;
pub mod noting;
pub mod offer;
pub mod quick;
pub mod suggest;
pub mod turn;
pub mod writing;

use leptos::prelude::*;
use shared::conversation::Conversation;
use shared::ids::{ConversationId, MessageId};
use shared::permission::Permission;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::attachments::{Attachments, NoteFiles};
use crate::features::ask_for::AskedLine;
use crate::features::attach;
use crate::features::composer::crossing::Crossing;
use crate::features::composer::modes::Modes;
use crate::features::composer::noting::Noting;
use crate::features::composer::turn::Turn;
use crate::features::composer::writing::Writing;
use crate::features::customer::block::{Blocked, block_of};
use crate::features::escalate::EscalatedStrip;
use crate::features::hand_over::LeftDraft;
use crate::features::may::NoReply;
use crate::features::templates::{WindowClosed, WithTemplates};
use crate::features::together::WrittenTogether;
use crate::watch::memo;
use crate::workspace::Workspace;

/// From here on it says how much may still be written, in characters.
const COUNT_FROM: usize = 3_500;
/// Its id in the page.
pub const ID: &str = "composer";
/// What browsers say of a key that is part of putting letters together (UI Events, `keyCode` 229).
const COMPOSING: u32 = 229;

/// Puts the cursor into it, if there is one.
pub fn focus() {
    let found = document().get_element_by_id(ID).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(composer) = found {
        // Only an element that is gone can't be focused.
        let _ = composer.focus();
    }
}

/// Writes to the customer, or notes something, from now on; what was begun of the other stays where it is.
pub fn switch(it: Workspace, id: ConversationId, note: bool) {
    if it.drafts().get(id).noting == note {
        return focus();
    }
    it.drafts().update(id, |draft| draft.noting = note);
    request_animation_frame(focus);
}

/// Where one answers; why one can't, when one can't.
#[component]
pub fn Composer(
    id: ConversationId,
    conversation: Memo<Option<Conversation>>,
    divider: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let it: Workspace = expect_context();
    let until = memo(move || conversation.with(|it| it.as_ref().and_then(|it| it.window_until)));
    let open = memo(move || until.get().is_some_and(|until| it.time.now() < until));
    let noting = memo(move || it.drafts().get(id).noting);
    let block = block_of(conversation);
    let barred = memo(move || block.with(Option::is_some));
    let writes = memo(move || it.store.may(Permission::Reply));
    let (over, carets) = (RwSignal::new(false), RwSignal::new(Vec::new()));
    let takes_files = move || noting.get() || open.get() && !barred.get() && writes.get();
    let (said, noted): (Attachments, NoteFiles) = (expect_context(), expect_context());
    let dropping = Owner::current();
    view! {
        <footer
            class="composer-frame"
            class:noting=noting
            class:dropping=move || over.get() && takes_files()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                if let Some(owner) = dropping.as_ref().filter(|_| untrack(takes_files)) {
                    let all = if noting.get_untracked() { noted.0 } else { said };
                    owner.with(|| attach::dropped(all, id, &event));
                }
            }
        >
            <EscalatedStrip id=id conversation=conversation />
            <AskedLine id=id conversation=conversation />
            <Crossing id=id />
            <LeftDraft id=id conversation=conversation />
            <Turn id=id />
            <WrittenTogether id=id carets=carets />
            <WithTemplates id=id conversation=conversation>
                {move || match (noting.get(), open.get()) {
                    (false, _) if !writes.get() => view! { <NoReply id=id /> }.into_any(),
                    (false, _) if barred.get() => view! {
                        <div class="composer-head outside">
                            <Modes id=id noting=Memo::new(|_| false) />
                        </div>
                        <Blocked id=id block=block />
                    }
                    .into_any(),
                    (true, _) => view! { <Noting id=id conversation=conversation /> }.into_any(),
                    (false, true) => {
                        view! { <Writing id=id conversation=conversation divider=divider carets=carets /> }.into_any()
                    }
                    (false, false) => view! {
                        <div class="composer-head outside">
                            <Modes id=id noting=Memo::new(|_| false) />
                        </div>
                        <WindowClosed conversation=conversation />
                    }
                    .into_any(),
                }}
            </WithTemplates>
        </footer>
    }
}

/// Whether this key sends, alone or with Ctrl. While letters are put together from parts, Enter belongs to that.
pub fn sends(event: &KeyboardEvent) -> bool {
    let plain = !event.shift_key() && !event.is_composing() && event.key_code() != COMPOSING;
    event.key() == "Enter" && plain
}

/// How long it is, once that matters.
#[component]
pub fn Count(length: Memo<usize>, most: usize) -> impl IntoView {
    let shown = move || length.get() > COUNT_FROM;
    view! {
        <span class="counter" class:over=move || length.get().gt(&most) hidden=move || !shown()>
            {move || shown().then(|| format!("{} / {most}", length.get()))}
        </span>
    }
}

//! What my role lets me do, where something can be done: the server decides, and here it is said before one tries.

use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::permission::Permission;

use crate::actions;
use crate::features::composer::modes::Modes;
use crate::ui::icon::Kind;
use crate::ui::strip::Strip;
use crate::watch::memo;
use crate::workspace::Workspace;

/// Why something can't be done.
pub const REFUSED: &str = "Your role does not allow this. Ask an admin.";

/// Why it can't be done, if my role does not allow it.
pub fn refused(it: Workspace, needs: Permission) -> Option<&'static str> {
    (!untrack(|| it.store.may(needs))).then_some(REFUSED)
}

/// The hint of a button: what it does and by which keys, or why it can't be done.
pub fn hint(it: Workspace, name: &'static str, action: &'static str) -> Signal<String> {
    let hint = it.keys.hint(name, action);
    let may = memo(move || it.store.may(actions::needs(action)));
    Signal::derive(move || if may.get() { hint.get() } else { REFUSED.to_owned() })
}

/// The hint of a button that no key does: what it does, or why it can't be done.
pub fn title(it: Workspace, name: &'static str, needs: Permission) -> Signal<&'static str> {
    Signal::derive(move || if it.store.may(needs) { name } else { REFUSED })
}

/// The hint of a button that says what it does: why it can't be done, if it can't.
pub fn why(it: Workspace, needs: Permission) -> Signal<Option<&'static str>> {
    Signal::derive(move || (!it.store.may(needs)).then_some(REFUSED))
}

/// In a menu, below what can't be chosen: why.
#[component]
pub fn RefusedNote(needs: Permission) -> impl IntoView {
    let it: Workspace = expect_context();
    view! {
        <Show when=move || !it.store.may(needs)>
            <p class="menu-note" data-testid="refused">{REFUSED}</p>
        </Show>
    }
}

/// In place of where one writes, for who may not write to customers.
#[component]
pub fn NoReply(id: ConversationId) -> impl IntoView {
    view! {
        <div class="composer-head outside">
            <Modes id=id noting=Memo::new(|_| false) />
        </div>
        <Strip icon=Kind::Lock testid="no-reply"
            words="Your role does not allow you to write to customers. You can write a note for colleagues.">
            ""
        </Strip>
    }
}

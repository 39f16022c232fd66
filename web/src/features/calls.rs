//! Calls on every page: the cards of those that ring at mine, the dock of the one I am in, and what there is to do after it.

pub mod company;
pub mod dock;
pub mod keypad;
pub mod listening;
pub mod note;
pub mod ring;
pub mod sound_check;
pub mod transfer;
pub mod wrap_up;

use leptos::prelude::*;
use shared::call::Call;
use shared::ids::{CallId, ConversationId};
use shared::state::Part;

use self::dock::Dock;
use self::ring::Rings;
use self::sound_check::SoundCheck;
use self::wrap_up::WrapUpCard;
use crate::call::engine;
use crate::features::ask_for::AskedCards;
use crate::watch::{effect, memo};
use crate::workspace::Workspace;

part! {
    /// What rings, and the call I am in.
    pub fn corner() in calls { view! { <Corner /> }.into_any() }
}

/// Where calls are shown, and what of mine a colleague asks for. What it takes is loaded when somebody calls, or looks at their microphone.
#[component]
pub fn CallCorner() -> impl IntoView {
    let it: Workspace = expect_context();
    let wanted = RwSignal::new(false);
    effect(move || {
        let any = it.store.read(Part::Calls, |it| it.calls().next().is_some());
        let wraps_up = it.store.wrap_up().is_some();
        if any || wraps_up || it.calls.wish.with(Option::is_some) || it.calls.check.get() {
            wanted.set(true);
        }
    });
    // It is told again and again, and what it shows must stay the same: the sound lives in it.
    let shown = memo(move || wanted.get());
    view! {
        <div class="call-corner">
            <AskedCards />
            {move || shown.get().then(corner)}
        </div>
    }
}

#[component]
fn Corner() -> impl IntoView {
    engine::run(expect_context());
    view! {
        <Rings />
        <Dock />
        <WrapUpCard />
        <SoundCheck />
    }
}

/// The calls that are not over, as they are now.
fn live<T>(it: Workspace, look: impl Fn(&Call) -> Option<T>) -> Vec<T> {
    it.store.read(Part::Calls, |it| it.calls().filter_map(|it| look(it.call.as_deref()?)).collect())
}

/// A call that is not over, as it is now.
fn call_of(it: Workspace, conversation: ConversationId, id: CallId) -> Option<Call> {
    it.store.read(Part::Conversation(conversation), |it| {
        it.conversation(conversation)?.call.as_deref().filter(|it| it.id == id).cloned()
    })
}

/// What a customer is called.
fn name_of(it: Workspace, conversation: ConversationId) -> String {
    it.store.read(Part::Conversation(conversation), |it| {
        it.conversation(conversation)
            .map_or_else(|| "A customer".to_owned(), |it| it.contact.name.clone())
    })
}

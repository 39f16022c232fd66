//! What can be done about calls.

use super::conversation::{open, with};
use super::{Action, Group, Here};
use crate::call::Wish;
use crate::features::call_button;
use crate::ui::icon::Kind;
use leptos::prelude::{GetUntracked, Set, Update, WithUntracked};
use shared::permission::Permission;

const NO_CALL: &str = "You are in no call in this tab.";

/// In the order in which they are listed.
pub const ALL: &[Action] = &[
    Action {
        id: "call",
        needs: Permission::Reply,
        name: "Call the customer…",
        group: Group::Conversation,
        icon: Kind::Phone,
        keys: "Shift C",
        able: |here| {
            let it = open(here)?;
            let why = leptos::prelude::untrack(|| call_button::refused(here.it, it));
            why.map_or(Ok(()), Err)
        },
        run: |here| with(here, |_| call_button::open()),
    },
    Action {
        id: "answer-call",
        needs: Permission::Reply,
        name: "Answer the call that rings",
        group: Group::App,
        icon: Kind::Phone,
        keys: "",
        able: |here| first(here).map(|_| ()),
        run: |here| here.it.calls.wish.set(first(here).ok()),
    },
    Action {
        id: "mute",
        needs: Permission::Reply,
        name: "Mute, or speak again",
        group: Group::App,
        icon: Kind::Microphone,
        keys: "M",
        able: in_call,
        run: |here| here.it.calls.muted.update(|it| *it = !*it),
    },
    Action {
        id: "sound-check",
        needs: Permission::Reply,
        name: "Try the microphone and the speaker…",
        group: Group::App,
        icon: Kind::Sliders,
        keys: "",
        able: |_| Ok(()),
        run: |here| here.it.calls.check.set(true),
    },
    Action {
        id: "hang-up",
        needs: Permission::Reply,
        name: "Hang up",
        group: Group::App,
        icon: Kind::Phone,
        keys: "",
        able: in_call,
        run: |here| here.it.calls.wish.set(Some(Wish::HangUp)),
    },
];

fn in_call(here: &Here) -> Result<(), &'static str> {
    here.it.calls.here.get_untracked().map(|_| ()).ok_or(NO_CALL)
}

/// What rings first.
fn first(here: &Here) -> Result<Wish, &'static str> {
    let (it, me) = (here.it, here.it.me());
    if it.calls.here.with_untracked(Option::is_some) {
        return Err("You are in a call already.");
    }
    let found = it.store.peek(|state| {
        let call = state.calls().filter_map(|it| it.call.as_deref()).find(|it| it.rings(me))?;
        Some(Wish::Join { conversation: call.conversation, call: call.id })
    });
    found.ok_or("No call rings.")
}

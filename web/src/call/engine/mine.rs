//! My calls in the picture: those that I am in, and those on which I listen in.

use leptos::prelude::*;
use shared::call::{Action, Mode};
use shared::command;
use shared::ids::{CallId, ConversationId};

use super::Engine;

/// How a tab comes into a call.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum How {
    Join,
    Dial,
    Listen,
}

/// One of my calls in the picture.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Mine {
    pub(super) conversation: ConversationId,
    pub(super) call: CallId,
    /// Whether I am in it; otherwise I lost it and may go on.
    pub(super) with: bool,
    /// By whom I am heard, if I only listen in.
    pub(super) mode: Option<Mode>,
}

impl Engine {
    pub(super) fn mine(self) -> Vec<Mine> {
        let me = self.it.me();
        self.it.store.peek(|it| {
            let calls = it.calls().filter_map(|it| it.call.as_deref());
            let mine =
                calls.filter(|it| it.has(me) || it.may_return(me) || it.listens(me).is_some());
            mine.map(|call| Mine {
                conversation: call.conversation,
                call: call.id,
                with: call.has(me) || call.listens(me).is_some(),
                mode: call.listens(me),
            })
            .collect()
        })
    }

    /// Nothing leaves this tab that nobody shall hear.
    pub(super) fn hush(self) {
        let Some(here) = self.here() else { return };
        let mode = self.mine().into_iter().find(|it| it.call == here.call).and_then(|it| it.mode);
        let unheard = here.listens && mode.is_none_or(|it| it == Mode::Listen);
        let quiet = unheard || self.it.calls.muted.get_untracked();
        self.peer.with_value(|peer| peer.as_ref().map_or((), |peer| peer.mute(quiet)));
    }

    /// Ends a call, or listening in on it.
    pub(super) fn hang_up(self, conversation: ConversationId, call: CallId, listens: bool) {
        let end = if listens { Action::Leave { call } } else { Action::HangUp { call } };
        self.it.sender.send(command::Action::Call(conversation, end));
    }
}

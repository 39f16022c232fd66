//! What a form does with its answer: busy while it asks, then done, or what is wrong.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;

use crate::fetch::Failure;
use crate::workspace::Workspace;

/// A form that asks the server for one thing.
#[derive(Clone, Copy, Default)]
pub struct Asking {
    /// What is wrong.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether it asks just now.
    pub busy: RwSignal<bool>,
}

impl Asking {
    /// Asks; once it is so, `done`.
    pub fn ask(self, it: Workspace, action: Action, done: impl FnOnce() + 'static) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = it.sender.ask(action).await;
            // The form may have been closed.
            let _ = self.busy.try_set(false);
            let agreed = answer.is_ok();
            let _ = self.failure.try_set(answer.err());
            if agreed {
                done();
            }
        });
    }
}

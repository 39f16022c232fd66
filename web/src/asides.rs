//! Discussions beside threads: which one is open, and what is being written there, in this tab. Nothing here is ever sent by
//! itself.

use std::collections::HashMap;

use leptos::prelude::*;
use shared::draft::NoteDraft;
use shared::ids::{ConversationId, MessageId};

/// Which discussion is open, and what is being written in each. A copy is the same.
#[derive(Clone, Copy)]
pub struct Asides {
    open: RwSignal<Option<(ConversationId, MessageId)>>,
    drafts: RwSignal<HashMap<MessageId, NoteDraft>>,
}

impl Asides {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { open: RwSignal::new(None), drafts: RwSignal::new(HashMap::new()) }
    }

    /// Opens the discussion of a message.
    pub fn show(self, of: ConversationId, message: MessageId) {
        self.open.set(Some((of, message)));
    }

    /// Closes whichever is open. Says whether one was.
    pub fn close(self) -> bool {
        let was = self.open.get_untracked().is_some();
        if was {
            self.open.set(None);
        }
        was
    }

    /// The message whose discussion is open in a thread.
    pub fn open_in(self, of: ConversationId) -> Option<MessageId> {
        self.open.get().filter(|it| it.0 == of).map(|it| it.1)
    }

    /// What is being written of a message.
    pub fn draft(self, about: MessageId) -> NoteDraft {
        self.drafts.with(|it| it.get(&about).cloned().unwrap_or_default())
    }

    /// Changes what is being written of a message.
    pub fn update(self, about: MessageId, change: impl FnOnce(&mut NoteDraft)) {
        self.drafts.update(|all| change(all.entry(about).or_default()));
    }

    /// It was said. Who reads it goes on to the next: what is confided stays among the same.
    pub fn said(self, about: MessageId) {
        self.update(about, |it| {
            *it = NoteDraft { audience: it.audience, ..NoteDraft::default() };
        });
    }
}

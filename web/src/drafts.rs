//! What is being written, for each conversation. Nothing here is ever sent by itself.

use std::collections::HashMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::ids::{AgentId, ConversationId, MessageId};
use shared::note::Audience;

use crate::logic::noting::Named;
use crate::watch::effect;

/// What is being written to somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The words so far.
    pub text: String,
    /// What they answer.
    pub reply_to: Option<MessageId>,
    /// What is being noted beside it.
    #[serde(default)]
    pub note: NoteDraft,
    /// Whether the note is being written, and not the message.
    #[serde(default)]
    pub noting: bool,
}

/// What is being noted for colleagues. It never becomes part of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The words so far, with names after `@`.
    pub text: String,
    /// Who those names are.
    pub named: Vec<Named>,
    /// Who shall read it.
    pub audience: Audience,
}

/// What is being written, in memory and, for each agent, in this browser.
#[derive(Clone, Copy)]
pub struct Drafts {
    drafts: RwSignal<HashMap<ConversationId, Draft>>,
    owner: StoredValue<Option<AgentId>>,
}

impl Drafts {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { drafts: RwSignal::new(HashMap::new()), owner: StoredValue::new(None) }
    }

    /// Takes up what this agent left.
    pub fn open(self, agent: AgentId) {
        if self.owner.get_value() == Some(agent) {
            return;
        }
        self.owner.set_value(Some(agent));
        let kept = storage().and_then(|it| it.get_item(&key(agent)).ok()?);
        let drafts = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        self.drafts.set(drafts);
    }

    /// What is being written to them.
    pub fn get(self, to: ConversationId) -> Draft {
        self.drafts.with(|all| all.get(&to).cloned().unwrap_or_default())
    }

    /// Changes what is being written to them.
    pub fn update(self, to: ConversationId, change: impl FnOnce(&mut Draft)) {
        self.drafts.update(|all| {
            let draft = all.entry(to).or_default();
            change(draft);
            if *draft == Draft::default() {
                all.remove(&to);
            }
        });
    }

    /// Takes the message away, to be sent. The note stays.
    pub fn take(self, to: ConversationId) -> Draft {
        let mut taken = Draft::default();
        self.update(to, |draft| {
            let rest = Draft { note: draft.note.clone(), noting: draft.noting, ..Draft::default() };
            taken = std::mem::replace(draft, rest);
        });
        taken
    }

    /// Takes the note away, to be added. The message stays, and who shall read the next note: what is confided goes on
    /// among the same.
    pub fn take_note(self, of: ConversationId) -> NoteDraft {
        let mut taken = NoteDraft::default();
        self.update(of, |draft| {
            let next = NoteDraft { audience: draft.note.audience, ..NoteDraft::default() };
            taken = std::mem::replace(&mut draft.note, next);
        });
        taken
    }

    /// Gives back a note that could not be added, above what has been noted since.
    pub fn give_back_note(self, of: ConversationId, note: NoteDraft) {
        self.update(of, |draft| {
            let since = std::mem::replace(&mut draft.note, note);
            if !since.text.trim().is_empty() {
                draft.note.text = format!("{}\n{}", draft.note.text, since.text);
                draft.note.named.extend(since.named);
            }
            draft.noting = true;
        });
    }

    /// Gives back what could not be sent, above what has been written since.
    pub fn give_back(self, to: ConversationId, text: &str, reply_to: Option<MessageId>) {
        self.update(to, |draft| {
            draft.text = match draft.text.trim() {
                "" => text.to_owned(),
                since => format!("{text}\n{since}"),
            };
            draft.reply_to = draft.reply_to.or(reply_to);
        });
    }

    /// Keeps them in this browser, so that they survive a reload.
    pub fn keep(self) {
        let (Some(agent), Some(storage)) = (self.owner.get_value(), storage()) else { return };
        self.drafts.with_untracked(|all| {
            // A browser that keeps nothing (full, or told so) keeps the drafts in memory only.
            let _ = if all.is_empty() {
                storage.remove_item(&key(agent))
            } else {
                let text = serde_json::to_string(all).expect("ids are texts");
                storage.set_item(&key(agent), &text)
            };
        });
    }

    /// Keeps them a moment after each change, and at once when the page goes out of sight.
    pub fn keep_always(self) {
        let later = StoredValue::new(None::<TimeoutHandle>);
        effect(move || {
            self.drafts.track();
            let wait = std::time::Duration::from_millis(400);
            let next = set_timeout_with_handle(move || self.keep(), wait).ok();
            if let Some(before) = later.try_update_value(|it| std::mem::replace(it, next)).flatten()
            {
                before.clear();
            }
        });
        let hide = window_event_listener(leptos::ev::pagehide, move |_| self.keep());
        on_cleanup(move || hide.remove());
    }
}

fn key(agent: AgentId) -> String {
    format!("onevoice.drafts.{agent}")
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

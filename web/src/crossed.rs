//! Answers that crossed with one of a colleague: they were not sent, and wait here, also over a reload, until their author
//! says what shall become of them.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::answer::Meanwhile;
use shared::ids::{AgentId, ConversationId, MessageId};
use shared::message::Action;

use crate::ui::page;

/// Answers that were not sent, of one agent in this browser.
#[derive(Clone, Copy)]
pub struct Crossed {
    all: RwSignal<Vec<Answer>>,
    owner: StoredValue<Option<AgentId>>,
}

/// An answer that was not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// To whom.
    pub to: ConversationId,
    /// What was to be sent.
    pub action: Action,
    /// What was said meanwhile.
    pub meanwhile: Meanwhile,
}

impl Crossed {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { all: RwSignal::new(Vec::new()), owner: StoredValue::new(None) }
    }

    /// Takes up what this agent left in this browser.
    pub fn open(self, agent: AgentId) {
        if self.owner.get_value() != Some(agent) {
            self.owner.set_value(Some(agent));
            let kept = page::kept(&key(agent));
            self.all.set(kept.and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default());
        }
    }

    /// Keeps one.
    pub fn put(self, it: Answer) {
        self.all.update(|all| all.push(it));
        self.keep();
    }

    /// What waits in a conversation, in the order in which it was written.
    pub fn of(self, to: ConversationId) -> Vec<Answer> {
        self.all.with(|all| all.iter().filter(|it| it.to == to).cloned().collect())
    }

    /// Takes away what waits there.
    pub fn take(self, to: ConversationId) -> Vec<Answer> {
        let (taken, rest) =
            self.all.get_untracked().into_iter().partition::<Vec<_>, _>(|it| it.to == to);
        self.all.set(rest);
        self.keep();
        taken
    }

    /// What was to be said there, in one line.
    pub fn preview(self, to: ConversationId) -> Option<String> {
        self.all.with(|all| all.iter().find(|it| it.to == to).map(Answer::words))
    }

    fn keep(self) {
        if let Some(agent) = self.owner.get_value() {
            let text = serde_json::to_string(&self.all.get_untracked()).expect("only text keys");
            page::keep(&key(agent), &text);
        }
    }
}

impl Answer {
    /// What was to be said, in words.
    pub fn words(&self) -> String {
        match &self.action {
            Action::Send { text, .. } | Action::Schedule { text, .. } => text.clone(),
            Action::SendFile { caption, .. } | Action::ScheduleFile { caption, .. } => {
                match caption {
                    Some(caption) => format!("📎 {caption}"),
                    None => "📎 File".to_owned(),
                }
            }
            Action::SendInteractive { interactive, .. } => interactive.body.clone(),
            Action::SendTemplate { .. } | Action::ScheduleTemplate { .. } => {
                "A template".to_owned()
            }
            _ => "A scheduled message".to_owned(),
        }
    }

    /// What can be written on in the composer.
    pub fn text(&self) -> Option<(&str, Option<MessageId>)> {
        match &self.action {
            Action::Send { text, reply_to, .. } | Action::Schedule { text, reply_to, .. } => {
                Some((text, *reply_to))
            }
            Action::SendFile { caption, reply_to, .. }
            | Action::ScheduleFile { caption, reply_to, .. } => {
                caption.as_deref().map(|caption| (caption, *reply_to))
            }
            _ => None,
        }
    }
}

fn key(agent: AgentId) -> String {
    format!("onevoice.crossed.1.{agent}")
}

//! What is being written, for each conversation: here, in this browser, and a moment later at the server, for the other
//! browsers of the same person. Nothing here is ever sent by itself.

use std::collections::{BTreeSet, HashMap};

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::draft::{DRAFTS, Draft, Kept, NoteDraft};
use shared::ids::{AgentId, ConversationId, MessageId};

use crate::fetch::Failure;
use crate::session::Session;
use crate::ui::page;
use crate::watch::effect;

/// How often the server is asked while somebody writes on.
const TRIES: u32 = 3;

/// What is being written, in memory and, for each agent, in this browser.
#[derive(Clone, Copy)]
pub struct Drafts {
    drafts: RwSignal<HashMap<ConversationId, Draft>>,
    known: StoredValue<Known>,
}

/// What nobody watches.
#[derive(Default)]
struct Known {
    owner: Option<AgentId>,
    /// Where somebody wrote what the server does not have yet.
    ahead: BTreeSet<ConversationId>,
    /// Whether the server is being told.
    telling: bool,
    /// Counts what was written here and what the server was told.
    turn: u64,
}

/// What this browser keeps.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct InBrowser {
    drafts: HashMap<ConversationId, Draft>,
    ahead: BTreeSet<ConversationId>,
}

impl Drafts {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self { drafts: RwSignal::new(HashMap::new()), known: StoredValue::default() }
    }

    /// Takes up what this agent left in this browser, and then what they left in another.
    pub fn open(self, agent: AgentId, session: Session) {
        if self.known.with_value(|it| it.owner) != Some(agent) {
            let kept = page::kept(&key(agent));
            let kept: Option<InBrowser> = kept.and_then(|text| serde_json::from_str(&text).ok());
            let InBrowser { drafts, ahead } = kept.unwrap_or_default();
            self.known.set_value(Known { owner: Some(agent), ahead, ..Known::default() });
            self.drafts.set(drafts);
        }
        self.refresh(session);
    }

    /// Fetches what the server keeps; what was written here since counts more.
    pub fn refresh(self, session: Session) {
        spawn_local(async move {
            for _ in 0..TRIES {
                let before = self.known.with_value(|it| it.turn);
                let Ok(kept) = session.get::<Vec<Kept>>(DRAFTS).await else { return };
                // An answer from before something was written here, or told, could take it away again.
                if self.known.with_value(|it| it.turn) == before {
                    return self.merge(kept);
                }
            }
        });
    }

    fn merge(self, kept: Vec<Kept>) {
        let here = self.drafts.get_untracked();
        let mut next: HashMap<_, _> =
            kept.into_iter().map(|it| (it.conversation, it.draft)).collect();
        self.known.with_value(|known| {
            next.retain(|of, _| !known.ahead.contains(of));
            let newer = here.iter().filter(|(of, _)| known.ahead.contains(of));
            next.extend(newer.map(|(of, it)| (*of, it.clone())));
        });
        if next != here {
            self.drafts.set(next);
        }
    }

    /// Tells the server what it does not have yet, one after the other.
    fn tell(self, session: Session) {
        if self.known.with_value(|it| it.telling || it.owner.is_none()) {
            return;
        }
        self.known.update_value(|it| it.telling = true);
        spawn_local(async move {
            while self.tell_all(session).await {}
            self.known.update_value(|it| it.telling = false);
            self.keep();
        });
    }

    /// Says whether it was worth it, and something is left.
    async fn tell_all(self, session: Session) -> bool {
        let mut told = false;
        for of in self.known.with_value(|it| it.ahead.clone()) {
            let draft = self.get_untracked(of);
            match session.post::<()>(&format!("{DRAFTS}/{of}"), &draft).await {
                Ok(()) => {
                    told = true;
                    // What was written meanwhile is told next.
                    let same = self.get_untracked(of) == draft;
                    self.known.update_value(|it| {
                        it.turn += 1;
                        if same {
                            it.ahead.remove(&of);
                        }
                    });
                }
                // What the server does not take stays in this browser.
                Err(Failure::Refused(_)) => {}
                Err(Failure::Lost) => return false,
            }
        }
        told && self.known.with_value(|it| !it.ahead.is_empty())
    }

    /// Whether something was written here that the server does not have yet.
    pub fn ahead(self, of: ConversationId) -> bool {
        self.known.with_value(|it| it.ahead.contains(&of))
    }

    fn get_untracked(self, of: ConversationId) -> Draft {
        self.drafts.with_untracked(|all| all.get(&of).cloned().unwrap_or_default())
    }

    /// The message that is being written to them, in one line.
    pub fn preview(self, to: ConversationId) -> Option<String> {
        self.drafts.with(|all| {
            let text = all.get(&to)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        })
    }

    /// What is being written to them.
    pub fn get(self, to: ConversationId) -> Draft {
        self.drafts.with(|all| all.get(&to).cloned().unwrap_or_default())
    }

    /// Changes what is being written to them.
    pub fn update(self, to: ConversationId, change: impl FnOnce(&mut Draft)) {
        let before = self.get_untracked(to);
        let mut draft = before.clone();
        change(&mut draft);
        if draft == before {
            return;
        }
        self.known.update_value(|it| {
            it.ahead.insert(to);
            it.turn += 1;
        });
        self.drafts.update(|all| {
            if draft == Draft::default() {
                all.remove(&to);
            } else {
                all.insert(to, draft);
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
                since if text.is_empty() => since.to_owned(),
                since => format!("{text}\n{since}"),
            };
            draft.reply_to = draft.reply_to.or(reply_to);
        });
    }

    /// Keeps them in this browser, so that they survive a reload.
    pub fn keep(self) {
        let (owner, ahead) = self.known.with_value(|it| (it.owner, it.ahead.clone()));
        let Some(agent) = owner else { return };
        let drafts = self.drafts.get_untracked();
        // A browser that keeps nothing (full, or told so) keeps the drafts in memory only.
        if drafts.is_empty() && ahead.is_empty() {
            page::forget(&key(agent));
        } else {
            let text = serde_json::to_string(&InBrowser { drafts, ahead }).expect("ids are texts");
            page::keep(&key(agent), &text);
        }
    }

    /// Keeps them a moment after each change, here and at the server, and at once when the page goes out of sight.
    pub fn keep_always(self, session: Session) {
        let later = StoredValue::new(None::<TimeoutHandle>);
        effect(move || {
            self.drafts.track();
            let wait = std::time::Duration::from_millis(700);
            let next = set_timeout_with_handle(
                move || {
                    self.keep();
                    self.tell(session);
                },
                wait,
            )
            .ok();
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
    format!("onevoice.drafts.2.{agent}")
}

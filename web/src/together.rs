//! Drafts that are written together: which are open where I look, and which of them I am in. What keeps the words the same is
//! loaded when somebody is in one (`features/together/pen.rs`).

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::ids::{AgentId, ConversationId, TabId};
use shared::together::{Act, Shared, Stroke};

/// Where somebody's cursor is in the draft that I am in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Whose.
    pub agent: AgentId,
    /// In which of their tabs.
    pub tab: TabId,
    /// In UTF-16 units; `None` while it is nowhere.
    pub at: Option<u32>,
}

/// Who hears of what is done with a draft.
type Ear = (u64, Shared, Callback<Stroke>);

/// Drafts that are written together. A copy is the same.
#[derive(Clone, Copy)]
pub struct Together {
    tab: TabId,
    open: RwSignal<BTreeSet<Shared>>,
    /// The colleague's draft that I am in.
    pub joined: RwSignal<Option<Shared>>,
    /// The drafts of mine whose words were once the same here and there.
    synced: StoredValue<BTreeSet<Shared>>,
    ears: StoredValue<Vec<Ear>>,
}

impl Together {
    /// None yet.
    pub fn start(tab: TabId) -> Self {
        Self {
            tab,
            open: RwSignal::new(BTreeSet::new()),
            joined: RwSignal::new(None),
            synced: StoredValue::default(),
            ears: StoredValue::default(),
        }
    }

    /// Whether it is open, as far as is known.
    pub fn is_open(self, draft: Shared) -> bool {
        self.open.with(|it| it.contains(&draft))
    }

    /// Whose are open there.
    pub fn open_at(self, at: ConversationId) -> Vec<Shared> {
        self.open.with(|it| it.iter().filter(|draft| draft.at == at).copied().collect())
    }

    /// The server tells whose are open there.
    pub fn set_open(self, at: ConversationId, authors: &[AgentId]) {
        let drafts = authors.iter().map(|author| Shared { at, author: *author });
        self.synced.update_value(|it| it.extend(drafts.clone()));
        self.open.update(|it| {
            it.retain(|draft| draft.at != at);
            it.extend(drafts);
        });
    }

    /// It is open.
    pub fn opened(self, draft: Shared) {
        if !self.open.with_untracked(|it| it.contains(&draft)) {
            self.open.update(|it| it.extend([draft]));
        }
    }

    /// It is not, or not for me.
    pub fn closed(self, draft: Shared) {
        self.synced.update_value(|it| it.retain(|it| *it != draft));
        if self.joined.get_untracked() == Some(draft) {
            self.joined.set(None);
        }
        if self.open.with_untracked(|it| it.contains(&draft)) {
            self.open.update(|it| it.retain(|it| *it != draft));
        }
    }

    /// Whether its words were the same here and there before; from now on they are.
    pub fn syncs(self, draft: Shared) -> bool {
        self.synced.try_update_value(|it| !it.insert(draft)).unwrap_or_default()
    }

    /// Somebody did something. Whoever is in it is told what.
    pub fn hear(self, stroke: Stroke, leads: bool) {
        if stroke.tab == self.tab {
            return;
        }
        let draft = stroke.draft;
        for (_, _, ear) in self.ears.get_value().into_iter().filter(|it| it.1 == draft) {
            ear.run(stroke.clone());
        }
        match stroke.act {
            Act::Offer(false) if !leads && stroke.by == draft.author => self.closed(draft),
            Act::End | Act::Finish => self.closed(draft),
            Act::Leave | Act::Point { .. } => {}
            Act::Join | Act::Offer(_) | Act::Write { .. } => self.opened(draft),
        }
    }

    /// Hears of a draft until its owner is gone.
    pub fn listen(self, draft: Shared, ear: Callback<Stroke>) {
        let id = self.ears.with_value(|it| it.last().map_or(0, |it| it.0 + 1));
        self.ears.update_value(|it| it.push((id, draft, ear)));
        on_cleanup(move || {
            // After the workspace there is nobody to hear.
            let _ = self.ears.try_update_value(|it| it.retain(|it| it.0 != id));
        });
    }
}

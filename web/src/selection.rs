//! Which conversations are selected, to do the same to all of them. Another list begins with none.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::bulk::{THESE_MAX, Targets};
use shared::ids::ConversationId;
use shared::view::View;

/// Which conversations are selected. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Selection {
    these: RwSignal<BTreeSet<ConversationId>>,
    /// The list of which all are selected, also those that nobody has scrolled to.
    all: RwSignal<Option<View>>,
    /// Where a range begins.
    anchor: StoredValue<Option<ConversationId>>,
}

impl Selection {
    /// None yet.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self {
            these: RwSignal::new(BTreeSet::new()),
            all: RwSignal::new(None),
            anchor: StoredValue::new(None),
        }
    }

    /// Whether any is selected.
    pub fn any(self) -> bool {
        self.whole() || self.these.with(|it| !it.is_empty())
    }

    /// Whether all of a list are selected.
    pub fn whole(self) -> bool {
        self.all.with(Option::is_some)
    }

    /// How many are selected one by one.
    pub fn count(self) -> usize {
        self.these.with(BTreeSet::len)
    }

    /// Whether this one is selected.
    pub fn has(self, id: ConversationId) -> bool {
        self.whole() || self.these.with(|it| it.contains(&id))
    }

    /// Selects it, or not any more. Ranges begin here.
    pub fn flip(self, id: ConversationId) {
        self.all.set(None);
        self.anchor.set_value(Some(id));
        self.these.update(|these| {
            if !these.remove(&id) && these.len() < THESE_MAX {
                these.insert(id);
            }
        });
    }

    /// Selects everything between where the last began and here.
    pub fn extend(self, rows: &[ConversationId], to: ConversationId) {
        let place = |id| rows.iter().position(|it| *it == id);
        let from = self.anchor.get_value().and_then(place);
        let (Some(from), Some(to)) = (from, place(to)) else { return self.flip(to) };
        let range = rows.get(from.min(to)..=from.max(to)).unwrap_or_default();
        self.these.update(|these| {
            for id in range {
                if these.len() < THESE_MAX {
                    these.insert(*id);
                }
            }
        });
    }

    /// Selects all of a list.
    pub fn take_all(self, view: View) {
        self.all.set(Some(view));
    }

    /// Selects none.
    pub fn clear(self) {
        self.all.set(None);
        self.anchor.set_value(None);
        self.these.set(BTreeSet::new());
    }

    /// To which conversations something is done.
    pub fn targets(self) -> Targets {
        match self.all.get_untracked() {
            Some(view) => Targets::Matching(view),
            None => Targets::These(self.these.with_untracked(|it| it.iter().copied().collect())),
        }
    }
}

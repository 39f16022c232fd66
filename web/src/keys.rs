//! Which keys do what: those that we give, but for those that somebody changed in this browser.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::actions::{self, Action};
use crate::logic::chord;
use crate::ui::page;

/// What the changes are kept under.
const KEPT: &str = "onevoice.keys";

/// Which keys do what. A copy is the same one.
#[derive(Clone, Copy)]
pub struct Keys {
    /// By the action's id; empty where it shall have none.
    changed: RwSignal<BTreeMap<String, String>>,
}

impl Keys {
    /// As they were left in this browser.
    pub fn restore() -> Self {
        let changed =
            page::kept(KEPT).and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default();
        Self { changed: RwSignal::new(changed) }
    }

    /// The keys of an action; empty if it has none.
    pub fn of(self, action: &Action) -> String {
        let changed = self.changed.with(|it| it.get(action.id).cloned());
        changed.unwrap_or_else(|| action.keys.to_owned())
    }

    /// Whether somebody changed the keys of an action.
    pub fn is_changed(self, action: &Action) -> bool {
        self.changed.with(|it| it.contains_key(action.id))
    }

    /// The actions that these keys do, in the order of the list: the first that can be done is meant.
    pub fn find(self, keys: &str) -> Vec<&'static Action> {
        actions::all().filter(|it| untrack(|| self.of(it)) == keys).collect()
    }

    /// Whether more keys may follow this one.
    pub fn goes_on(self, chord: &str) -> bool {
        actions::all().any(|it| chord::begins(&untrack(|| self.of(it)), chord))
    }

    /// Gives keys to an action and those that share them with it, or says which other has them or could never be reached.
    pub fn give(self, action: &Action, keys: &str) -> Result<(), &'static str> {
        let mut others = actions::all().filter(|it| it.keys != action.keys || it.keys.is_empty());
        let taken = others.find(|it| {
            let theirs = untrack(|| self.of(it));
            it.id != action.id
                && !theirs.is_empty()
                && (theirs == keys || chord::begins(&theirs, keys) || chord::begins(keys, &theirs))
        });
        if let Some(other) = taken.filter(|_| !keys.is_empty()) {
            return Err(other.name);
        }
        self.change(|changed| {
            for it in actions::all().filter(|it| same(it, action)) {
                changed.insert(it.id.to_owned(), keys.to_owned());
            }
        });
        Ok(())
    }

    /// Gives an action back the keys that we give.
    pub fn reset(self, action: &Action) {
        self.change(|changed| {
            changed.retain(|id, _| !actions::all().any(|it| it.id == id && same(it, action)));
        });
    }

    /// Words and the keys behind them, for a tooltip: `Close (E)`.
    pub fn hint(self, words: &'static str, id: &'static str) -> Signal<String> {
        Signal::derive(move || match self.by_id(id) {
            keys if keys.is_empty() => words.to_owned(),
            keys => format!("{words} ({keys})"),
        })
    }

    /// The keys, for a menu.
    pub fn shown(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || Some(self.by_id(id)).filter(|it| !it.is_empty()))
    }

    /// The keys for a screen reader.
    pub fn aria(self, id: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || chord::aria(&self.by_id(id)))
    }

    /// The keys of an action; empty if it has none, or if there is no such action.
    pub fn by_id(self, id: &str) -> String {
        actions::all().find(|it| it.id == id).map(|it| self.of(it)).unwrap_or_default()
    }

    fn change(self, change: impl FnOnce(&mut BTreeMap<String, String>)) {
        self.changed.update(change);
        let kept = self.changed.with_untracked(serde_json::to_string).unwrap_or_default();
        page::keep(KEPT, &kept);
    }
}

/// Whether two actions have their keys together: of such only one can be done at a time.
fn same(one: &Action, other: &Action) -> bool {
    one.id == other.id || (!one.keys.is_empty() && one.keys == other.keys)
}

//! A list of conversations, complete from the top down to its floor, and which lists a picture keeps.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Part, Parts, State};
use crate::ids::ConversationId;
use crate::reads::{Floor, ListPage};
use crate::time::Timestamp;
use crate::view::{SortKey, View};

/// A list of conversations, complete from the top down to its floor.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// All that are known to belong here, also below the floor.
    pub(super) rows: BTreeSet<Reverse<SortKey>>,
    /// `None` until the first page.
    floor: Option<Floor<SortKey>>,
}

impl List {
    /// What can be shown, latest first.
    pub fn ids(&self) -> impl Iterator<Item = ConversationId> {
        self.rows.iter().map(|row| row.0).take_while(|key| self.shows(*key)).map(|key| key.1)
    }

    /// Down to where it is known; `None` until the first page.
    pub const fn floor(&self) -> Option<Floor<SortKey>> {
        self.floor
    }

    /// A conversation came, went or moved. Says whether that can be seen.
    pub(super) fn moved(&mut self, before: Option<SortKey>, after: Option<SortKey>) -> bool {
        if before == after {
            return false;
        }
        if let Some(key) = before {
            self.rows.remove(&Reverse(key));
        }
        if let Some(key) = after {
            self.rows.insert(Reverse(key));
        }
        before.into_iter().chain(after).any(|key| self.shows(key))
    }

    /// A page makes it known further down.
    pub(super) fn lower(&mut self, floor: Floor<SortKey>) {
        self.floor = Some(self.floor.map_or(floor, |held| held.min(floor)));
    }

    pub(super) fn shows(&self, key: SortKey) -> bool {
        self.floor.is_some_and(|floor| floor <= Floor::At(key))
    }
}

impl State {
    /// Begins to keep a list; to be called *before* a page of it is asked for, so that nothing that happens meanwhile is
    /// missed.
    pub fn open_list(&mut self, view: &View) {
        if self.lists.contains_key(view) {
            return;
        }
        let mut list = List::default();
        for it in self.conversations.values() {
            list.moved(None, view.place(it, self.me, self.now));
        }
        self.lists.insert(view.clone(), list);
    }

    /// Stops keeping a list that nobody looks at.
    pub fn forget_list(&mut self, view: &View) {
        self.lists.remove(view);
        // The counts of spaces and tabs are shown wherever one looks.
        let tab =
            [View::following(), View::missed(), View::escalated(), View::deleted()].contains(view);
        if !tab && !self.spaces.values().any(|it| it.view == *view) {
            self.counts.remove(view);
        }
    }

    /// Adds a page of a list that is kept, whenever it was read.
    pub fn merge_list(&mut self, page: ListPage) -> Parts {
        let mut parts = Parts::new();
        if self.is_of_before(page.cursor) {
            return parts;
        }
        self.pass(page.now, &mut parts);
        for conversation in page.conversations {
            self.put_conversation(conversation, page.cursor.seq, &mut parts);
        }
        if let Some(list) = self.lists.get_mut(&page.view) {
            list.lower(page.floor);
        }
        parts.insert(Part::List(page.view));
        parts
    }

    /// Time passes: what is known comes into lists, leaves them and moves in them by it.
    pub(super) fn pass(&mut self, now: Timestamp, parts: &mut Parts) {
        let before = self.now;
        if now <= before {
            return;
        }
        self.now = now;
        for (view, list) in self.lists.iter_mut().filter(|(view, _)| view.timed()) {
            for it in self.conversations.values() {
                let place = |at| view.place(it, self.me, at);
                if list.moved(place(before), place(now)) {
                    parts.insert(Part::List(view.clone()));
                }
            }
        }
    }
}

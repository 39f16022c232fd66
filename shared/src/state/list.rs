//! A list of conversations, complete from the top down to its floor.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::ids::ConversationId;
use crate::reads::Floor;
use crate::view::SortKey;

/// A list of conversations, complete from the top down to its floor.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// All that are known to belong here, also below the floor.
    rows: BTreeSet<Reverse<SortKey>>,
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

    fn shows(&self, key: SortKey) -> bool {
        self.floor.is_some_and(|floor| floor <= Floor::At(key))
    }
}

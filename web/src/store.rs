//! The picture, and what each view watches of it. Views read; only the log and fetched pages change it.

mod watched;

use std::collections::HashMap;

use leptos::prelude::*;
use shared::ids::ConversationId;
use shared::protocol::{Batch, Cursor};
use shared::reads::{ListPage, ThreadPage};
use shared::state::{Gap, Part, Parts, State};
use shared::view::View;

/// The picture. A copy is the same picture.
#[derive(Clone, Copy)]
pub struct Store {
    state: StoredValue<State>,
    triggers: StoredValue<HashMap<Part, ArcTrigger>>,
    changes: StoredValue<u64>,
}

impl Store {
    /// The picture as of a bootstrap.
    pub fn new(state: State) -> Self {
        Self {
            state: StoredValue::new(state),
            triggers: StoredValue::new(HashMap::new()),
            changes: StoredValue::new(0),
        }
    }

    /// Reads; what reads this way runs again when that part changes, and only then.
    pub fn read<T>(self, part: Part, look: impl FnOnce(&State) -> T) -> T {
        self.track(part);
        self.state.with_value(look)
    }

    /// Reads once.
    pub fn peek<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.state.with_value(look)
    }

    /// Applies a batch and tells those who watch what it changed. In the case of a gap nothing has changed.
    pub fn apply(self, batch: Batch) -> Result<(), Gap> {
        let parts = self.change(|state| state.apply(batch))?;
        self.notify(&parts);
        Ok(())
    }

    /// Begins to keep a list; to be called before a page of it is asked for.
    pub fn open_list(self, view: &View) {
        self.change(|state| state.open_list(view));
    }

    /// Stops keeping a list that nobody looks at.
    pub fn forget_list(self, view: &View) {
        self.change(|state| state.forget_list(view));
        self.triggers.update_value(|triggers| {
            triggers.remove(&Part::List(view.clone()));
            triggers.remove(&Part::Count(view.clone()));
        });
    }

    /// Adds a page of a list, unless it is of another log.
    pub fn merge_list(self, page: ListPage) {
        if self.follows(page.cursor) {
            let parts = self.change(|state| state.merge_list(page));
            self.notify(&parts);
        }
    }

    /// Begins to keep a thread; to be called before a page of it is asked for.
    pub fn expect_thread(self, id: ConversationId) {
        let parts = self.change(|state| state.expect_thread(id));
        self.notify(&parts);
    }

    /// The page did not come.
    pub fn give_up_thread(self, id: ConversationId) {
        let parts = self.change(|state| state.give_up_thread(id));
        self.notify(&parts);
    }

    /// Adds a page of a thread, unless it is of another log.
    pub fn merge_thread(self, page: ThreadPage) {
        let id = page.conversation.id;
        if self.follows(page.cursor) {
            let parts = self.change(|state| state.merge_thread(page));
            self.notify(&parts);
        } else {
            self.give_up_thread(id);
        }
    }

    /// Stops keeping a thread that nobody looks at.
    pub fn forget_thread(self, id: ConversationId) {
        let messages: Vec<_> = self.peek(|state| {
            state.thread(id).map(|it| it.messages().map(|it| it.id).collect()).unwrap_or_default()
        });
        self.change(|state| state.forget_thread(id));
        self.triggers.update_value(|triggers| {
            for message in messages {
                triggers.remove(&Part::Delivery(message));
                triggers.remove(&Part::Reactions(message));
                triggers.remove(&Part::Discussion(message));
            }
            triggers.remove(&Part::Thread(id));
        });
    }

    /// Another picture, fetched as a whole: everything may have changed.
    pub fn replace(self, state: State) {
        self.state.set_value(state);
        self.changes.update_value(|it| *it += 1);
        let all: Vec<_> = self.triggers.with_value(|it| it.values().cloned().collect());
        for trigger in all {
            trigger.notify();
        }
    }

    /// How often anything that can be seen has changed.
    pub fn changes(self) -> u64 {
        self.changes.get_value()
    }

    /// Where the picture is in the log.
    pub fn cursor(self) -> Cursor {
        self.peek(State::cursor)
    }

    fn follows(self, cursor: Cursor) -> bool {
        self.cursor().epoch == cursor.epoch
    }

    fn change<T>(self, change: impl FnOnce(&mut State) -> T) -> T {
        self.state.try_update_value(change).expect("the picture lives as long as who shows it")
    }

    fn track(self, part: Part) {
        let known = self.triggers.with_value(|it| it.get(&part).cloned());
        let trigger = known.unwrap_or_else(|| {
            let trigger = ArcTrigger::new();
            self.triggers.update_value(|it| {
                it.insert(part, trigger.clone());
            });
            trigger
        });
        trigger.track();
    }

    fn notify(self, parts: &Parts) {
        self.changes.update_value(|it| *it += u64::from(!parts.is_empty()));
        let watched: Vec<_> = self
            .triggers
            .with_value(|it| parts.iter().filter_map(|part| it.get(part).cloned()).collect());
        for trigger in watched {
            trigger.notify();
        }
    }
}

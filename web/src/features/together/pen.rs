//! Keeps the words of a field and of a draft that is written together the same, and tells where everybody's cursor is.
//! Whatever is lost on the way is made up for within seconds.

mod others;

use std::collections::VecDeque;
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::problem::Code;
use shared::together::{AGAIN, Act, Document, Page, Shared};

use self::others::Other;
use super::act;
use super::field::area;
use crate::fetch::Failure;
use crate::together::Caret;
use crate::watch::effect;
use crate::workspace::Workspace;

/// How long keys are collected before they are told.
const PAUSE: u32 = 60;
/// How often it is looked where my cursor is.
const POINT: Duration = Duration::from_millis(250);
/// How long to wait when the server can't be reached.
const AFTER_LOSS: u32 = 1_000;

part! {
    /// Nothing to see.
    pub fn pen(
        draft: Shared,
        text: Signal<String>,
        set: Callback<String>,
        field: &'static str,
        carets: RwSignal<Vec<Caret>>,
        offered: RwSignal<bool>
    ) in together {
        begin(draft, text, set, field, carets, offered);
        ().into_any()
    }
}

/// One tab in one draft.
#[derive(Clone, Copy)]
struct Pen {
    it: Workspace,
    draft: Shared,
    text: Signal<String>,
    set: Callback<String>,
    field: &'static str,
    document: StoredValue<Document, LocalStorage>,
    /// Whether the document is there.
    there: RwSignal<bool>,
    /// Whether what was typed is about to be told.
    typed: StoredValue<bool>,
    /// What was not told yet.
    waiting: StoredValue<VecDeque<Act>>,
    telling: StoredValue<bool>,
    others: StoredValue<Vec<Other>>,
    carets: RwSignal<Vec<Caret>>,
    /// Where my cursor was when it was told.
    pointed: StoredValue<Option<Vec<u8>>>,
    offered: RwSignal<bool>,
}

fn begin(
    draft: Shared,
    text: Signal<String>,
    set: Callback<String>,
    field: &'static str,
    carets: RwSignal<Vec<Caret>>,
    offered: RwSignal<bool>,
) {
    let it: Workspace = expect_context();
    let pen = Pen {
        it,
        draft,
        text,
        set,
        field,
        document: StoredValue::new_local(Document::default()),
        there: RwSignal::new(false),
        typed: StoredValue::new(false),
        waiting: StoredValue::default(),
        telling: StoredValue::new(false),
        others: StoredValue::default(),
        carets,
        pointed: StoredValue::new(None),
        offered,
    };
    it.together.listen(draft, Callback::new(move |stroke| pen.hear(stroke)));
    effect(move || {
        text.track();
        if pen.there.get() {
            pen.types();
        }
    });
    let again = Duration::from_millis(AGAIN.0.unsigned_abs());
    let ticks = [
        set_interval_with_handle(move || pen.join(), again),
        set_interval_with_handle(move || pen.point(), POINT),
    ];
    on_cleanup(move || {
        ticks.into_iter().flatten().for_each(|it| it.clear());
        spawn_local(async move {
            // Who can't say so is gone a moment later anyway.
            let _ = act(it, draft, Act::Leave).await;
        });
    });
    pen.join();
}

impl Pen {
    /// Says that I am here, and learns what it is now.
    fn join(self) {
        spawn_local(async move {
            match act(self.it, self.draft, Act::Join).await {
                Ok(Some(page)) => self.welcome(page),
                // Asked again in a moment.
                Ok(None) | Err(Failure::Lost) => {}
                Err(Failure::Refused(_)) => self.it.together.closed(self.draft),
            }
        });
    }

    fn welcome(self, page: Page) {
        let Some(there) = self.there.try_get_untracked() else { return };
        self.offered.set(page.offered);
        if there {
            return self.take_in(&page.state);
        }
        let mine = self.draft.author == self.it.me();
        let words = self.text.get_untracked();
        let apply = |state: &[u8]| self.document.with_value(|it| it.apply(state));
        // What stands here may be ahead of what the server had when it was opened, or has now.
        let base = if mine && !self.it.together.syncs(self.draft) {
            Some(page.begun)
        } else if mine && self.it.drafts().ahead(self.draft.at) {
            Some(page.state.clone())
        } else {
            None
        };
        if let Some(base) = base {
            // What the server keeps is a document.
            let _ = apply(&base);
            self.tell(self.document.with_value(|it| it.write(&words)));
        }
        let _ = apply(&page.state);
        self.show();
        self.there.set(true);
    }

    /// Tells what was typed, a moment later.
    fn types(self) {
        if self.typed.try_update_value(|it| std::mem::replace(it, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            self.flush();
        });
    }

    fn flush(self) {
        let _ = self.typed.try_set_value(false);
        let Some(words) = self.text.try_get_untracked() else { return };
        self.tell(self.document.try_with_value(|it| it.write(&words)).flatten());
    }

    /// Somebody else wrote. My cursor stays between its letters.
    fn take_in(self, update: &[u8]) {
        self.flush();
        let places = area(self.field).map(|it| [it.selection_start(), it.selection_end()]);
        let places = self.document.try_with_value(|it| {
            let place = |at: u32| it.anchor(at);
            let places = places.map(|all| all.map(|at| at.ok().flatten().and_then(place)));
            // What the server took is part of a document.
            let _ = it.apply(update);
            places.map(|all| all.map(|place| it.find(&place?)))
        });
        self.show();
        if let (Some(Some([Some(from), Some(to)])), Some(field)) = (places, area(self.field)) {
            // A text area has a selection.
            let _ = field.set_selection_range(from, to);
        }
    }

    /// Shows what the document says.
    fn show(self) {
        let Some(words) = self.document.try_with_value(Document::text) else { return };
        if self.text.get_untracked() != words {
            if let Some(field) = area(self.field) {
                field.set_value(&words);
            }
            self.set.run(words);
        }
        self.look();
    }

    fn tell(self, update: Option<Vec<u8>>) {
        if let Some(update) = update {
            self.say(Act::Write { update });
        }
    }

    /// Tells the server, one after the other.
    fn say(self, what: Act) {
        let begun = self.waiting.try_update_value(|all| {
            // Where the cursor was before is nobody's business any more.
            if matches!(what, Act::Point { .. }) {
                all.retain(|it| !matches!(it, Act::Point { .. }));
            }
            all.push_back(what);
        });
        if begun.is_none()
            || self.telling.try_update_value(|it| std::mem::replace(it, true)) != Some(false)
        {
            return;
        }
        spawn_local(async move {
            while let Some(next) = self.waiting.try_update_value(VecDeque::pop_front).flatten() {
                match act(self.it, self.draft, next.clone()).await {
                    Ok(_) => {}
                    Err(Failure::Lost) => {
                        let _ = self.waiting.try_update_value(|it| it.push_front(next));
                        TimeoutFuture::new(AFTER_LOSS).await;
                    }
                    Err(Failure::Refused(why)) if why.code == Code::NotFound => {
                        self.it.together.closed(self.draft);
                    }
                    Err(why) => self.it.toasts().problem(why.words()),
                }
            }
            let _ = self.telling.try_set_value(false);
        });
    }
}

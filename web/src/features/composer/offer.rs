//! What is offered while a word is typed after a sign: quick replies after `/`, colleagues after `@`.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::area::Area;
use super::suggest::{Pressed, Suggest, Suggestion};
use crate::logic::trigger::{Typed, typed};
use crate::watch::memo;

/// Something to take, and how it is shown.
pub type Offered<T> = (Suggestion, T);

/// What is offered in one field.
pub struct Offer<T: Send + Sync + 'static> {
    /// As it is shown.
    pub list: Suggest,
    wanted: Memo<Option<Typed>>,
    /// The sign after which no list is wanted.
    closed: RwSignal<Option<usize>>,
    found: Memo<Vec<Offered<T>>>,
    put: Callback<(Offered<T>, Typed)>,
}

impl<T: Send + Sync + 'static> Clone for Offer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Offer<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Offer<T> {
    /// After a sign, and as many blanks as may be in the word: what fits it, and what puts one in its place.
    pub fn new(
        (area, text): (Area, Memo<String>),
        (sign, blanks): (char, usize),
        fitting: impl Fn(&str) -> Vec<Offered<T>> + Send + Sync + 'static,
        put: impl Fn(Offered<T>, Typed) + Send + Sync + 'static,
    ) -> Self {
        let wanted = memo(move || text.with(|text| typed(text, area.cursor(), sign, blanks)));
        let closed = RwSignal::new(None::<usize>);
        let found = memo(move || {
            let wanted = wanted.get().filter(|it| closed.get() != Some(it.from));
            wanted.map(|wanted| fitting(&wanted.word)).unwrap_or_default()
        });
        let shown =
            memo(move || found.with(|all| all.iter().map(|(one, _)| one.clone()).collect()));
        let put = Callback::new(move |(one, at)| put(one, at));
        Self { list: Suggest::new(shown), wanted, closed, found, put }
    }

    /// Takes one.
    pub fn take(self, n: usize) {
        let chosen = self.found.with_untracked(|all| all.get(n).cloned());
        if let Some(chosen) = chosen.zip(self.wanted.get_untracked()) {
            self.put.run(chosen);
        }
    }

    /// Somebody typed on.
    pub fn typed(self) {
        self.closed.set(None);
    }

    /// Whether a key in the field was meant for the list.
    pub fn press(self, event: &KeyboardEvent) -> bool {
        match self.list.press(event) {
            Pressed::Took(n) => self.take(n),
            Pressed::Closed => self.closed.set(self.wanted.get_untracked().map(|it| it.from)),
            Pressed::Moved => {}
            Pressed::Nothing => return false,
        }
        true
    }
}

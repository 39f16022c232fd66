//! The others in a draft that is written together: what they do, and where their cursors are.

use leptos::prelude::*;
use shared::ids::{AgentId, TabId};
use shared::together::{Act, LEFT_AFTER, Stroke};
use web_sys::Element;

use super::Pen;
use crate::features::together::field::area;
use crate::together::Caret;
use crate::ui::page;

/// Somebody else's tab in it.
#[derive(Clone)]
pub(super) struct Other {
    agent: AgentId,
    tab: TabId,
    anchor: Option<Vec<u8>>,
    /// When something was heard of it.
    heard: i64,
}

impl Pen {
    /// Tells where my cursor is, when it has moved, and forgets who is gone.
    pub(super) fn point(self) {
        let field = area(self.field).filter(|it| {
            document()
                .active_element()
                .is_some_and(|active| active == *AsRef::<Element>::as_ref(it))
        });
        let at = field.and_then(|it| it.selection_end().ok().flatten());
        let here = self.there.try_get_untracked().unwrap_or_default();
        let place = at.filter(|_| here).and_then(|at| self.document.with_value(|it| it.anchor(at)));
        if let Some(to) = place.filter(|it| self.pointed.get_value().as_ref() != Some(it)) {
            self.pointed.set_value(Some(to.clone()));
            self.say(Act::Point { to });
        }
        let oldest = page::now() - LEFT_AFTER.0;
        let _ = self.others.try_update_value(|all| all.retain(|it| it.heard >= oldest));
        self.look();
    }

    /// Somebody did something.
    pub(super) fn hear(self, stroke: Stroke) {
        let Stroke { by, tab, act, draft, offered } = stroke;
        let place = match act {
            Act::Leave => {
                let _ = self.others.try_update_value(|all| all.retain(|it| it.tab != tab));
                return self.look();
            }
            Act::End => {
                let name = untrack(|| self.it.store.name_of(by));
                return self.it.toasts().note(format!("{name} has sent it, or goes on alone."));
            }
            Act::Finish => {
                let name = untrack(|| self.it.store.name_of(by));
                if draft.author == self.it.me() {
                    self.set.run(String::new());
                }
                return self.it.toasts().note(format!("{name} goes on with this draft alone."));
            }
            Act::Write { update } => {
                self.take_in(&update);
                None
            }
            Act::Point { to } => Some(to),
            Act::Join => {
                if self.others.with_value(|all| all.iter().all(|it| it.tab != tab)) {
                    // Who is new does not know where my cursor is.
                    self.pointed.set_value(None);
                }
                None
            }
            Act::Offer(to) => {
                self.offered.set(to && offered);
                None
            }
        };
        let heard = page::now();
        self.others.update_value(|all| match all.iter_mut().find(|it| it.tab == tab) {
            Some(it) => {
                it.heard = heard;
                it.anchor = place.or_else(|| it.anchor.take());
            }
            None => all.push(Other { agent: by, tab, anchor: place, heard }),
        });
        self.look();
    }

    /// Shows who is here, and where.
    pub(super) fn look(self) {
        let now = self.document.try_with_value(|document| {
            let at = |it: &Other| it.anchor.as_ref().and_then(|place| document.find(place));
            self.others.with_value(|all| {
                let caret = |it: &Other| Caret { agent: it.agent, tab: it.tab, at: at(it) };
                all.iter().map(caret).collect::<Vec<_>>()
            })
        });
        if let Some(now) = now
            && self.carets.try_with_untracked(|it| *it != now) == Some(true)
        {
            self.carets.set(now);
        }
    }
}

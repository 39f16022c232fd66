//! Everything that views share while somebody is logged in.

mod line;
mod news;
mod recent;

use std::ops::Deref;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Action;
use shared::conversation;
use shared::ids::{AgentId, BulkId, ConversationId};
use shared::view::View;

use crate::asides::Asides;
use crate::attachments::Attachments;
use crate::bell::Bell;
use crate::call::Calls;
use crate::clock::Passing;
use crate::drafts::Drafts;
use crate::features::views;
use crate::fetch::Failure;
use crate::keys::Keys;
use crate::links::Links;
use crate::logic::backoff;
use crate::offline::Beginning;
use crate::presence::Presence;
use crate::selection::Selection;
use crate::send::Sender;
use crate::session::Session;
use crate::store::Store;
use crate::sync;
use crate::together::Together;
use crate::ui::page;
use crate::ui::toast::Toasts;
use crate::watch::effect;

use line::AsOf;
pub use line::Line;

/// What outlives a session.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Asking as me.
    pub session: Session,
    /// Commands out.
    pub sender: Sender,
    /// What is being written.
    pub drafts: Drafts,
    /// What a person should notice.
    pub toasts: Toasts,
}

/// Everything that views share while somebody is logged in. A copy is the same one.
///
/// All that views remember hold it, so it is no larger than a pointer. What it points to is a few hundred bytes of handles
/// that are never given back: one for each login in this tab.
#[derive(Clone, Copy)]
pub struct Workspace(&'static Parts);

/// What a [`Workspace`] points to.
pub struct Parts {
    /// The picture.
    pub store: Store,
    /// Commands out.
    pub sender: Sender,
    /// Addresses of files.
    pub links: Links,
    /// Files that are to go with the next message.
    pub files: Attachments,
    /// What time it is.
    pub time: Passing,
    /// Who is where.
    pub presence: Presence,
    /// Drafts that are written together.
    pub together: Together,
    /// Discussions beside threads.
    pub asides: Asides,
    /// Which keys do what.
    pub keys: Keys,
    /// Calls, as this tab knows them.
    pub calls: Calls,
    /// Which thread is open.
    pub open: StoredValue<Option<ConversationId>>,
    /// Rung when it is worth looking at the connection.
    pub bell: Bell,
    /// Whether the tab can be seen.
    pub visible: RwSignal<bool>,
    /// Which conversations are selected.
    pub selection: Selection,
    /// Bulk actions that this tab began and has not told the end of.
    pub bulks: StoredValue<Vec<BulkId>>,
    line: RwSignal<Line>,
    as_of: AsOf,
    unseen: RwSignal<u32>,
    recent: StoredValue<Vec<ConversationId>>,
    /// Lists by conditions of one's own that are kept, the latest last.
    filtered: StoredValue<Vec<View>>,
}

/// So many lists by conditions of one's own are kept.
const LISTS_KEPT: usize = 8;

impl Deref for Workspace {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl Workspace {
    /// Starts with a picture; it lives as long as its owner.
    pub fn start(shared: &Shared, beginning: Beginning) -> Self {
        let store = Store::new(beginning.state);
        let presence = Presence::start(store.me());
        let it = Self(Box::leak(Box::new(Parts {
            together: Together::start(presence.tab),
            presence,
            store,
            sender: shared.sender,
            links: Links::new(shared.session),
            files: Attachments::new(shared.session),
            time: Passing::start(),
            asides: Asides::new(),
            keys: Keys::restore(),
            calls: Calls::new(),
            open: StoredValue::new(None),
            bell: Bell::new(),
            visible: RwSignal::new(page::visible()),
            selection: Selection::new(),
            bulks: StoredValue::new(Vec::new()),
            line: RwSignal::new(if beginning.kept.is_some() {
                Line::Offline
            } else {
                Line::Connecting
            }),
            as_of: AsOf::new(beginning.kept),
            unseen: RwSignal::new(0),
            recent: StoredValue::new(beginning.recent),
            filtered: StoredValue::new(Vec::new()),
        })));
        let me = it.me();
        it.drafts().open(me, shared.session);
        it.sender.open(me);
        it.sender.look_at(it.store, it.open, it.presence);
        it.watch_page();
        it
    }

    /// Asking as me.
    pub fn session(self) -> Session {
        self.sender.session
    }

    /// What is being written.
    pub fn drafts(self) -> Drafts {
        self.sender.drafts
    }

    /// What a person should notice.
    pub fn toasts(self) -> Toasts {
        self.sender.toasts
    }

    /// Who I am.
    pub fn me(self) -> AgentId {
        self.store.me()
    }

    /// Wants something of a conversation.
    pub fn act(self, on: ConversationId, action: conversation::Action) {
        self.sender.send(Action::Conversation(on, action));
    }

    /// Wants something of a conversation; once it is done, tells so, with a way back.
    pub fn act_undoable(
        self,
        on: ConversationId,
        action: conversation::Action,
        words: String,
        back: conversation::Action,
    ) {
        let done = move || {
            self.toasts().undoable(words, move || self.act(on, back.clone()));
        };
        self.sender.send_then(Action::Conversation(on, action), done);
    }

    /// Whether I wanted something like this of the conversation and do not see it yet.
    pub fn acting(self, on: ConversationId, like: fn(&conversation::Action) -> bool) -> bool {
        self.sender
            .busy(|it| matches!(it, Action::Conversation(id, action) if *id == on && like(action)))
    }

    /// The lists whose counts are wanted.
    pub fn watched(self) -> Vec<View> {
        let mut all = views::conditional(self);
        self.store.peek(|it| all.extend(it.spaces().values().map(|it| it.view.clone())));
        all.extend(View::ALL.into_iter().chain(self.filtered.get_value()));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Another list is looked at. Of those by conditions of one's own the oldest are forgotten.
    pub fn looks_at(self, view: View) {
        if !matches!(view, View::Filtered(_)) {
            return;
        }
        let mut kept = self.filtered.get_value();
        let known = kept.contains(&view);
        kept.retain(|it| *it != view);
        kept.push(view.clone());
        let surplus = kept.len().saturating_sub(LISTS_KEPT);
        for old in kept.drain(..surplus) {
            self.store.forget_list(&old);
        }
        self.filtered.set_value(kept);
        if !known {
            self.store.open_list(&view);
            // The socket then says what is watched.
            self.bell.ring();
            spawn_local(self.fetch_list(view));
        }
    }

    async fn fetch_list(self, view: View) {
        let mut failed = 0;
        while let Some(true) = self.filtered.try_with_value(|it| it.contains(&view)) {
            match sync::more_of_list(self.session(), self.store, &view).await {
                Ok(()) => return,
                Err(Failure::Refused(problem)) => return self.toasts().problem(problem.detail),
                Err(Failure::Lost) => {}
            }
            TimeoutFuture::new(backoff::delay(failed, js_sys::Math::random())).await;
            failed += 1;
        }
    }

    fn watch_page(self) {
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            let visible = page::visible();
            self.visible.set(visible);
            self.presence.shows(visible);
            if visible {
                self.unseen.set(0);
                self.drafts().refresh(self.session());
                self.bell.ring();
            }
        });
        let look = move |_| self.bell.ring();
        let online = window_event_listener_untyped("online", look);
        let offline = window_event_listener_untyped("offline", look);
        on_cleanup(move || {
            seen.remove();
            online.remove();
            offline.remove();
        });
        effect(move || page::set_title(self.unseen.get()));
    }
}

//! What this tab does in calls: it joins, dials and leaves as somebody wants and as the log says. One tab talks at a time,
//! and it comes back by itself after it was loaded anew or lost its way.

mod devices;
mod mine;

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::call::{CALLS, Join, Joined, LISTENING, Listen};
use shared::ids::{CallId, ConversationId};
use shared::reads::CONVERSATIONS;
use shared::state::Part;
use web_sys::RtcPeerConnectionState;

use self::mine::How;
use super::kept::{keep, kept};
use super::peer::{Microphone, Peer};
use super::quality::{self, Measured};
use super::{Here, Link, Wish};
use crate::clock;
use crate::recorder::microphone;
use crate::watch::effect;
use crate::workspace::Workspace;

/// How long the log may take to say that I am in a call, in milliseconds.
const PATIENCE: u32 = 5_000;
/// How long a lost way may take to come back before it is given up, in milliseconds.
const LOST: u32 = 15_000;
/// How often one looks how good it sounds.
const LOOK: Duration = Duration::from_secs(2);
const CAN_NOT: &str = "This browser could not begin a call.";

#[derive(Clone, Copy)]
struct Engine {
    it: Workspace,
    peer: StoredValue<Option<Peer>, LocalStorage>,
    /// Counts up whenever something else is wanted, so that what is late finds out.
    turn: StoredValue<u32>,
    /// How often this tab itself takes a call from another and has not heard of it.
    taking: StoredValue<u32>,
    before: StoredValue<Measured>,
}

/// Runs as long as its owner.
pub fn run(it: Workspace) {
    let engine = Engine {
        it,
        peer: StoredValue::new_local(None),
        turn: StoredValue::new(0),
        taking: StoredValue::new(0),
        before: StoredValue::new(Measured::default()),
    };
    effect(move || {
        if let Some(wish) = it.calls.wish.get() {
            it.calls.wish.set(None);
            untrack(|| engine.take(wish));
        }
    });
    effect(move || {
        it.store.read(Part::Calls, |_| ());
        untrack(|| engine.follow());
    });
    effect(move || {
        it.calls.muted.get();
        untrack(|| engine.hush());
    });
    effect(move || {
        let (_, which) = it.calls.moved.get();
        if let Some(call) = which {
            untrack(|| engine.taken(call));
        }
    });
    effect(move || {
        if it.calls.chosen.get() > 0 {
            untrack(|| engine.choose());
        }
    });
    let looking = set_interval_with_handle(move || engine.look(), LOOK);
    on_cleanup(move || {
        if let Ok(looking) = looking {
            looking.clear();
        }
        engine.peer.try_update_value(Option::take);
        let _ = it.calls.here.try_set(None);
    });
}

impl Engine {
    fn here(self) -> Option<Here> {
        self.it.calls.here.try_get_untracked().flatten()
    }

    fn take(self, wish: Wish) {
        match wish {
            Wish::Join { conversation, call } => self.join(conversation, call, How::Join),
            Wish::Dial { conversation } => {
                if self.here().is_none() {
                    self.join(conversation, CallId::new(clock::now()), How::Dial);
                }
            }
            Wish::Listen { conversation, call } => {
                if self.here().is_none() {
                    self.join(conversation, call, How::Listen);
                }
            }
            Wish::HangUp => {
                if let Some(here) = self.here() {
                    // What is still being asked is ended when it is answered.
                    if here.link != Link::Asking {
                        self.hang_up(here.conversation, here.call, here.listens);
                    }
                    self.leave();
                }
            }
        }
    }

    /// Does as the log says.
    fn follow(self) {
        let mine = self.mine();
        let Some(here) = self.here() else {
            let Some(kept) = kept() else { return };
            match mine.iter().find(|it| it.call.to_string() == kept) {
                Some(it) => self.join(it.conversation, it.call, How::Join),
                None => keep(None),
            }
            return;
        };
        match mine.iter().find(|it| it.call == here.call) {
            Some(it) if it.with => {
                self.now(|here| here.seen = true);
                self.hush();
            }
            Some(it) if here.seen => self.join(it.conversation, it.call, How::Join),
            None if here.seen => self.leave(),
            Some(_) | None => {}
        }
    }

    /// A tab of mine has this call now: it may be this one.
    fn taken(self, call: CallId) {
        if self.taking.get_value() > 0 {
            self.taking.update_value(|it| *it -= 1);
        } else if self.here().is_some_and(|it| it.call == call) {
            self.leave();
            self.it.toasts().note("The call goes on in another tab.");
        }
    }

    fn join(self, conversation: ConversationId, call: CallId, how: How) {
        if self.here().is_some_and(|it| it.call == call && it.link == Link::Asking) {
            return;
        }
        self.end();
        let turn = self.turn.get_value();
        let (link, listens) = (Link::Asking, how == How::Listen);
        self.it.calls.here.set(Some(Here { conversation, call, listens, link, seen: false }));
        // Who listened in chooses to do so anew.
        keep((!listens).then_some(call));
        spawn_local(async move {
            let done = self.connect(turn, conversation, call, how).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            if let Err(words) = done {
                self.leave();
                return self.it.toasts().problem(words);
            }
            TimeoutFuture::new(PATIENCE).await;
            if self.turn.try_get_value() == Some(turn) {
                self.now(|it| it.seen = true);
                self.follow();
            }
        });
    }

    async fn connect(
        self,
        turn: u32,
        conversation: ConversationId,
        call: CallId,
        how: How,
    ) -> Result<(), String> {
        let microphone = Microphone(microphone::listen().await?);
        let can_not = |_| CAN_NOT.to_owned();
        let peer = Peer::open(microphone, move |state| self.tell(turn, state)).map_err(can_not)?;
        let offer = peer.offer().await.map_err(can_not)?;
        if self.turn.try_get_value() != Some(turn) {
            return Ok(());
        }
        let listens = how == How::Listen;
        if !listens && self.mine().iter().any(|it| it.call == call && it.with) {
            self.taking.update_value(|it| *it += 1);
        }
        let path = format!("{CONVERSATIONS}/{conversation}/{CALLS}/{call}");
        let tab = self.it.presence.tab;
        let answered = if listens {
            let path = format!("{path}/{LISTENING}");
            self.it.session().post::<Joined>(&path, &Listen { tab, offer }).await
        } else {
            let join = Join { tab, offer, dial: how == How::Dial };
            self.it.session().post::<Joined>(&path, &join).await
        };
        if self.turn.try_get_value() != Some(turn) {
            // Somebody hung up meanwhile, unless this tab went on with it.
            let again = self.here().is_some_and(|it| it.call == call);
            if answered.is_ok() && !again {
                self.hang_up(conversation, call, listens);
            }
            return Ok(());
        }
        let Joined { answer } = answered.map_err(|failure| {
            self.taking.set_value(0);
            failure.words()
        })?;
        peer.answered(&answer).await.map_err(can_not)?;
        if self.turn.try_get_value() == Some(turn) {
            self.it.calls.hears.set(Some(peer.hears()));
            self.peer.set_value(Some(peer));
            self.hush();
            self.now(|it| {
                if it.link == Link::Asking {
                    it.link = Link::Connecting;
                }
            });
            self.follow();
        }
        Ok(())
    }

    /// The browser tells how the connection is.
    fn tell(self, turn: u32, state: RtcPeerConnectionState) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        let link = match state {
            RtcPeerConnectionState::Connected => Link::Connected,
            RtcPeerConnectionState::Disconnected
            | RtcPeerConnectionState::Failed
            | RtcPeerConnectionState::Closed => Link::Lost,
            _ => return,
        };
        self.now(|it| it.link = link);
        if link == Link::Lost {
            spawn_local(async move {
                TimeoutFuture::new(LOST).await;
                let same = self.turn.try_get_value() == Some(turn);
                if same && self.here().is_some_and(|it| it.link == Link::Lost) {
                    self.leave();
                }
            });
        }
    }

    fn look(self) {
        let connection = self.peer.with_value(|peer| peer.as_ref().map(Peer::connection));
        let Some(connection) = connection else { return };
        let turn = self.turn.get_value();
        spawn_local(async move {
            let Some(now) = quality::measure(&connection).await else { return };
            if self.turn.try_get_value() == Some(turn) {
                let judged = quality::judge(self.before.get_value(), now);
                self.before.set_value(now);
                self.it.calls.quality.set(Some(judged));
            }
        });
    }

    fn now(self, change: impl FnOnce(&mut Here)) {
        let calls = self.it.calls;
        let Some(before) = self.here() else { return };
        let mut now = before;
        change(&mut now);
        if now != before {
            calls.here.set(Some(now));
        }
    }

    /// Nothing of before goes on.
    fn end(self) {
        self.turn.update_value(|it| *it += 1);
        self.peer.set_value(None);
        self.it.calls.hears.set(None);
        self.before.set_value(Measured::default());
        self.it.calls.quality.set(None);
    }

    fn leave(self) {
        self.end();
        self.it.calls.muted.set(false);
        self.it.calls.here.set(None);
        keep(None);
    }
}

//! Calls, as this tab knows them: in which one it is, and what somebody wants of it. The sound comes with a part of the
//! program that is loaded later ([`engine`]), so this is all that the first load carries.

pub mod engine;
pub mod kept;
pub mod peer;
pub mod quality;
pub mod speaker;
pub mod tone;

use leptos::prelude::*;
use shared::event::{Actor, Fact};
use shared::ids::{AgentId, CallId, ConversationId};
use shared::protocol::Batch;
use web_sys::MediaStream;

pub use quality::Quality;

use crate::store::Store;

/// What somebody wants of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Talk in a call that is there.
    Join {
        /// Whose.
        conversation: ConversationId,
        /// Which.
        call: CallId,
    },
    /// Call a customer.
    Dial {
        /// Whom.
        conversation: ConversationId,
    },
    /// Listen in on a call.
    Listen {
        /// Whose.
        conversation: ConversationId,
        /// Which.
        call: CallId,
    },
    /// End the call that this tab is in, or listening in on it.
    HangUp,
}

/// How well the sound of this tab is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The microphone and the server are asked.
    Asking,
    /// The browser looks for a way.
    Connecting,
    /// Sound comes and goes.
    Connected,
    /// It did, and does not now.
    Lost,
}

/// The call that this tab is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    /// Whose.
    pub conversation: ConversationId,
    /// Which.
    pub call: CallId,
    /// Whether I only listen in.
    pub listens: bool,
    /// How well it is connected.
    pub link: Link,
    /// Whether the log has said that I am in it, so that it says when I am not any more.
    pub seen: bool,
}

/// Calls, as this tab knows them. A copy is the same.
#[derive(Clone, Copy)]
pub struct Calls {
    /// What somebody wants, until the engine takes it up.
    pub wish: RwSignal<Option<Wish>>,
    /// The call that this tab is in.
    pub here: RwSignal<Option<Here>>,
    /// Whether the customer does not hear me.
    pub muted: RwSignal<bool>,
    /// How good it sounds.
    pub quality: RwSignal<Option<Quality>>,
    /// Whether I look at my microphone and speaker.
    pub check: RwSignal<bool>,
    /// How often I chose another microphone or speaker.
    pub chosen: RwSignal<u32>,
    /// What the microphone hears, in a call.
    pub hears: RwSignal<Option<MediaStream>, LocalStorage>,
    /// How often a tab of mine took a call from another, and which call last.
    pub moved: RwSignal<(u32, Option<CallId>)>,
}

impl Calls {
    /// In none.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self {
            wish: RwSignal::new(None),
            here: RwSignal::new(None),
            muted: RwSignal::new(false),
            quality: RwSignal::new(None),
            check: RwSignal::new(false),
            chosen: RwSignal::new(0),
            hears: RwSignal::new_local(None),
            moved: RwSignal::new((0, None)),
        }
    }

    /// Hears of tabs of mine that took a call; to be told before a batch is applied.
    pub fn hear(self, store: Store, me: AgentId, batch: &Batch) {
        let known = store.cursor().seq;
        for event in batch.events.iter().filter(|it| it.seq > known) {
            if let Some(Fact::Call(call, shared::call::Fact::Moved)) = event.fact
                && event.by == Actor::Agent(me)
            {
                self.moved.update(|(times, which)| (*times, *which) = (*times + 1, Some(call)));
            }
        }
    }
}

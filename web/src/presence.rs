//! Who is where, as the server tells it, and what this tab says of itself: at once when it changes, and again every few
//! seconds. Nothing that must be right depends on it.

mod board;
mod say;

use std::collections::HashMap;

use leptos::prelude::*;
use shared::board::Board;
use shared::ids::{AgentId, ConversationId, TabId};
use shared::presence::{Around, Doing, Fence, Person};
use shared::protocol::ClientFrame;

use self::say::Says;
use crate::bell::Bell;
use crate::clock;
use crate::ui::page;

/// What tells that somebody is in front of the tab.
const TOUCHES: [&str; 4] = ["pointerdown", "pointermove", "keydown", "wheel"];

/// Who is where. A copy is the same.
#[derive(Clone, Copy)]
pub struct Presence {
    /// This tab.
    pub tab: TabId,
    me: AgentId,
    around: RwSignal<HashMap<ConversationId, Around>>,
    /// Who asks for the reply that is mine.
    pub asked: RwSignal<Option<Asked>>,
    /// What became of my asking for somebody's reply.
    pub asking: RwSignal<Option<Asking>>,
    /// Where I pressed Enter although the reply was somebody else's.
    pub stopped: RwSignal<Option<ConversationId>>,
    /// The board, while I watch it.
    pub board: RwSignal<Option<Board>>,
    /// After how many minutes of waiting somebody is late on it.
    limit: StoredValue<Option<u32>>,
    /// The tokens under which I began to write.
    fences: StoredValue<HashMap<ConversationId, Fence>>,
    says: StoredValue<Says>,
    /// Rung when there is something to say.
    pub bell: Bell,
}

/// Somebody asks for the reply that is mine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Where.
    pub at: ConversationId,
    /// Who.
    pub by: AgentId,
    /// In which of their tabs.
    pub tab: TabId,
}

/// I asked for somebody's reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// They have not said anything.
    Waits(ConversationId),
    /// They keep it.
    No(ConversationId),
    /// It is mine to take.
    Yes(ConversationId),
}

impl Presence {
    /// Nobody is anywhere yet.
    pub fn start(me: AgentId) -> Self {
        let it = Self {
            tab: TabId::new(clock::now()),
            me,
            around: RwSignal::new(HashMap::new()),
            asked: RwSignal::new(None),
            asking: RwSignal::new(None),
            stopped: RwSignal::new(None),
            board: RwSignal::new(None),
            limit: StoredValue::new(None),
            fences: StoredValue::new(HashMap::new()),
            says: StoredValue::new(Says::new(page::visible(), page::now())),
            bell: Bell::new(),
        };
        let tick =
            set_interval_with_handle(move || it.look(), std::time::Duration::from_millis(500));
        let touched = TOUCHES.map(|what| {
            window_event_listener_untyped(what, move |_| {
                if it.says.try_update_value(|says| says.touches(page::now())) == Some(true) {
                    it.look();
                }
            })
        });
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
            touched.into_iter().for_each(WindowListenerHandle::remove);
        });
        it
    }

    /// Another thread is open, or none.
    pub fn goes(self, at: Option<ConversationId>) {
        self.says.update_value(|it| it.goes(at));
        self.stopped.set(None);
        self.look();
    }

    /// The tab can be seen, or not.
    pub fn shows(self, visible: bool) {
        self.says.update_value(|it| it.shows(visible));
        self.look();
    }

    /// A key was pressed.
    pub fn types(self, doing: Doing) {
        self.says.update_value(|it| it.types(doing, page::now()));
        self.look();
    }

    /// What was written is sent, or given up.
    pub fn rests(self, at: ConversationId) {
        self.says.update_value(Says::rests);
        self.fences.update_value(|it| {
            it.remove(&at);
        });
        self.look();
    }

    /// A new connection: nothing is known of others, and they know nothing.
    pub fn begins_anew(self) {
        self.says.update_value(Says::forget);
        self.around.set(HashMap::new());
        self.ask_for_board();
        self.look();
    }

    /// Whether nothing has been touched here for long.
    pub fn idle(self) -> bool {
        self.says.try_with_value(Says::idle).unwrap_or_default()
    }

    fn look(self) {
        if self.says.try_update_value(|it| it.look(self.tab, page::now())) == Some(true) {
            self.bell.ring();
        }
    }

    /// What is to be said now.
    pub fn frames(self) -> Vec<ClientFrame> {
        self.says.try_update_value(Says::take).unwrap_or_default()
    }

    /// The server tells who is in a conversation.
    pub fn hear(self, it: Around) {
        if let Some(fence) = it.fence {
            self.fences.update_value(|all| {
                all.insert(it.at, fence);
            });
        }
        if self.asked.get_untracked().is_some_and(|asked| asked.at == it.at) && it.fence.is_none() {
            self.asked.set(None);
        }
        self.around.update(|all| {
            if it.people.is_empty() {
                all.remove(&it.at);
            } else {
                all.insert(it.at, it);
            }
        });
    }

    /// Somebody asks for the reply that is mine.
    pub fn is_asked(self, asked: Asked) {
        self.asked.set(Some(asked));
    }

    /// Somebody answers my asking.
    pub fn answered(self, at: ConversationId, yes: bool) {
        self.asking.set(Some(if yes { Asking::Yes(at) } else { Asking::No(at) }));
    }

    /// Asks whoever holds the reply.
    pub fn ask(self, at: ConversationId) {
        self.asking.set(Some(Asking::Waits(at)));
        self.frame(ClientFrame::Ask { at });
    }

    /// Answers who asks.
    pub fn answer(self, yes: bool) {
        if let Some(asked) = self.asked.get_untracked() {
            self.asked.set(None);
            self.frame(ClientFrame::Answer { to: asked.tab, yes });
        }
    }

    fn frame(self, frame: ClientFrame) {
        self.says.update_value(|it| it.frame(frame));
        self.bell.ring();
    }

    /// The colleagues who are there, each once, with what they do most.
    pub fn others(self, at: ConversationId) -> Vec<Person> {
        self.around.with(|all| {
            let mut found: Vec<Person> = Vec::new();
            for it in all.get(&at).iter().flat_map(|it| &it.people) {
                match found.iter_mut().find(|known| known.agent == it.agent) {
                    Some(known) if weight(it) > weight(known) => *known = *it,
                    Some(_) => {}
                    None if it.agent == self.me => {}
                    None => found.push(*it),
                }
            }
            found
        })
    }

    /// The colleague whose reply it is.
    pub fn holder(self, at: ConversationId) -> Option<AgentId> {
        self.others(at).into_iter().find(|it| it.holds).map(|it| it.agent)
    }

    /// The token under which I write.
    pub fn fence(self, at: ConversationId) -> Option<Fence> {
        self.fences.with_value(|it| it.get(&at).copied())
    }
}

/// What is more worth telling.
const fn weight(it: &Person) -> u8 {
    match (it.holds, it.typing, it.doing) {
        (true, ..) => 3,
        (false, true, Doing::Replying) => 2,
        (false, true, _) => 1,
        (false, false, _) => 0,
    }
}

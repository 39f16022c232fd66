//! Who is where, as far as this node has heard. Each tab's own node tells all of it to the others every few seconds, so
//! whatever is lost is soon made up for; who is not heard of any more is gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use shared::conversation::Scope;
use shared::event::Entity;
use shared::ids::{AgentId, ConversationId, TabId};
use shared::presence::{GONE_AFTER, Person, TYPING};
use shared::together::Stroke;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;

use crate::app::App;
use crate::store::log::Logged;

/// How often it is looked for who is gone.
const SWEEP: Duration = Duration::from_millis(500);
/// News that may wait for a slow socket. Who misses some looks at everything again.
const WAITING: usize = 1_024;
/// More scopes than this are not kept but for where somebody is.
const SCOPES: usize = 4_096;

/// What nodes tell each other of what people do just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whisper {
    /// Somebody is in a conversation.
    Here(Present),
    /// Somebody's tab is nowhere any more.
    Gone(AgentId, TabId),
    /// The reply of a conversation was taken over.
    TookOver { at: ConversationId, by: AgentId },
    /// Somebody asks for the reply of a conversation.
    Ask { at: ConversationId, by: AgentId, tab: TabId },
    /// Somebody did something with a draft that is written together.
    Stroke(Stroke),
    /// What became of that.
    Answered { at: ConversationId, to: TabId, yes: bool },
}

/// Somebody in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who, and what they do.
    pub person: Person,
    /// Where.
    pub at: ConversationId,
    /// Who may see it, as of this version of the conversation.
    pub scope: Scope,
    /// Which version that is.
    pub version: u32,
}

/// What a socket should look at.
#[derive(Clone, Debug)]
pub enum News {
    /// Others are in a conversation, or it has another scope.
    Around(ConversationId),
    /// Something for a tab.
    Whisper(Whisper),
}

/// Who is where. A copy is the same.
#[derive(Clone)]
pub struct Presence {
    all: Arc<Mutex<All>>,
    news: broadcast::Sender<News>,
}

#[derive(Default)]
struct All {
    tabs: HashMap<(AgentId, TabId), Heard>,
    scopes: HashMap<ConversationId, (u32, Scope)>,
}

struct Heard {
    person: Person,
    at: ConversationId,
    latest: Instant,
    typed: Option<Instant>,
}

impl Presence {
    /// Nobody yet.
    #[expect(clippy::new_without_default, reason = "there is one for each process")]
    pub fn new() -> Self {
        Self { all: Arc::default(), news: broadcast::Sender::new(WAITING) }
    }

    /// What changes from now on.
    pub fn listen(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// Who is in a conversation, and who may know.
    pub fn around(&self, at: ConversationId) -> (Option<Scope>, Vec<Person>) {
        let all = self.all();
        let here = all.tabs.values().filter(|it| it.at == at);
        let mut people: Vec<_> = here.map(|it| it.person).collect();
        people.sort_unstable();
        (all.scopes.get(&at).map(|(_, scope)| scope.clone()), people)
    }

    /// Where anybody is.
    pub fn places(&self) -> Vec<ConversationId> {
        let mut places: Vec<_> = self.all().tabs.values().map(|it| it.at).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// A line of the log may say who sees a conversation from now on.
    pub fn learn(&self, line: &Logged) {
        for change in &line.body.changes {
            if let Some(Entity::Conversation(it)) = &change.after
                && self.all().scope(it.id, it.version, it.scope())
            {
                self.tell(it.id);
            }
        }
    }

    fn hear(&self, whisper: Whisper) {
        match whisper {
            Whisper::Here(it) => self.put(it),
            Whisper::Gone(agent, tab) => {
                let gone = self.all().tabs.remove(&(agent, tab));
                if let Some(it) = gone {
                    self.tell(it.at);
                }
            }
            other => {
                // Without sockets there is nobody to tell.
                let _ = self.news.send(News::Whisper(other));
            }
        }
    }

    fn put(&self, it: Present) {
        let now = Instant::now();
        let typed = it.person.typing.then_some(now);
        let heard = Heard { person: it.person, at: it.at, latest: now, typed };
        let (before, moved) = {
            let mut all = self.all();
            let moved = all.scope(it.at, it.version, it.scope);
            (all.tabs.insert((it.person.agent, it.person.tab), heard), moved)
        };
        match before {
            Some(before) if before.at == it.at && before.person == it.person && !moved => {}
            Some(before) if before.at != it.at => {
                self.tell(before.at);
                self.tell(it.at);
            }
            Some(_) | None => self.tell(it.at),
        }
    }

    /// Who has not been heard of is gone, and who has pressed no key does not type.
    fn sweep(&self) {
        let mut changed = vec![];
        self.all().tabs.retain(|_, it| {
            if it.latest.elapsed() > duration(GONE_AFTER.0) {
                changed.push(it.at);
                return false;
            }
            if it.person.typing && it.typed.is_none_or(|at| at.elapsed() > duration(TYPING.0)) {
                it.person.typing = false;
                changed.push(it.at);
            }
            true
        });
        for at in changed {
            self.tell(at);
        }
    }

    fn tell(&self, at: ConversationId) {
        // Without sockets there is nobody to tell.
        let _ = self.news.send(News::Around(at));
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    /// Says whether somebody is there and others may know it now.
    fn scope(&mut self, at: ConversationId, version: u32, scope: Scope) -> bool {
        let known = self.scopes.get(&at);
        if known.is_some_and(|(known, _)| *known >= version) {
            return false;
        }
        if self.scopes.len() >= SCOPES {
            let tabs = &self.tabs;
            self.scopes.retain(|id, _| tabs.values().any(|it| it.at == *id));
        }
        let before = self.scopes.insert(at, (version, scope.clone()));
        before.is_some_and(|(_, before)| before != scope)
            && self.tabs.values().any(|it| it.at == at)
    }
}

/// Hears what people do, here and at other nodes, for as long as the app lives.
pub async fn follow(app: App) {
    let mut whispers = app.bus.listen_for_whispers();
    let mut swept = Instant::now();
    while !app.stopping() {
        match timeout(SWEEP, whispers.recv()).await {
            Ok(Ok(whisper)) => app.presence.hear(whisper),
            // What was missed is told again in a moment.
            Ok(Err(RecvError::Lagged(_))) | Err(_) => {}
            Ok(Err(RecvError::Closed)) => return,
        }
        if swept.elapsed() >= SWEEP {
            app.presence.sweep();
            swept = Instant::now();
        }
    }
}

fn duration(millis: i64) -> Duration {
    Duration::from_millis(millis.unsigned_abs())
}

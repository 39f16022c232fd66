//! What one tab does, told to colleagues: where it is, what it types, whether the reply is its own. It is told in turn of
//! those whose conversations its viewer sees.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use shared::conversation::Scope;
use shared::event::Entity;
use shared::ids::{AgentId, ConversationId, TabId};
use shared::permission::Permission;
use shared::presence::{Around, Doing, Fence, Here, Person};
use shared::protocol::{ASK, ServerFrame};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::Connection;
use crate::features::{conversation, reply};
use crate::lease::{Holder, Lease, Taken};
use crate::realtime::bus::Signal;
use crate::realtime::presence::{News, Presence, Present, Whisper};
use crate::realtime::wire::{End, here_of, refusal, send, send_frame, stroke_of};
use crate::store::log::Logged;

/// How often it is looked whether a reply has been idle, or who asked for it has waited long enough.
const PULSE: Duration = Duration::from_millis(500);

/// What one socket has to do with presence.
pub(super) struct Attending {
    /// What changes.
    pub(super) news: Receiver<News>,
    pub(super) pulse: Interval,
    /// Where this tab is.
    mine: Option<Present>,
    reply: Option<Reply>,
    /// What the client was told.
    told: HashMap<ConversationId, Around>,
}

/// The reply that this tab holds.
struct Reply {
    at: ConversationId,
    lease: Lease,
    /// When a key was pressed.
    typed: Instant,
    /// Who asks for it, in which tab, and since when.
    asked: Option<(AgentId, TabId, Instant)>,
}

type Step = Result<(), End>;

impl Attending {
    pub(super) fn new(presence: &Presence) -> Self {
        let mut pulse = interval(PULSE);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { news: presence.listen(), pulse, mine: None, reply: None, told: HashMap::new() }
    }

    /// Whether this tab holds a reply, which has to be looked at as time passes.
    pub(super) const fn replies(&self) -> bool {
        self.reply.is_some()
    }
}

impl Connection {
    /// The tab says where it is.
    pub(super) async fn on_here(&mut self, here: Here) -> Step {
        let Some((at, version, scope)) = self.place(here).await? else {
            self.leave().await;
            return Ok(());
        };
        if self
            .attending
            .mine
            .as_ref()
            .is_some_and(|mine| mine.at != at || mine.person.tab != here.tab)
        {
            self.give_back().await;
        }
        let holds = self.holds(at, here).await;
        let Here { tab, doing, typing, .. } = here;
        let person = Person { agent: self.viewer.agent, tab, doing, typing, holds };
        self.say(Present { person, at, scope, version });
        Ok(())
    }

    /// Where it is, if its agent may see that.
    async fn place(&mut self, here: Here) -> Result<Option<(ConversationId, u32, Scope)>, End> {
        let Some(at) = here.at else { return Ok(None) };
        if let Some(mine) = self.attending.mine.as_ref().filter(|mine| mine.at == at) {
            return Ok(Some((at, mine.version, mine.scope.clone())));
        }
        let viewer = self.viewer.clone();
        let found =
            self.app.store.read(move |conn| conversation::rows::find(conn, &viewer, at)).await;
        Ok(found.map_err(refusal)?.map(|it| (at, it.version, it.scope())))
    }

    /// The tab is nowhere any more.
    pub(super) async fn leave(&mut self) {
        self.give_back().await;
        if let Some(mine) = self.attending.mine.take() {
            let gone = Whisper::Gone(mine.person.agent, mine.person.tab);
            self.app.bus.ring(Signal::Whisper(gone));
        }
    }

    fn say(&mut self, it: Present) {
        self.attending.mine = Some(it.clone());
        self.app.bus.ring(Signal::Whisper(Whisper::Here(it)));
    }

    /// Whether the reply is this tab's: with the first key, and until nobody types for a while.
    async fn holds(&mut self, at: ConversationId, here: Here) -> bool {
        let writes =
            here.doing == Doing::Replying && self.viewer.require(Permission::Reply).is_ok();
        if !writes {
            self.give_back().await;
            return false;
        }
        if !here.typing {
            return self.attending.reply.is_some();
        }
        let (of, by) = (reply::resource(at), Holder { agent: self.viewer.agent, tab: here.tab });
        let typed = Instant::now();
        match self.app.leases.take(&of, by, reply::SPAN).await {
            Ok(Taken::Yes(fence)) => {
                let asked = self.attending.reply.take().and_then(|it| it.asked);
                let lease = Lease { holder: by, fence };
                self.attending.reply = Some(Reply { at, lease, typed, asked });
            }
            Ok(Taken::By(_)) => self.attending.reply = None,
            // What was given runs out by itself.
            Err(_) => {}
        }
        self.attending.reply.is_some()
    }

    async fn give_back(&mut self) {
        if let Some(it) = self.attending.reply.take() {
            // Where it can't be reached it runs out by itself.
            let _ = self.app.leases.release(&reply::resource(it.at), it.lease).await;
        }
    }

    /// The reply is not this tab's any more, and everybody may know.
    fn lose(&mut self) {
        self.attending.reply = None;
        if let Some(mine) = self.attending.mine.clone() {
            self.say(Present { person: Person { holds: false, ..mine.person }, ..mine });
        }
    }

    /// Time passes.
    pub(super) async fn pulse(&mut self) {
        let Some(reply) = &self.attending.reply else { return };
        let ask = Duration::from_millis(ASK.0.unsigned_abs());
        if let Some((_, tab, since)) = reply.asked
            && since.elapsed() >= ask
        {
            self.answer(tab, true).await;
        } else if reply.typed.elapsed() >= reply::SPAN {
            self.give_back().await;
            self.lose();
        }
    }

    /// Asks whoever holds the reply where this tab is.
    pub(super) fn ask(&self, at: ConversationId) {
        if let Some(mine) = self.attending.mine.as_ref().filter(|mine| mine.at == at) {
            let Person { agent: by, tab, .. } = mine.person;
            self.app.bus.ring(Signal::Whisper(Whisper::Ask { at, by, tab }));
        }
    }

    /// Answers who asked. Who may have it is known where the taking is checked.
    pub(super) async fn answer(&mut self, to: TabId, yes: bool) {
        let Some(reply) = &mut self.attending.reply else { return };
        if let Some((agent, tab, _)) = reply.asked.take_if(|(_, tab, _)| *tab == to) {
            let at = reply.at;
            let (given, by) = (reply::given(at), Holder { agent, tab });
            if yes {
                // Where it can't be reached, nobody holds the reply either.
                let _ = self.app.leases.force(&given, by, Fence(0), reply::GIVEN).await;
            }
            self.app.bus.ring(Signal::Whisper(Whisper::Answered { at, to, yes }));
        }
    }

    /// Something changed somewhere.
    pub(super) async fn on_news(&mut self, news: Result<News, RecvError>) -> Step {
        match news {
            Ok(News::Around(at)) => self.tell_of(at).await,
            Ok(News::Whisper(whisper)) => self.on_whisper(whisper).await,
            Err(RecvError::Lagged(_)) => self.tell_all().await,
            Err(RecvError::Closed) => Err(End::GoingAway),
        }
    }

    async fn on_whisper(&mut self, whisper: Whisper) -> Step {
        match whisper {
            Whisper::TookOver { at, by } => {
                let here = self.attending.reply.as_ref().is_some_and(|it| it.at == at);
                if here && by != self.viewer.agent {
                    self.lose();
                }
                Ok(())
            }
            Whisper::Ask { at, by, tab } => {
                let Some(reply) = &mut self.attending.reply else { return Ok(()) };
                if reply.at != at || by == self.viewer.agent {
                    return Ok(());
                }
                reply.asked = Some((by, tab, Instant::now()));
                send(&mut self.socket.out, &ServerFrame::Asked { at, by, tab }).await
            }
            Whisper::Answered { at, to, yes } => {
                let asked = |mine: &&Present| mine.at == at && mine.person.tab == to;
                match self.attending.mine.as_ref().filter(asked) {
                    Some(_) => send(&mut self.socket.out, &ServerFrame::Answered { at, yes }).await,
                    None => Ok(()),
                }
            }
            Whisper::Stroke(stroke) => {
                // Who no longer sees the conversation has left it: `follow_scope`.
                let mine = self.attending.mine.as_ref();
                let here = mine.is_some_and(|mine| mine.at == stroke.draft.at);
                match self.viewer.stroke(stroke).filter(|_| here) {
                    Some(stroke) => send_frame(&mut self.socket.out, stroke_of(&stroke)?).await,
                    None => Ok(()),
                }
            }
            Whisper::Here(_) | Whisper::Gone(..) => Ok(()),
        }
    }

    /// Tells everything that this viewer may know and was not told.
    pub(super) async fn tell_all(&mut self) -> Step {
        let mut places = self.app.presence.places();
        places.extend(self.attending.told.keys());
        for at in places {
            self.tell_of(at).await?;
        }
        Ok(())
    }

    /// Tells who is in a conversation, if that is news for this viewer.
    async fn tell_of(&mut self, at: ConversationId) -> Step {
        let (scope, people) = self.app.presence.around(at);
        let own = self.attending.reply.as_ref().filter(|it| it.at == at);
        let around = self.viewer.around(at, scope, people, own.map(|it| it.lease.fence));
        let empty = around.get().people.is_empty();
        let told = self.attending.told.get(&at);
        if told.map_or(empty, |told| told == around.get()) {
            return Ok(());
        }
        if empty {
            self.attending.told.remove(&at);
        } else {
            self.attending.told.insert(at, around.get().clone());
        }
        send_frame(&mut self.socket.out, here_of(&around)?).await
    }

    /// Who sees where this tab is may have changed; its own agent may be one who does no longer.
    pub(super) async fn follow_scope(&mut self, line: &Logged) {
        let Some(mine) = &mut self.attending.mine else { return };
        for change in &line.body.changes {
            if let Some(Entity::Conversation(it)) = &change.after
                && it.id == mine.at
            {
                (mine.version, mine.scope) = (it.version, it.scope());
            }
        }
        if !self.viewer.sees_scope(&mine.scope) {
            self.leave().await;
        }
    }
}

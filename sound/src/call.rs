//! One call: WhatsApp's leg, the tab that is attached to it, and the rules of who hears whom.

mod attached;
mod filler;
mod hearing;
mod pressing;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::broadcast;

use crate::exchange::Engine;
use crate::keys::{self, Listening};
use crate::leg::Peer;
use crate::line::Line;
use crate::{Error, sdp};

use attached::Attached;

/// Events that may wait for whoever follows a call.
const MOST_EVENTS: usize = 64;

/// A call. Clones are handles to the same one; it ends with [`Self::close`], or with the last of them.
#[derive(Clone)]
pub struct Call {
    inner: Arc<Inner>,
}

/// One attachment of a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leg(pub(crate) u64);

/// What happens in a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Sound can flow to WhatsApp and from there.
    WhatsAppConnected,
    /// WhatsApp has not answered for three seconds; it may come back.
    WhatsAppLost,
    /// Sound can flow to this tab and from there.
    AgentConnected(Leg),
    /// The tab that is attached has not answered for three seconds: closed, crashed, or without network. It may come back.
    AgentLost(Leg),
    /// The customer pressed a key.
    Key(char),
    /// It was closed.
    Ended,
}

struct Inner {
    engine: Arc<Engine>,
    whatsapp: Arc<Peer>,
    /// What WhatsApp hears.
    out: Arc<Line>,
    open: AtomicBool,
    held: AtomicBool,
    closed: AtomicBool,
    agent: RwLock<Option<Arc<Attached>>>,
    /// When the agent was last passed on, in milliseconds since `since`.
    spoke: AtomicU64,
    since: Instant,
    /// Keys are being pressed: until they are, nobody speaks.
    pressing: AtomicBool,
    /// Who presses keys waits for whoever does already.
    turn: tokio::sync::Mutex<()>,
    listening: Mutex<Listening>,
    events: broadcast::Sender<Event>,
}

pub(crate) async fn incoming(engine: Arc<Engine>, offer: &str) -> Result<(Call, String), Error> {
    let kinds = sdp::check_whatsapp(offer)?;
    let (whatsapp, told) = Peer::whatsapp(engine.whatsapp_ip).await?;
    let out = whatsapp.line("business").await?;
    out.speaks(kinds);
    let call = Call::new(engine, whatsapp, out);
    hearing::follow_whatsapp(&call.inner, told);
    let answer = call.inner.whatsapp.answer(offer).await?;
    // What it does not take, an answer leaves out.
    sdp::check_whatsapp(&answer)?;
    Ok((call, answer))
}

pub(crate) async fn outgoing(engine: Arc<Engine>) -> Result<(Call, String), Error> {
    let (whatsapp, told) = Peer::whatsapp(engine.whatsapp_ip).await?;
    let out = whatsapp.line("business").await?;
    let call = Call::new(engine, whatsapp, out);
    hearing::follow_whatsapp(&call.inner, told);
    let offer = call.inner.whatsapp.offer().await?;
    Ok((call, offer))
}

impl Call {
    fn new(engine: Arc<Engine>, whatsapp: Peer, out: Arc<Line>) -> Self {
        let inner = Inner {
            engine,
            whatsapp: Arc::new(whatsapp),
            out,
            open: AtomicBool::new(false),
            held: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            agent: RwLock::default(),
            spoke: AtomicU64::new(0),
            since: Instant::now(),
            pressing: AtomicBool::new(false),
            turn: tokio::sync::Mutex::default(),
            listening: Mutex::default(),
            events: broadcast::Sender::new(MOST_EVENTS),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Takes WhatsApp's answer to the offer of a call of ours.
    ///
    /// # Errors
    /// When it can't be used.
    pub async fn answered(&self, answer: &str) -> Result<(), Error> {
        let kinds = sdp::check_whatsapp(answer)?;
        self.inner.out.speaks(kinds);
        let (peer, answer) = (Arc::clone(&self.inner.whatsapp), answer.to_owned());
        self.inner.engine.run(async move { peer.answered(&answer).await }).await
    }

    /// Opens the gate: only from now on anything is sent to WhatsApp, for which sound before `accept` is answering.
    pub fn open(&self) {
        if !self.inner.open.swap(true, Ordering::Relaxed) {
            filler::start(&self.inner);
        }
    }

    /// Attaches an agent's tab by its offer and gives the answer. Whoever was attached before is no longer: a tab that
    /// was reloaded, or somebody who handed over.
    ///
    /// # Errors
    /// When the offer can't be used, or the call has ended.
    pub async fn attach(&self, offer: &str) -> Result<(Leg, String), Error> {
        let (offer, lines) = sdp::check_browser(offer)?;
        let inner = Arc::clone(&self.inner);
        self.inner.engine.run(async move { attached::attach(&inner, &offer, lines).await }).await
    }

    /// Nobody is attached from now on; the customer hears music.
    pub fn detach(&self) {
        let gone = self.inner.agent.write().expect("nothing panics while it holds an agent").take();
        if let Some(gone) = gone {
            self.inner.engine.spawn(async move { gone.peer.close().await });
        }
    }

    /// The same, if it is still this tab that is attached.
    pub fn detach_leg(&self, leg: Leg) {
        if self.inner.agent().is_some_and(|agent| agent.leg == leg) {
            self.detach();
        }
    }

    /// Puts the customer on hold: they hear music, and the agent nothing. Or takes them back.
    pub fn hold(&self, on: bool) {
        self.inner.held.store(on, Ordering::Relaxed);
    }

    /// Presses keys, one after the other; gives at once. They are 0 to 9, `*`, `#` and A to D, at most 64.
    ///
    /// # Errors
    /// When they are not.
    pub fn digits(&self, digits: &str) -> Result<(), Error> {
        let events = keys::events(digits)?;
        pressing::start(&self.inner, events);
        Ok(())
    }

    /// What happens from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Ends it on all sides; the others learn it by silence, WhatsApp by the `terminate` that is not ours to send.
    pub async fn close(&self) {
        let inner = Arc::clone(&self.inner);
        // Only a runtime that is gone fails, and then there is nothing to end.
        drop(self.inner.engine.run(async move { inner.close().await }).await);
    }
}

impl Inner {
    fn agent(&self) -> Option<Arc<Attached>> {
        self.agent.read().expect("nothing panics while it holds an agent").clone()
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn tell(&self, event: Event) {
        // Nobody may follow.
        drop(self.events.send(event));
    }

    /// Since when the agent has not been passed on.
    fn quiet(&self) -> Duration {
        self.since
            .elapsed()
            .saturating_sub(Duration::from_millis(self.spoke.load(Ordering::Relaxed)))
    }

    fn note_speech(&self) {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.spoke.store(now, Ordering::Relaxed);
    }

    fn take_apart(&self) -> Vec<Arc<Peer>> {
        let agent = self.agent.write().expect("nothing panics while it holds an agent").take();
        let agent = agent.map(|agent| Arc::clone(&agent.peer));
        agent.into_iter().chain([Arc::clone(&self.whatsapp)]).collect()
    }

    async fn close(&self) -> Result<(), Error> {
        if self.closed.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        self.tell(Event::Ended);
        for peer in self.take_apart() {
            peer.close().await;
        }
        Ok(())
    }
}

/// A connection lives until it is told to end, whoever has forgotten it.
impl Drop for Inner {
    fn drop(&mut self) {
        if self.closed.swap(true, Ordering::Relaxed) {
            return;
        }
        self.tell(Event::Ended);
        let peers = self.take_apart();
        self.engine.spawn(async move {
            for peer in peers {
                peer.close().await;
            }
        });
    }
}

//! One call: WhatsApp's leg, the tabs that are attached to it, and the rules of who hears whom.

mod attached;
mod ears;
mod filler;
mod hearing;
mod inner;
mod pressing;
mod telling;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::broadcast;

use crate::exchange::Engine;
use crate::leg::Peer;
use crate::quality::Quality;
use crate::record::{Recording, Side};
use crate::sdp::Kinds;
use crate::speech::Speech;
use crate::{Error, keys, sdp};

pub use ears::{Ear, Listen};
use inner::Inner;
use telling::Telling;

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
    /// A tab that is attached has not answered for three seconds: closed, crashed, or without network. It may come back.
    AgentLost(Leg),
    /// The customer pressed a key.
    Key(char),
    /// Sound can flow to this one who listens in.
    EarConnected(Ear),
    /// They have not answered for three seconds.
    EarLost(Ear),
    /// It was closed.
    Ended,
}

pub(crate) async fn incoming(engine: Arc<Engine>, offer: &str) -> Result<(Call, String), Error> {
    let kinds = sdp::check_whatsapp(offer)?;
    let (whatsapp, told) = Peer::whatsapp(engine.whatsapp_ip).await?;
    let out = whatsapp.bus("business", kinds).await?;
    let call = Call { inner: Arc::new(Inner::new(engine, whatsapp, out)) };
    hearing::follow_whatsapp(&call.inner, told);
    let answer = call.inner.whatsapp.answer(offer).await?;
    // What it does not take, an answer leaves out.
    sdp::check_whatsapp(&answer)?;
    Ok((call, answer))
}

pub(crate) async fn outgoing(engine: Arc<Engine>) -> Result<(Call, String), Error> {
    let (whatsapp, told) = Peer::whatsapp(engine.whatsapp_ip).await?;
    let out = whatsapp.bus("business", Kinds::default()).await?;
    let call = Call { inner: Arc::new(Inner::new(engine, whatsapp, out)) };
    hearing::follow_whatsapp(&call.inner, told);
    let offer = call.inner.whatsapp.offer().await?;
    Ok((call, offer))
}

impl Call {
    /// Takes WhatsApp's answer to the offer of a call of ours.
    ///
    /// # Errors
    /// When it can't be used.
    pub async fn answered(&self, answer: &str) -> Result<(), Error> {
        let kinds = sdp::check_whatsapp(answer)?;
        self.inner.out.line().speaks(kinds);
        let (peer, answer) = (Arc::clone(&self.inner.whatsapp), answer.to_owned());
        self.inner.engine.run(async move { peer.answered(&answer).await }).await
    }

    /// Opens the gate: only from now on anything is sent to WhatsApp, for which sound before `accept` is answering.
    pub fn open(&self) {
        if !self.inner.open.swap(true, Ordering::Relaxed) {
            filler::start(&self.inner);
        }
    }

    /// Attaches an agent's tab by its offer and gives the answer; in place of one that was reloaded, or beside all others.
    /// Agents hear each other on the second line of their offers, and the customer hears all of them.
    ///
    /// # Errors
    /// When the offer can't be used, or the call has ended.
    pub async fn attach(&self, offer: &str, instead: Option<Leg>) -> Result<(Leg, String), Error> {
        let (offer, lines) = sdp::check_browser(offer)?;
        let inner = Arc::clone(&self.inner);
        let attach = async move { attached::attach(&inner, &offer, lines, instead).await };
        self.inner.engine.run(attach).await
    }

    /// A tab is attached no more, if it was. When nobody is left the customer hears music.
    pub fn detach(&self, leg: Leg) {
        self.inner.replace(None, |it| it == leg);
    }

    /// Puts the customer on hold: they hear music, and the agents nothing of them. Or takes them back.
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

    /// Somebody listens in by their tab's offer; gives the answer. On the first line they speak and hear the customer,
    /// on the second they hear the agent.
    ///
    /// # Errors
    /// When the offer can't be used, the call has ended, or eight listen in already.
    pub async fn listen(&self, offer: &str, mode: Listen) -> Result<(Ear, String), Error> {
        let (offer, lines) = sdp::check_browser(offer)?;
        let inner = Arc::clone(&self.inner);
        self.inner.engine.run(async move { ears::listen(&inner, &offer, lines, mode).await }).await
    }

    /// By whom somebody who listens in is heard from now on.
    pub fn set_mode(&self, ear: Ear, mode: Listen) {
        if let Some(listener) = self.inner.listener(ear) {
            listener.set_mode(mode);
        }
    }

    /// Somebody no longer listens in.
    pub fn leave(&self, ear: Ear) {
        let Some(gone) = self.inner.remove_listener(ear) else { return };
        self.inner.out.forget(|source| source.ear() == Some(ear));
        self.inner.engine.spawn(async move { gone.peer.close().await });
    }

    /// Records what both say from now on, once the gate is open, except on hold: Ogg Opus, the customer at the left. One
    /// recording at a time: another takes over.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn record(&self, file: &Path) -> Result<Recording, Error> {
        let recording = Recording::start(file)?;
        self.inner.out.tap(Some(recording.tap(Side::Us)));
        let customer = Some(recording.tap(Side::Customer));
        *self.inner.tap.lock().expect("nothing panics while it holds the tap") = customer;
        Ok(recording)
    }

    /// Tells both something, now or as soon as the gate is open. Until it is told nobody of us is heard by the customer.
    /// It is recorded, too.
    pub fn announce(&self, speech: &Speech) {
        let telling = Some(Telling::of(speech.clone()));
        *self.inner.telling.lock().expect("nothing panics while it holds what is told") = telling;
    }

    /// How WhatsApp's leg fares, and the one of the agent who is attached longest.
    pub async fn quality(&self) -> Quality {
        let agents = self.inner.agents();
        let agent = match agents.first() {
            Some(agent) => agent.meter.read(&**agent.peer.connection()).await,
            None => None,
        };
        Quality {
            whatsapp: self.inner.meter.read(&**self.inner.whatsapp.connection()).await,
            agent,
        }
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

//! What a call is made of, and how it comes apart.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::broadcast;

use super::Event;
use super::attached::Attached;
use super::ears::Listener;
use super::pressing::Waiting;
use super::telling::Telling;
use crate::Error;
use crate::bus::Bus;
use crate::exchange::Engine;
use crate::keys::Listening;
use crate::leg::Peer;
use crate::quality::Meter;
use crate::record::Tap;

/// Events that may wait for whoever follows a call.
const MOST_EVENTS: usize = 64;

pub(super) struct Inner {
    pub(super) engine: Arc<Engine>,
    pub(super) whatsapp: Arc<Peer>,
    /// What WhatsApp hears.
    pub(super) out: Arc<Bus>,
    /// How WhatsApp's leg fares.
    pub(super) meter: Meter,
    pub(super) open: AtomicBool,
    pub(super) held: AtomicBool,
    closed: AtomicBool,
    pub(super) agents: RwLock<Arc<[Arc<Attached>]>>,
    pub(super) ears: RwLock<Vec<Arc<Listener>>>,
    /// Where the customer is recorded.
    pub(super) tap: Mutex<Option<Tap>>,
    /// When the agent was last passed on, in milliseconds since `since`.
    spoke: AtomicU64,
    since: Instant,
    /// Keys that are being pressed: until they are, nobody speaks.
    waiting: Mutex<Waiting>,
    /// What is told to both before anybody speaks.
    pub(super) telling: Mutex<Option<Telling>>,
    pub(super) listening: Mutex<Listening>,
    pub(super) events: broadcast::Sender<Event>,
}

impl Inner {
    pub(super) fn new(engine: Arc<Engine>, whatsapp: Peer, out: Arc<Bus>) -> Self {
        engine.prepare_music();
        Self {
            engine,
            whatsapp: Arc::new(whatsapp),
            out,
            open: AtomicBool::new(false),
            held: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            agents: RwLock::default(),
            ears: RwLock::default(),
            tap: Mutex::default(),
            meter: Meter::default(),
            spoke: AtomicU64::new(0),
            since: Instant::now(),
            waiting: Mutex::default(),
            telling: Mutex::default(),
            listening: Mutex::default(),
            events: broadcast::Sender::new(MOST_EVENTS),
        }
    }

    pub(super) fn tap(&self) -> Option<Tap> {
        self.tap.lock().expect("nothing panics while it holds the tap").clone()
    }

    pub(super) fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().expect("nothing panics while it holds the keys")
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    pub(super) fn tell(&self, event: Event) {
        // Nobody may follow.
        drop(self.events.send(event));
    }

    /// Since when the agent has not been passed on.
    pub(super) fn quiet(&self) -> Duration {
        self.since
            .elapsed()
            .saturating_sub(Duration::from_millis(self.spoke.load(Ordering::Relaxed)))
    }

    pub(super) fn note_speech(&self) {
        let now = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.spoke.store(now, Ordering::Relaxed);
    }

    fn take_apart(&self) -> Vec<Arc<Peer>> {
        let agents = std::mem::take(
            &mut *self.agents.write().expect("nothing panics while it holds the agents"),
        );
        let agents = agents.iter().map(|agent| Arc::clone(&agent.peer));
        let ears = std::mem::take(
            &mut *self.ears.write().expect("nothing panics while it holds the ears"),
        );
        let ears = ears.iter().map(|listener| Arc::clone(&listener.peer));
        agents.chain(ears).chain([Arc::clone(&self.whatsapp)]).collect()
    }

    pub(super) async fn close_all(&self) {
        for peer in self.take_apart() {
            peer.close().await;
        }
    }

    pub(super) async fn close(&self) -> Result<(), Error> {
        if self.closed.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        self.tell(Event::Ended);
        self.close_all().await;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use simulator::Voice;

    use crate::{Config, Exchange, Listen};

    /// Streams, connections and the tasks that follow them know of each other; none may keep the others alive.
    #[tokio::test(flavor = "multi_thread")]
    async fn nothing_is_left_of_a_call_whether_it_was_closed_or_forgotten() {
        let exchange = Exchange::start(Config::default()).unwrap();
        for closed in [true, false] {
            let (customer, offer) = Voice::calls().await.unwrap();
            let (call, answer) = exchange.incoming(&offer).await.unwrap();
            customer.answered(&answer).await.unwrap();
            let tabs = [Voice::tab().await.unwrap(), Voice::tab().await.unwrap()];
            let (_, answer) = call.attach(&tabs[0].1, None).await.unwrap();
            tabs[0].0.answered(&answer).await.unwrap();
            let (ear, answer) = call.listen(&tabs[1].1, Listen::Barge).await.unwrap();
            tabs[1].0.answered(&answer).await.unwrap();
            call.open();
            customer.hears(880).await;
            let left = [
                Arc::downgrade(call.inner.whatsapp.connection()),
                Arc::downgrade(call.inner.agents()[0].peer.connection()),
                Arc::downgrade(call.inner.listener(ear).unwrap().peer.connection()),
            ];
            let inner = Arc::downgrade(&call.inner);
            if closed {
                call.close().await;
            }
            drop(call);
            let gone = || inner.strong_count() == 0 && left.iter().all(|it| it.strong_count() == 0);
            for _ in 0..400 {
                if gone() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert!(gone(), "closed: {closed}, {left:?}", left = left.map(|it| it.strong_count()));
        }
    }
}

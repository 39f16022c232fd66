//! The tabs of the agents who speak in a call. They hear each other, and the customer unless that one is on hold.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use super::{Event, Inner, Leg, hearing};
use crate::Error;
use crate::bus::Bus;
use crate::leg::{News, Peer, Told};
use crate::line::Source;
use crate::quality::Meter;
use crate::sdp::Kinds;
use rtc::rtp;

/// Counts the attachments of this process, so that none is taken for another.
static LEGS: AtomicU64 = AtomicU64::new(1);

pub(super) struct Attached {
    pub(super) leg: Leg,
    pub(super) peer: Arc<Peer>,
    /// What the agent hears of the customer.
    pub(super) customer: Arc<Bus>,
    /// What they hear of colleagues; a tab may have no ear for it.
    pub(super) aside: Option<Arc<Bus>>,
    pub(super) meter: Meter,
}

impl Attached {
    /// A colleague says something. Where there is no ear for it, it is heard with the customer.
    pub(super) async fn hear_colleague(&self, source: Source, packet: &rtp::Packet) {
        self.aside.as_ref().unwrap_or(&self.customer).pass(source, packet).await;
    }

    /// A colleague is there no more.
    fn forget(&self, gone: Leg) {
        for bus in self.aside.iter().chain([&self.customer]) {
            bus.forget(|source| source.leg() == Some(gone));
        }
    }
}

pub(super) async fn attach(
    call: &Arc<Inner>,
    offer: &str,
    lines: usize,
    instead: Option<Leg>,
) -> Result<(Leg, String), Error> {
    if call.is_closed() {
        return Err(Error::Closed);
    }
    let kinds = Kinds::of(offer)?;
    let (peer, told) = Peer::browser(&call.engine.mux).await?;
    let customer = peer.bus("customer", kinds).await?;
    let aside = if lines > 1 { Some(peer.bus("aside", kinds).await?) } else { None };
    let answer = peer.answer(offer).await;
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            peer.close().await;
            return Err(error);
        }
    };
    let leg = Leg(LEGS.fetch_add(1, Ordering::Relaxed));
    let attached =
        Arc::new(Attached { leg, peer: Arc::new(peer), customer, aside, meter: Meter::default() });
    follow(call, leg, told);
    call.replace(Some(attached), |leg| instead == Some(leg));
    if call.is_closed() {
        // It ended while the tab was being attached.
        call.close_all().await;
        return Err(Error::Closed);
    }
    Ok((leg, answer))
}

/// Hears what the tab says, as long as it is the one that is attached.
fn follow(call: &Arc<Inner>, leg: Leg, mut told: Told) {
    let weak: Weak<Inner> = Arc::downgrade(call);
    call.engine.spawn(async move {
        while let Some(news) = told.recv().await {
            let Some(call) = weak.upgrade() else { return };
            match news {
                News::Track(track) => {
                    call.engine.spawn(hearing::hear_agent(Weak::clone(&weak), leg, track));
                }
                News::Connected if call.is_attached(leg) => call.tell(Event::AgentConnected(leg)),
                News::Lost if call.is_attached(leg) => call.tell(Event::AgentLost(leg)),
                News::Connected | News::Lost => {}
            }
        }
    });
}

impl Inner {
    pub(super) fn agents(&self) -> Arc<[Arc<Attached>]> {
        Arc::clone(&self.agents.read().expect("nothing panics while it holds the agents"))
    }

    pub(super) fn agent(&self, leg: Leg) -> Option<Arc<Attached>> {
        self.agents().iter().find(|agent| agent.leg == leg).cloned()
    }

    fn is_attached(&self, leg: Leg) -> bool {
        self.agent(leg).is_some()
    }

    /// These are attached no more, and this one is.
    pub(super) fn replace(&self, come: Option<Arc<Attached>>, go: impl Fn(Leg) -> bool) {
        let mut agents = self.agents.write().expect("nothing panics while it holds the agents");
        let (gone, stay): (Vec<_>, Vec<_>) =
            agents.iter().cloned().partition(|agent| go(agent.leg));
        *agents = stay.into_iter().chain(come).collect();
        drop(agents);
        for gone in gone {
            self.out.forget(|source| source.leg() == Some(gone.leg));
            self.agents().iter().for_each(|agent| agent.forget(gone.leg));
            for listener in self.listeners() {
                if let Some(bus) = &listener.agent {
                    bus.forget(|source| source.leg() == Some(gone.leg));
                }
            }
            self.engine.spawn(async move { gone.peer.close().await });
        }
    }
}

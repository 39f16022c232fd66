//! The tab of the agent who speaks in a call.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use super::{Event, Inner, Leg, hearing};
use crate::Error;
use crate::bus::Bus;
use crate::leg::{News, Peer, Told};
use crate::line::Line;
use crate::quality::Meter;
use crate::sdp::Kinds;

/// Counts the attachments of this process, so that none is taken for another.
static LEGS: AtomicU64 = AtomicU64::new(1);

pub(super) struct Attached {
    pub(super) leg: Leg,
    pub(super) peer: Arc<Peer>,
    /// What the agent hears of the customer.
    pub(super) customer: Arc<Line>,
    /// What only the agent hears; a tab may have no ear for it.
    pub(super) aside: Option<Arc<Bus>>,
    pub(super) meter: Meter,
}

pub(super) async fn attach(
    call: &Arc<Inner>,
    offer: &str,
    lines: usize,
) -> Result<(Leg, String), Error> {
    if call.is_closed() {
        return Err(Error::Closed);
    }
    let kinds = Kinds::of(offer)?;
    let (peer, told) = Peer::browser(&call.engine.mux).await?;
    let customer = peer.line("customer").await?;
    customer.speaks(kinds);
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
    let before = {
        let mut agent = call.agent.write().expect("nothing panics while it holds an agent");
        agent.replace(attached)
    };
    if let Some(before) = before {
        call.out.forget(|source| source.leg() == Some(before.leg));
        call.engine.spawn(async move { before.peer.close().await });
    }
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
    pub(super) fn is_attached(&self, leg: Leg) -> bool {
        self.agent().is_some_and(|agent| agent.leg == leg)
    }
}

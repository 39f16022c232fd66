//! Who listens in: hears both, and is heard by nobody, by the agent alone, or by all.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use rtc::rtp;
use webrtc::media_stream::track_remote::TrackRemote;

use super::hearing::next;
use super::{Event, Inner};
use crate::Error;
use crate::bus::Bus;
use crate::leg::{News, Peer, Told};
use crate::line::Source;
use crate::sdp::Kinds;

/// Those who may listen to one call.
const MOST: usize = 8;
static EARS: AtomicU64 = AtomicU64::new(1);

/// One who listens in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ear(pub(crate) u64);

/// By whom somebody who listens in is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listen {
    /// By nobody.
    Listen,
    /// By the agent alone.
    Whisper,
    /// By the customer, too.
    Barge,
}

pub(super) struct Listener {
    pub(super) ear: Ear,
    pub(super) peer: Arc<Peer>,
    /// What they hear of the customer.
    pub(super) customer: Arc<Bus>,
    /// What they hear of the agent, and of others who speak.
    pub(super) agent: Option<Arc<Bus>>,
    mode: AtomicU8,
}

impl Listener {
    pub(super) fn mode(&self) -> Listen {
        match self.mode.load(Ordering::Relaxed) {
            2 => Listen::Barge,
            1 => Listen::Whisper,
            _ => Listen::Listen,
        }
    }

    pub(super) fn set_mode(&self, mode: Listen) {
        self.mode.store(mode as u8, Ordering::Relaxed);
    }
}

pub(super) async fn listen(
    call: &Arc<Inner>,
    offer: &str,
    lines: usize,
    mode: Listen,
) -> Result<(Ear, String), Error> {
    if call.is_closed() {
        return Err(Error::Closed);
    }
    if call.listeners().len() >= MOST {
        return Err(Error::TooMany);
    }
    let kinds = Kinds::of(offer)?;
    let (peer, told) = Peer::browser(&call.engine.mux).await?;
    let customer = peer.bus("customer", kinds).await?;
    let agent = if lines > 1 { Some(peer.bus("agent", kinds).await?) } else { None };
    let answer = match peer.answer(offer).await {
        Ok(answer) => answer,
        Err(error) => {
            peer.close().await;
            return Err(error);
        }
    };
    let ear = Ear(EARS.fetch_add(1, Ordering::Relaxed));
    let mode = AtomicU8::new(mode as u8);
    let listener = Listener { ear, peer: Arc::new(peer), customer, agent, mode };
    follow(call, ear, told);
    call.ears.write().expect("nothing panics while it holds the ears").push(Arc::new(listener));
    if call.is_closed() {
        call.close_all().await;
        return Err(Error::Closed);
    }
    Ok((ear, answer))
}

fn follow(call: &Arc<Inner>, ear: Ear, mut told: Told) {
    let weak = Arc::downgrade(call);
    call.engine.spawn(async move {
        while let Some(news) = told.recv().await {
            let Some(call) = weak.upgrade() else { return };
            let here = call.listener(ear).is_some();
            match news {
                News::Track(track) => call.engine.spawn(hear(Weak::clone(&weak), ear, track)),
                News::Connected if here => call.tell(Event::EarConnected(ear)),
                News::Lost if here => call.tell(Event::EarLost(ear)),
                News::Connected | News::Lost => {}
            }
        }
    });
}

async fn hear(call: Weak<Inner>, ear: Ear, track: Arc<dyn TrackRemote>) {
    while let Some(packet) = next(&*track).await {
        let Some(call) = call.upgrade() else { return };
        // Who has left is heard no more.
        let Some(listener) = call.listener(ear) else { return };
        call.listener_says(&listener, &packet).await;
    }
}

impl Inner {
    pub(super) fn listeners(&self) -> Vec<Arc<Listener>> {
        self.ears.read().expect("nothing panics while it holds the ears").clone()
    }

    pub(super) fn listener(&self, ear: Ear) -> Option<Arc<Listener>> {
        let ears = self.ears.read().expect("nothing panics while it holds the ears");
        ears.iter().find(|listener| listener.ear == ear).cloned()
    }

    pub(super) fn remove_listener(&self, ear: Ear) -> Option<Arc<Listener>> {
        let mut ears = self.ears.write().expect("nothing panics while it holds the ears");
        let at = ears.iter().position(|listener| listener.ear == ear)?;
        Some(ears.remove(at))
    }

    async fn listener_says(&self, speaker: &Listener, packet: &rtp::Packet) {
        let mode = speaker.mode();
        if mode == Listen::Listen {
            return;
        }
        let source = Source::listener(speaker.ear, packet.header.ssrc);
        for agent in &*self.agents() {
            if let Some(aside) = &agent.aside {
                aside.pass(source, packet).await;
            }
        }
        if mode == Listen::Barge && self.may_speak() {
            self.note_speech();
            self.out.pass(source, packet).await;
        }
        for other in self.listeners() {
            if let (Some(agent), true) = (&other.agent, other.ear != speaker.ear) {
                agent.pass(source, packet).await;
            }
        }
    }
}

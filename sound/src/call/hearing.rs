//! What comes in, and to whom it goes. Each stream has a task of its own, which must not keep the call alive.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use rtc::rtp;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};

use super::{Event, Inner, Leg};
use crate::leg::{News, Told};
use crate::line::Source;
use crate::sdp::Kinds;

/// Follows WhatsApp's leg until the call is gone.
pub(super) fn follow_whatsapp(call: &Arc<Inner>, mut told: Told) {
    let weak = Arc::downgrade(call);
    call.engine.spawn(async move {
        while let Some(news) = told.recv().await {
            let Some(call) = weak.upgrade() else { return };
            match news {
                News::Track(track) => call.engine.spawn(hear_customer(Weak::clone(&weak), track)),
                News::Connected => call.tell(Event::WhatsAppConnected),
                News::Lost => call.tell(Event::WhatsAppLost),
            }
        }
    });
}

/// What the customer says goes to the agents, unless they are on hold.
async fn hear_customer(call: Weak<Inner>, track: Arc<dyn TrackRemote>) {
    let mut kinds: Option<Kinds> = None;
    while let Some(packet) = next(&*track).await {
        let Some(call) = call.upgrade() else { return };
        let kinds = match kinds {
            Some(kinds) => kinds,
            None => *kinds.insert(call.heard_kinds().await),
        };
        if packet.header.payload_type == kinds.keys {
            let key = call.listening.lock().expect("nothing panics while it listens").hear(&packet);
            if let Some(key) = key {
                call.tell(Event::Key(key));
            }
        } else if packet.header.payload_type == kinds.sound {
            call.meter.count(&packet);
            call.customer_says(&packet).await;
        }
    }
}

/// What an agent says goes to the other agents, and to WhatsApp once the gate is open.
pub(super) async fn hear_agent(call: Weak<Inner>, leg: Leg, track: Arc<dyn TrackRemote>) {
    while let Some(packet) = next(&*track).await {
        let Some(call) = call.upgrade() else { return };
        if let Some(agent) = call.agent(leg) {
            agent.meter.count(&packet);
            call.agent_says(leg, &packet).await;
        }
    }
}

impl Inner {
    async fn customer_says(&self, packet: &rtp::Packet) {
        let source = Source(packet.header.ssrc.into());
        if self.held.load(Ordering::Relaxed) {
            return;
        }
        if self.open.load(Ordering::Relaxed)
            && let Some(tap) = self.tap()
        {
            tap.hear(source.0, packet.header.timestamp, &packet.payload);
        }
        for agent in &*self.agents() {
            agent.customer.pass(source, packet).await;
        }
        for listener in self.listeners() {
            listener.customer.pass(source, packet).await;
        }
    }

    async fn agent_says(&self, leg: Leg, packet: &rtp::Packet) {
        let source = Source::agent(leg, packet.header.ssrc);
        if self.may_speak() {
            self.note_speech();
            self.out.pass(source, packet).await;
        }
        for other in self.agents().iter().filter(|other| other.leg != leg) {
            other.hear_colleague(source, packet).await;
        }
        for listener in self.listeners() {
            if let Some(agent) = &listener.agent {
                agent.pass(source, packet).await;
            }
        }
    }

    /// Whether WhatsApp may hear somebody of us.
    pub(super) fn may_speak(&self) -> bool {
        self.open.load(Ordering::Relaxed)
            && !self.held.load(Ordering::Relaxed)
            && !self.presses()
            && !self.tells()
    }

    /// The payload types that WhatsApp sends: those that we have agreed to.
    async fn heard_kinds(&self) -> Kinds {
        let own = self.whatsapp.connection().local_description().await;
        let agreed = own.and_then(|own| Kinds::of(&own.sdp).ok());
        agreed.unwrap_or_default()
    }
}

pub(super) async fn next(track: &dyn TrackRemote) -> Option<rtp::Packet> {
    loop {
        match track.poll().await? {
            TrackRemoteEvent::OnRtpPacket(packet) if !packet.payload.is_empty() => {
                return Some(packet);
            }
            _ => {}
        }
    }
}

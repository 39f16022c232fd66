//! How a leg fares: what a person would call a bad line.

use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use rtc::rtp;
use webrtc::peer_connection::{PeerConnection, RTCStatsReportEntry, StatsSelector};

use crate::arrivals::Arrivals;

/// How both legs of a call fare; `None` where there is no leg, or nothing has come yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// To WhatsApp.
    pub whatsapp: Option<LegQuality>,
    /// To the tab that is attached.
    pub agent: Option<LegQuality>,
}

/// How one leg fares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LegQuality {
    /// There and back, in milliseconds.
    pub rtt_ms: f64,
    /// How unevenly packets come, in milliseconds.
    pub jitter_ms: f64,
    /// The part of what was sent to us that was lost since this was asked for the last time, 0 to 1.
    pub loss: f64,
}

/// What is counted of a leg.
#[derive(Default)]
pub(crate) struct Meter(Mutex<Arrivals>);

impl Meter {
    pub(crate) fn count(&self, packet: &rtp::Packet) {
        self.arrivals().count(&packet.header);
    }

    /// What was counted, and what the connection measures by its checks.
    pub(crate) async fn read(&self, connection: &dyn PeerConnection) -> Option<LegQuality> {
        let (loss, jitter_ms) = {
            let mut arrivals = self.arrivals();
            if !arrivals.has_begun() {
                return None;
            }
            (arrivals.loss(), arrivals.jitter_ms())
        };
        let report = connection.get_stats(Instant::now(), StatsSelector::None).await;
        let rtt = report.iter().filter_map(|entry| match entry {
            RTCStatsReportEntry::IceCandidatePair(pair) if pair.nominated => {
                Some(pair.current_round_trip_time)
            }
            _ => None,
        });
        let rtt_ms = rtt.fold(0.0, f64::max) * 1_000.0;
        Some(LegQuality { rtt_ms, jitter_ms, loss })
    }

    fn arrivals(&self) -> MutexGuard<'_, Arrivals> {
        self.0.lock().expect("nothing panics while it counts")
    }
}

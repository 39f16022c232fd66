//! What WhatsApp hears while no agent speaks: music on hold or when nobody is attached, else silence. Something always
//! comes, or WhatsApp would end the call.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::Inner;
use crate::line::Source;
use crate::music;

const STEP: Duration = Duration::from_millis(20);
/// An attached tab that is quiet for so long has hung, or is not connected yet: browsers send silence, too.
const PATIENCE: Duration = Duration::from_millis(200);
/// No source of others has these numbers: theirs have a leg or an SSRC in them.
const MUSIC: Source = Source(u64::MAX);
const SILENCE: Source = Source(u64::MAX - 1);

/// Fills in from now on, until the call ends.
pub(super) fn start(call: &Arc<Inner>) {
    let weak = Arc::downgrade(call);
    call.engine.spawn(async move {
        let mut tick = interval(STEP);
        tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut played = 0;
        loop {
            tick.tick().await;
            let Some(call) = weak.upgrade() else { return };
            if call.is_closed() {
                return;
            }
            if call.presses() {
                continue;
            }
            if call.tell_on().await {
                continue;
            }
            if call.held.load(Ordering::Relaxed) || call.agents().is_empty() {
                call.out.line().say(MUSIC, music::frame(played)).await;
                played += 1;
            } else if call.quiet() > PATIENCE {
                call.out.line().say(SILENCE, music::silence()).await;
                played = 0;
            }
        }
    });
}

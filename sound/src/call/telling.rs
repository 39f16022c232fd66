//! What is told to both before anybody speaks: that the call is recorded. Until it is told nobody of us is heard.

use std::sync::Arc;

use bytes::Bytes;

use super::Inner;
use crate::codec;
use crate::line::Source;
use crate::speech::Speech;

/// No source of others has this number: theirs have a leg or an SSRC in them.
const TOLD: Source = Source(u64::MAX - 3);

/// What is being told, and how far.
pub(super) struct Telling {
    speech: Speech,
    told: usize,
}

impl Telling {
    pub(super) fn of(speech: Speech) -> Self {
        Self { speech, told: 0 }
    }
}

impl Inner {
    /// Whether something is being told.
    pub(super) fn tells(&self) -> bool {
        self.telling.lock().expect("nothing panics while it holds what is told").is_some()
    }

    /// The next 20 ms of what is told, and their time.
    fn told_next(&self) -> Option<(u32, Bytes)> {
        let mut telling = self.telling.lock().expect("nothing panics while it holds what is told");
        let it = telling.as_mut()?;
        let Some(packet) = it.speech.packet(it.told) else {
            *telling = None;
            return None;
        };
        let time = u32::try_from(it.told).unwrap_or_default().wrapping_mul(codec::STEP);
        it.told += 1;
        Some((time, packet))
    }

    /// Tells the next 20 ms, if something is being told.
    pub(super) async fn tell_on(self: &Arc<Self>) -> bool {
        let Some((time, packet)) = self.told_next() else { return false };
        for agent in &*self.agents() {
            if let Some(aside) = &agent.aside {
                aside.line().say(TOLD, packet.clone()).await;
            }
        }
        self.out.say(TOLD, time, packet).await;
        true
    }
}

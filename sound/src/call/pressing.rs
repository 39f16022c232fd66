//! Keys that we press, for menus on the other side.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use tokio::time::sleep;

use super::Inner;
use crate::keys::{DOWN, PAUSE, STEP, UP, packet};

/// Keys that are still to be pressed, in the order in which they were asked for.
#[derive(Default)]
pub(super) struct Waiting {
    keys: VecDeque<u8>,
    /// Somebody is at it, and takes what comes meanwhile.
    busy: bool,
}

impl Waiting {
    /// Adds keys; gives whether somebody has to begin.
    fn add(&mut self, events: Vec<u8>) -> bool {
        self.keys.extend(events);
        !std::mem::replace(&mut self.busy, true)
    }

    /// The next one, or the end of it.
    fn next(&mut self) -> Option<u8> {
        let next = self.keys.pop_front();
        self.busy = next.is_some();
        next
    }
}

/// Presses keys after those that are being pressed. Until then nobody speaks: keys and sound are one stream.
pub(super) fn start(call: &Arc<Inner>, events: Vec<u8>) {
    if !call.open.load(Ordering::Relaxed) || !call.waiting().add(events) {
        return;
    }
    let weak = Arc::downgrade(call);
    call.engine.spawn(async move {
        let Some(call) = weak.upgrade() else { return };
        while !call.is_closed()
            && let Some(event) = call.next_key()
        {
            press(&call, event).await;
        }
    });
}

impl Inner {
    /// Whether keys are being pressed.
    pub(super) fn presses(&self) -> bool {
        self.waiting().busy
    }

    /// The next key to press. At the end others may speak again.
    fn next_key(&self) -> Option<u8> {
        self.waiting().next()
    }
}

async fn press(call: &Inner, event: u8) {
    let time = call.out.line().now().await;
    for nth in 0..DOWN + UP {
        let payload = Bytes::copy_from_slice(&packet(event, nth));
        call.out.line().key(time, nth == 0, payload).await;
        sleep(STEP).await;
    }
    sleep(PAUSE).await;
}

#[cfg(test)]
mod tests {
    use super::Waiting;

    #[test]
    fn one_presses_all_that_is_asked_for_meanwhile_in_order() {
        let mut waiting = Waiting::default();
        assert!(waiting.add(vec![1, 2]) && waiting.next() == Some(1));
        assert!(!waiting.add(vec![3]));
        assert_eq!([waiting.next(), waiting.next(), waiting.next()], [Some(2), Some(3), None]);
        assert!(waiting.add(vec![4]));
    }
}

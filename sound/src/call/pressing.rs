//! Keys that we press, for menus on the other side.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use tokio::time::sleep;

use super::Inner;
use crate::keys::{DOWN, PAUSE, STEP, UP, packet};

/// Presses keys after those that are being pressed. Until then nobody speaks: keys and sound are one stream.
pub(super) fn start(call: &Arc<Inner>, events: Vec<u8>) {
    let weak = Arc::downgrade(call);
    call.engine.spawn(async move {
        let Some(call) = weak.upgrade() else { return };
        let _turn = call.turn.lock().await;
        if !call.open.load(Ordering::Relaxed) {
            return;
        }
        call.pressing.store(true, Ordering::Relaxed);
        for event in events {
            if call.is_closed() {
                return;
            }
            let time = call.out.line().now().await;
            for nth in 0..DOWN + UP {
                call.out
                    .line()
                    .key(time, nth == 0, Bytes::copy_from_slice(&packet(event, nth)))
                    .await;
                sleep(STEP).await;
            }
            sleep(PAUSE).await;
        }
        call.pressing.store(false, Ordering::Relaxed);
    });
}

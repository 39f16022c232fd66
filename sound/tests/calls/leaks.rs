//! Calls come and go, and leave nothing.

use std::fs;
use std::time::Duration;

use crate::world::{attach, exchange, ringing};

fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Sockets of what nobody holds any more go soon after.
async fn settles_at(most: usize) {
    for _ in 0..200 {
        if open_files() <= most {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} files are open, and {most} were", open_files());
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_that_have_ended_keep_no_socket() {
    let exchange = exchange();
    let (warm, _customer) = ringing(&exchange).await;
    warm.close().await;
    let base = open_files();
    for nth in 0..6 {
        let (call, customer) = ringing(&exchange).await;
        let (_, tab) = attach(&call).await;
        if nth % 2 == 0 {
            call.close().await;
        }
        drop((call, customer, tab));
    }
    settles_at(base).await;
}

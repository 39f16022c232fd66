//! What the page is told, as a browser reads it.

use std::pin::Pin;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use serde_json::Value;

use crate::business::Business;

/// The server-sent events from now on.
pub(crate) struct Events {
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>>>>,
    buffer: Vec<u8>,
}

impl Business {
    pub(crate) async fn events(&self) -> Events {
        let url = format!("{}/simulator/events", self.simulator.base_url());
        let answer = self.http.get(url).send().await.unwrap();
        let chunks = answer.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec()));
        Events { chunks: Box::pin(chunks), buffer: Vec::new() }
    }
}

impl Events {
    /// The next event; the test fails if there is none in twenty seconds.
    pub(crate) async fn next(&mut self) -> Value {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\n\n") {
                let event: Vec<u8> = self.buffer.drain(..end + 2).collect();
                if let Some(json) = event.strip_prefix(b"data: ") {
                    return serde_json::from_slice(json).unwrap();
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(20), self.chunks.next()).await;
            self.buffer.extend(chunk.unwrap().unwrap().unwrap());
        }
    }
}

//! Signals: nudges between processes, in memory or through Redis. They carry no facts; losing one costs a moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use redis::AsyncCommands;
use shared::event::Seq;
use shared::ids::Epoch;
use tokio::sync::{broadcast, mpsc, watch};

use super::presence::Whisper;
use crate::calls::remote::CallSignal;
use crate::config::RedisUrl;

/// How long to wait before connecting to Redis again.
const PAUSE: Duration = Duration::from_millis(500);
/// Signals that may wait for Redis. More are dropped: the next one says the same.
const WAITING: usize = 1_024;

/// A nudge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The log has grown up to here.
    Head(Seq),
    /// There is work.
    Jobs,
    /// Something that people do just now.
    Whisper(Whisper),
    /// What processes ask each other about calls.
    Call(CallSignal),
}

/// Where signals go.
#[derive(Clone)]
pub struct Bus {
    heads: Arc<watch::Sender<Seq>>,
    jobs: Arc<watch::Sender<u64>>,
    whispers: broadcast::Sender<Whisper>,
    calls: broadcast::Sender<CallSignal>,
    /// To the other nodes; `None` where there are none.
    others: Option<mpsc::Sender<Signal>>,
    silent: Arc<AtomicBool>,
    /// Whether Redis brings what others ring.
    hears: Arc<AtomicBool>,
}

impl Bus {
    /// Rings in this process, and through Redis in the others that follow the same log. Redis may come and go.
    pub fn connect(redis: Option<&RedisUrl>, log: Epoch) -> Self {
        let (heads, jobs) = (Arc::new(watch::Sender::new(Seq(0))), Arc::new(watch::Sender::new(0)));
        let whispers = broadcast::Sender::new(WAITING);
        let calls = broadcast::Sender::new(WAITING);
        let bus = Self {
            heads,
            jobs,
            whispers,
            calls,
            others: None,
            silent: Arc::default(),
            hears: Arc::default(),
        };
        let others = redis.map(|url| {
            let (sender, receiver) = mpsc::channel(WAITING);
            spawn(publish(url.clone(), channel(log), receiver));
            spawn(subscribe(url.clone(), channel(log), bus.clone()));
            sender
        });
        Self { others, ..bus }
    }

    /// Rings everywhere.
    pub fn ring(&self, signal: Signal) {
        self.ring_here(signal.clone());
        if let Some(others) = &self.others
            && !self.silent.load(Ordering::Relaxed)
        {
            let _ = others.try_send(signal);
        }
    }

    /// Whether what other processes ring is heard here, or there are none to hear.
    pub fn hears_others(&self) -> bool {
        self.others.is_none() || self.hears.load(Ordering::Relaxed)
    }

    /// Drops every signal from here on: losing them must cost a moment and nothing else.
    pub fn fall_silent(&self) {
        self.silent.store(true, Ordering::Relaxed);
    }

    /// Rings for jobs in this process alone.
    pub fn ring_jobs_here(&self) {
        self.ring_here(Signal::Jobs);
    }

    /// The latest head that was rung.
    pub fn listen_for_heads(&self) -> watch::Receiver<Seq> {
        self.heads.subscribe()
    }

    /// Changes when there may be work.
    pub fn listen_for_jobs(&self) -> watch::Receiver<u64> {
        self.jobs.subscribe()
    }

    /// What people do just now, here and at other nodes.
    pub fn listen_for_whispers(&self) -> broadcast::Receiver<Whisper> {
        self.whispers.subscribe()
    }

    /// What processes ask each other about calls.
    pub fn listen_for_calls(&self) -> broadcast::Receiver<CallSignal> {
        self.calls.subscribe()
    }

    fn ring_here(&self, signal: Signal) {
        if self.silent.load(Ordering::Relaxed) {
            return;
        }
        match signal {
            Signal::Head(seq) => {
                self.heads.send_if_modified(|head| {
                    let news = seq > *head;
                    *head = seq.max(*head);
                    news
                });
            }
            Signal::Jobs => self.jobs.send_modify(|count| *count = count.wrapping_add(1)),
            // Without anybody to hear it, it is over.
            Signal::Whisper(whisper) => {
                let _ = self.whispers.send(whisper);
            }
            // Whoever asked gives up after a while.
            Signal::Call(signal) => {
                let _ = self.calls.send(signal);
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "lives as long as the process; nothing is lost with it"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(task);
}

/// Several workspaces may share a Redis, and what one rings must not reach another.
fn channel(log: Epoch) -> String {
    format!("onevoice {log}")
}

async fn publish(url: RedisUrl, channel: String, mut signals: mpsc::Receiver<Signal>) {
    let mut connection = None;
    while let Some(signal) = signals.recv().await {
        if connection.is_none() {
            connection = match url.client() {
                Ok(client) => client.get_multiplexed_async_connection().await.ok(),
                Err(_) => None,
            };
        }
        if let Some(redis) = &mut connection {
            let sent: redis::RedisResult<()> = redis.publish(&channel, text_of(&signal)).await;
            if sent.is_err() {
                connection = None;
            }
        }
    }
}

async fn subscribe(url: RedisUrl, channel: String, bus: Bus) {
    let mut heard = false;
    loop {
        match listen(&url, &channel, &bus, &mut heard).await {
            Ok(()) => {}
            Err(error) if heard => {
                tracing::warn!(%error, "Redis is away; signals of other nodes come by polling");
            }
            Err(error) => tracing::debug!(%error, "Redis is still away"),
        }
        heard = false;
        bus.hears.store(false, Ordering::Relaxed);
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(
    url: &RedisUrl,
    channel: &str,
    bus: &Bus,
    heard: &mut bool,
) -> redis::RedisResult<()> {
    let mut subscriber = url.client()?.get_async_pubsub().await?;
    subscriber.subscribe(channel).await?;
    *heard = true;
    bus.hears.store(true, Ordering::Relaxed);
    tracing::info!("connected to Redis");
    let mut messages = subscriber.on_message();
    while let Some(message) = messages.next().await {
        if let Some(signal) = message.get_payload::<String>().ok().as_deref().and_then(signal_of) {
            bus.ring_here(signal);
        }
    }
    Ok(())
}

fn text_of(signal: &Signal) -> String {
    match signal {
        Signal::Head(seq) => format!("head {}", seq.0),
        Signal::Jobs => "jobs".into(),
        Signal::Whisper(it) => format!("whisper {}", serde_json::to_string(it).unwrap_or_default()),
        Signal::Call(it) => format!("call {}", serde_json::to_string(it).unwrap_or_default()),
    }
}

/// `None` for what a newer node may say.
fn signal_of(text: &str) -> Option<Signal> {
    match text.split_once(' ') {
        None if text == "jobs" => Some(Signal::Jobs),
        Some(("head", seq)) => seq.parse().ok().map(|seq| Signal::Head(Seq(seq))),
        Some(("call", it)) => serde_json::from_str(it).ok().map(Signal::Call),
        Some(("whisper", it)) => serde_json::from_str(it).ok().map(Signal::Whisper),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{AgentId, ConversationId};

    use super::*;

    #[test]
    fn signals_survive_their_text_and_strange_ones_are_ignored() {
        let by = AgentId(ulid::Ulid::from_parts(1, 2));
        let whisper = Whisper::TookOver { at: ConversationId(ulid::Ulid::from_parts(3, 4)), by };
        for signal in [Signal::Head(Seq(42)), Signal::Jobs, Signal::Whisper(whisper)] {
            assert_eq!(signal_of(&text_of(&signal)), Some(signal));
        }
        for text in ["", "head", "head x", "whisper 1"] {
            assert_eq!(signal_of(text), None);
        }
    }
}

//! Follows the log once for the whole process, and keeps its latest lines for all sockets.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use shared::event::Seq;
use shared::ids::Epoch;
use tokio::sync::watch;
use tokio::time::timeout;

use super::bus::Bus;
use crate::error::Result;
use crate::store::Store;
use crate::store::log::{self, Logged};

/// Lines that are kept in memory.
const KEPT: usize = 1_000;
/// Lines that are read at once.
const STEP: i64 = 1_000;
/// How often to look when nobody rings.
const POLL: Duration = Duration::from_secs(1);

/// The log, followed.
#[derive(Clone)]
pub struct Tail {
    store: Store,
    epoch: Epoch,
    shared: Arc<Shared>,
}

struct Shared {
    head: watch::Sender<Seq>,
    recent: RwLock<VecDeque<Arc<Logged>>>,
    stopped: watch::Sender<bool>,
}

impl Tail {
    /// Starts following from the log's head.
    #[expect(clippy::disallowed_methods, reason = "started before there is an app; ends with it")]
    pub async fn start(store: Store, bus: Bus) -> Result<Self> {
        let signals = bus.listen_for_heads();
        let cursor = store.read(log::cursor).await?;
        let shared = Arc::new(Shared {
            head: watch::Sender::new(cursor.seq),
            recent: RwLock::default(),
            stopped: watch::Sender::new(false),
        });
        let tail = Self { store, epoch: cursor.epoch, shared };
        tokio::spawn(tail.clone().follow(signals));
        Ok(tail)
    }

    /// Which log this is.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The head as far as this process has read. Subscribe before reading it, so that nothing is missed.
    pub fn head(&self) -> watch::Receiver<Seq> {
        self.shared.head.subscribe()
    }

    /// Turns true when the process is about to end.
    pub fn stopped(&self) -> watch::Receiver<bool> {
        self.shared.stopped.subscribe()
    }

    /// Ends the following, and with it the sockets.
    pub fn stop(&self) {
        self.shared.stopped.send_replace(true);
    }

    /// Up to `limit` lines after a place, from memory where they are still there.
    pub async fn after(&self, place: Seq, limit: usize) -> Result<Vec<Arc<Logged>>> {
        if let Some(lines) = self.recent_after(place, limit) {
            return Ok(lines);
        }
        let limit = i64::try_from(limit).unwrap_or(STEP);
        let lines = self.store.read(move |conn| log::after(conn, place, limit)).await?;
        Ok(lines.into_iter().map(Arc::new).collect())
    }

    /// Whether everything after a place is in memory.
    pub fn keeps(&self, place: Seq) -> bool {
        let head = *self.shared.head.borrow();
        let recent = self.shared.recent.read().unwrap_or_else(PoisonError::into_inner);
        let first = recent.front().map(|it| it.seq);
        place == head || place < head && first.is_some_and(|first| first.0 <= place.0 + 1)
    }

    fn recent_after(&self, place: Seq, limit: usize) -> Option<Vec<Arc<Logged>>> {
        let recent = self.shared.recent.read().unwrap_or_else(PoisonError::into_inner);
        let first = recent.front()?.seq;
        // The lines are without gaps, so the place tells the index.
        let skip = usize::try_from(place.0 + 1 - first.0).ok()?;
        let lines: Vec<_> = recent.iter().skip(skip).take(limit).cloned().collect();
        // Nothing here may be because this process has not read so far yet.
        (!lines.is_empty()).then_some(lines)
    }

    async fn follow(self, mut signals: watch::Receiver<Seq>) {
        let mut stopped = self.stopped();
        loop {
            tokio::select! {
                _ = timeout(POLL, signals.changed()) => {}
                _ = stopped.changed() => return,
            }
            loop {
                match self.read_on().await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::error!(%error, "cannot read the log");
                        tokio::time::sleep(POLL).await;
                        break;
                    }
                }
            }
        }
    }

    /// Says whether there may be more.
    async fn read_on(&self) -> Result<bool> {
        let from = *self.shared.head.borrow();
        let lines = self.store.read(move |conn| log::after(conn, from, STEP)).await?;
        let Some(last) = lines.last().map(|line| line.seq) else { return Ok(false) };
        let full = i64::try_from(lines.len()).is_ok_and(|read| read == STEP);
        {
            let mut recent = self.shared.recent.write().unwrap_or_else(PoisonError::into_inner);
            recent.extend(lines.into_iter().map(Arc::new));
            let surplus = recent.len().saturating_sub(KEPT);
            recent.drain(..surplus);
        }
        self.shared.head.send_replace(last);
        Ok(full)
    }
}

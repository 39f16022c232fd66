//! Keeps what WhatsApp delivers before it is answered: many deliveries share one commit, so that a burst costs
//! commits, not messages.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use shared::event::Actor;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::store::webhooks;

/// Deliveries of one commit.
const BATCH: usize = 256;
/// Kilobytes of deliveries that may wait; further ones wait outside.
const KILOBYTES: usize = 32 * 1024;
/// How often a batch that met another one in the database is tried.
const TRIES: u32 = 5;

/// Where deliveries are handed in.
#[derive(Clone)]
pub struct Intake {
    queue: mpsc::UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
}

/// Deliveries on their way to the database.
pub struct Queue(mpsc::UnboundedReceiver<Waiting>);

struct Waiting {
    delivery: webhooks::Delivery,
    kept: oneshot::Sender<bool>,
    room: OwnedSemaphorePermit,
}

impl Intake {
    /// The two ends.
    pub fn new() -> (Self, Queue) {
        let (queue, waiting) = mpsc::unbounded_channel();
        (Self { queue, room: Arc::new(Semaphore::new(KILOBYTES)) }, Queue(waiting))
    }

    /// Returns when the delivery is on the disk; an error means that it may not be.
    pub async fn keep(&self, body: Vec<u8>) -> Result<()> {
        let kilobytes = u32::try_from(body.len() / 1024 + 1).map_err(Error::fault)?;
        let room =
            Arc::clone(&self.room).acquire_many_owned(kilobytes).await.map_err(Error::fault)?;
        let (kept, answer) = oneshot::channel();
        let delivery = (hex::encode(Sha256::digest(&body)), body);
        self.queue.send(Waiting { delivery, kept, room }).map_err(|_| lost())?;
        if answer.await.unwrap_or(false) { Ok(()) } else { Err(lost()) }
    }
}

/// Takes in until the process stops.
pub async fn take_in(app: App, mut queue: Queue) {
    let mut batch = Vec::with_capacity(BATCH);
    while queue.0.recv_many(&mut batch, BATCH).await > 0 {
        let mut rooms = vec![];
        let (deliveries, kept): (Vec<_>, Vec<_>) = batch
            .drain(..)
            .map(|waiting| {
                rooms.push(waiting.room);
                (waiting.delivery, waiting.kept)
            })
            .unzip();
        let outcome = keep(&app, deliveries.into()).await;
        if let Err(error) = &outcome {
            let deliveries = kept.len();
            tracing::error!(%error, deliveries, "cannot keep deliveries; WhatsApp will repeat them");
        }
        for answer in kept {
            let _ = answer.send(outcome.is_ok());
        }
    }
}

async fn keep(app: &App, deliveries: Arc<[webhooks::Delivery]>) -> Result<()> {
    let mut tries = 0;
    loop {
        let deliveries = Arc::clone(&deliveries);
        let outcome = app
            .write(Actor::System, move |tx| {
                let now = tx.now();
                if webhooks::keep(&mut tx.bookkeeping(), &deliveries, now)? > 0 {
                    tx.promise(Job::IngestWebhooks);
                }
                Ok(())
            })
            .await;
        tries += 1;
        // Two nodes that keep the same repeated deliveries, each in its own order, may have waited for each other.
        if tries == TRIES || !outcome.as_ref().is_err_and(Error::is_conflict) {
            return outcome.map(drop);
        }
    }
}

fn lost() -> Error {
    Error::Fault(anyhow::anyhow!("a delivery could not be kept"))
}

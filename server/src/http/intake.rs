//! Keeps what WhatsApp delivers before it is answered: many deliveries share one commit, so that a burst costs
//! commits, not messages.

use sha2::{Digest, Sha256};
use shared::event::Actor;
use tokio::sync::{mpsc, oneshot};

use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::store::webhooks;

/// Deliveries of one commit.
const BATCH: usize = 256;
/// Deliveries that may wait; further ones wait outside.
const WAITING: usize = 4_096;

/// Where deliveries are handed in.
#[derive(Clone)]
pub struct Intake(mpsc::Sender<Delivery>);

/// Deliveries on their way to the database.
pub struct Waiting(mpsc::Receiver<Delivery>);

struct Delivery {
    hash: String,
    body: Vec<u8>,
    kept: oneshot::Sender<bool>,
}

impl Intake {
    /// The two ends.
    pub fn new() -> (Self, Waiting) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), Waiting(receiver))
    }

    /// Returns when the delivery is on the disk; an error means that it may not be.
    pub async fn keep(&self, body: Vec<u8>) -> Result<()> {
        let (kept, answer) = oneshot::channel();
        let hash = hex::encode(Sha256::digest(&body));
        self.0.send(Delivery { hash, body, kept }).await.map_err(|_| lost())?;
        if answer.await.unwrap_or(false) { Ok(()) } else { Err(lost()) }
    }
}

/// Takes in until the process stops.
pub async fn take_in(app: App, mut waiting: Waiting) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.0.recv_many(&mut batch, BATCH).await > 0 {
        let (rows, kept): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|delivery| ((delivery.hash, delivery.body), delivery.kept)).unzip();
        let outcome = app
            .write(Actor::System, move |tx| {
                let now = tx.now();
                if webhooks::keep(&mut tx.bookkeeping(), &rows, now)? > 0 {
                    tx.promise(Job::IngestWebhooks);
                }
                Ok(())
            })
            .await;
        if let Err(error) = &outcome {
            tracing::error!(%error, deliveries = kept.len(), "cannot keep deliveries; WhatsApp will repeat them");
        }
        for answer in kept {
            let _ = answer.send(outcome.is_ok());
        }
    }
}

fn lost() -> Error {
    Error::Fault(anyhow::anyhow!("a delivery could not be kept"))
}

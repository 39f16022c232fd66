//! Puts what WhatsApp delivered into its threads: many deliveries in one transaction, one by one where that fails.

use std::time::Duration;

use shared::event::Actor;
use shared::time::Millis;
use tokio::time::Instant;

use super::Outcome;
use crate::app::App;
use crate::error::Result;
use crate::ingest;
use crate::store::webhooks::{self, Raw};

/// Deliveries of one transaction.
const BATCH: i64 = 200;
/// How long one claim goes on, well within its lease; then the job is claimed anew.
const SHIFT: Duration = Duration::from_secs(10);

pub(super) async fn run(app: &App) -> Result<Outcome> {
    let began = Instant::now();
    while began.elapsed() < SHIFT {
        let batch = app.store.read(|conn| webhooks::pending(conn, BATCH)).await?;
        if batch.is_empty() {
            return Ok(Outcome::Done);
        }
        let all = batch.clone();
        if let Err(error) = take_in(app, all).await {
            tracing::warn!(%error, deliveries = batch.len(), "a batch did not work; trying one by one");
            one_by_one(app, batch).await?;
        }
    }
    Ok(Outcome::Later(Millis(0), "there is more".into()))
}

async fn one_by_one(app: &App, batch: Vec<Raw>) -> Result<()> {
    for raw in batch {
        let id = raw.id;
        let mut outcome = take_in(app, vec![raw.clone()]).await;
        if outcome.as_ref().is_err_and(crate::error::Error::is_conflict) {
            outcome = take_in(app, vec![raw]).await;
        }
        if let Err(error) = outcome {
            // An outage is none of the delivery's fault: then this fails too, and everything stays as it is.
            tracing::error!(webhook.id = id, %error, "a delivery can't be read; it is kept aside");
            let words = error.to_string();
            app.write(Actor::System, move |tx| {
                webhooks::set_aside(&mut tx.bookkeeping(), id, &words)
            })
            .await?;
        }
    }
    Ok(())
}

async fn take_in(app: &App, batch: Vec<Raw>) -> Result<()> {
    app.write(Actor::System, move |tx| {
        for raw in &batch {
            ingest::take_in(tx, raw)?;
        }
        let ids: Vec<_> = batch.iter().map(|raw| raw.id).collect();
        webhooks::done(&mut tx.bookkeeping(), &ids)
    })
    .await?;
    Ok(())
}

//! Puts what WhatsApp delivered into its threads: many deliveries in one transaction, one by one where that fails.
//!
//! No delivery makes another one wait, and none is given up for a fault that may be ours.

use std::time::Duration;

use shared::event::Actor;
use shared::time::Millis;
use tokio::time::Instant;

use super::Outcome;
use super::worker::pause_after;
use crate::app::App;
use crate::error::Result;
use crate::ingest;
use crate::store::webhooks::{self, Raw};

/// Deliveries of one transaction, and bytes: while it runs, SQLite's only writer is taken.
const BATCH: i64 = 200;
const BYTES: i64 = 1_000_000;
/// How long one claim goes on, well within its lease; then the job is claimed anew.
const SHIFT: Duration = Duration::from_secs(10);
/// How often a delivery is tried before it is set aside; it is tried again at the next start.
const TRIES: i32 = 8;

pub(super) async fn run(app: &App) -> Result<Outcome> {
    let began = Instant::now();
    if app.store.read(webhooks::any_to_unpark).await? {
        app.write(Actor::System, |tx| webhooks::unpark(&mut tx.bookkeeping(), false)).await?;
    }
    while began.elapsed() < SHIFT {
        let now = app.clock.now();
        // Asked first: what comes between the two questions is due at once, and has not to wait for its turn.
        let later = app.store.read(webhooks::any_pending).await?;
        let batch = app.store.read(move |conn| webhooks::due(conn, now, BATCH, BYTES)).await?;
        if batch.is_empty() {
            return Ok(if later { Outcome::More(Millis::seconds(1)) } else { Outcome::Done });
        }
        let deliveries = batch.len();
        let ids: Vec<_> = batch.iter().map(|raw| (raw.id, raw.tries)).collect();
        match take_in(app, batch).await {
            Ok(()) => {}
            Err(error) if deliveries == 1 => postpone(app, &ids, &error.to_string()).await?,
            Err(error) => {
                tracing::warn!(%error, deliveries, "a batch did not work; trying one by one");
                one_by_one(app).await?;
            }
        }
    }
    Ok(Outcome::More(Millis(0)))
}

/// As many single steps as a batch has.
async fn one_by_one(app: &App) -> Result<()> {
    for _ in 0..BATCH {
        let now = app.clock.now();
        let batch = app.store.read(move |conn| webhooks::due(conn, now, 1, BYTES)).await?;
        if batch.is_empty() {
            return Ok(());
        }
        let ids: Vec<_> = batch.iter().map(|raw| (raw.id, raw.tries)).collect();
        if let Err(error) = take_in(app, batch).await {
            postpone(app, &ids, &error.to_string()).await?;
        }
    }
    Ok(())
}

/// It may be our fault as well as its own, so it is tried again for a while. An outage fails here too, and then
/// everything stays as it is.
async fn postpone(app: &App, deliveries: &[(i64, i32)], error: &str) -> Result<()> {
    for &(id, tries) in deliveries {
        let again = tries + 1 < TRIES;
        if again {
            tracing::warn!(webhook.id = id, error, "a delivery did not work; trying it again");
        } else {
            tracing::error!(webhook.id = id, error, "a delivery can't be read; it is kept aside");
        }
        let words = error.to_owned();
        let at = again.then(|| app.clock.now() + pause_after(tries + 1));
        app.write(Actor::System, move |tx| webhooks::failed(&mut tx.bookkeeping(), id, at, &words))
            .await?;
    }
    Ok(())
}

async fn take_in(app: &App, batch: Vec<Raw>) -> Result<()> {
    app.write(Actor::System, move |tx| {
        let ids: Vec<_> = batch.iter().map(|raw| raw.id).collect();
        webhooks::done(&mut tx.bookkeeping(), &ids)?;
        for raw in &batch {
            ingest::take_in(tx, raw)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

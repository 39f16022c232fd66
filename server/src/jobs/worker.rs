//! Claims jobs that are due, runs them side by side, and tries again what did not work.

use std::sync::Arc;
use std::time::Duration;

use shared::event::Actor;
use shared::time::Millis;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Outcome, run};
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::jobs::{self, Claim};

/// Jobs that run at the same time in this process.
const AT_ONCE: usize = 32;
/// How often to look when nobody rings.
const POLL: Duration = Duration::from_secs(1);
/// A lease for all kinds: a claim says only whose it is, each kind is shorter than this.
const LEASE: Millis = Millis::seconds(30);
/// The longest pause between two tries.
const LONGEST: Millis = Millis::minutes(10);

/// Runs until the process stops. What was claimed by this node before it was restarted is free again.
pub async fn work(app: App) {
    let node = app.node.clone();
    if let Err(error) =
        app.write(Actor::System, move |tx| jobs::release(&mut tx.bookkeeping(), &node)).await
    {
        tracing::error!(%error, "cannot free the jobs of the last run");
    }
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut signals = app.bus.listen_for_jobs();
    while !app.stopping() {
        // Whoever promises from here on rings again: nothing is missed between looking and waiting.
        signals.mark_unchanged();
        match claim(&app, &slots).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = timeout(POLL, signals.changed()).await;
            }
            Err(error) => {
                tracing::error!(%error, "cannot claim jobs");
                tokio::time::sleep(POLL).await;
            }
        }
    }
}

/// Claims and starts what is due, as far as there is room. Says whether there was any.
async fn claim(app: &App, slots: &Arc<Semaphore>) -> Result<bool> {
    let now = app.clock.now();
    if !app.store.read(move |conn| jobs::any_due(conn, now)).await? {
        return Ok(false);
    }
    let first = Arc::clone(slots).acquire_owned().await.map_err(Error::fault)?;
    let mut permits = vec![first];
    while let Ok(permit) = Arc::clone(slots).try_acquire_owned() {
        permits.push(permit);
    }
    let (node, limit) = (app.node.clone(), i64::try_from(permits.len()).unwrap_or(1));
    let now = app.clock.now();
    let (claims, _) = app
        .write(Actor::System, move |tx| {
            jobs::claim(&mut tx.bookkeeping(), &node, now, LEASE, limit)
        })
        .await?;
    let any = !claims.is_empty();
    for (claim, permit) in claims.into_iter().zip(permits) {
        let app = app.clone();
        app.clone().spawn(async move {
            do_one(&app, claim).await;
            // Something in the same lane may be waiting for this one.
            app.bus.ring_jobs_here();
            drop(permit);
        });
    }
    Ok(any)
}

async fn do_one(app: &App, claim: Claim) {
    let kind = claim.job.kind();
    let outcome = run(app, &claim).await;
    let (at, words) = match outcome {
        Ok(Outcome::Done) => {
            let finished = app
                .write(Actor::System, move |tx| jobs::finish(&mut tx.bookkeeping(), &claim))
                .await;
            if let Err(error) = finished {
                tracing::error!(job.kind = kind, %error, "cannot finish a job; it will run again");
            }
            return;
        }
        Ok(Outcome::Later(pause, words)) => (Some(app.clock.now() + pause), words),
        Err(error) => {
            tracing::warn!(job.kind = kind, attempt = claim.attempt, %error, "a job did not work");
            let again = claim.attempt < claim.job.tries();
            (again.then(|| app.clock.now() + pause_after(claim.attempt)), error.to_string())
        }
    };
    if at.is_none() {
        tracing::error!(job.kind = kind, error = words, "a job was given up");
    }
    let postponed = app
        .write(Actor::System, move |tx| jobs::postpone(&mut tx.bookkeeping(), &claim, at, &words))
        .await;
    if let Err(error) = postponed {
        tracing::error!(job.kind = kind, %error, "cannot postpone a job; it will run when its lease ends");
    }
}

/// Half a second, doubled with each try.
pub fn pause_after(attempt: i32) -> Millis {
    let doubled =
        500_i64.saturating_mul(1_i64 << attempt.clamp(1, 20).unsigned_abs().saturating_sub(1));
    Millis(doubled.min(LONGEST.0))
}

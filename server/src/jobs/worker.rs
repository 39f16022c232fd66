//! Claims jobs that are due, runs them side by side, and tries again what did not work.

use std::sync::Arc;
use std::time::Duration;

use shared::event::{Actor, Seq};
use shared::time::{Millis, Timestamp};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::perform::{give_up, run};
use super::{Job, Outcome};
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::jobs::{self, Claim, Whose};
use crate::store::webhooks;

/// Jobs that run at the same time in this process.
pub const AT_ONCE: usize = 32;
/// Files that are fetched at the same time in this process.
const FILES_AT_ONCE: usize = 6;
/// How often to look when nobody rings.
const POLL: Duration = Duration::from_secs(1);
/// How often to look for what earlier runs have left, once a second.
const LOOKING_BACK: u32 = 30;
/// How often to try to note how a job ended.
const NOTING: u32 = 20;
/// The longest pause between two tries.
const LONGEST: Millis = Millis::minutes(10);

/// Runs until the process stops. What was claimed by this node before it was restarted is free again.
pub async fn work(app: App) {
    let again = app.write(Actor::System, move |tx| {
        if webhooks::try_failed_again(&mut tx.bookkeeping())? > 0 {
            tx.promise(Job::IngestWebhooks);
        }
        Ok(())
    });
    if let Err(error) = again.await {
        tracing::error!(%error, "cannot try again what failed");
    }
    tokio::join!(
        free_left_over(&app),
        work_on(&app, Whose::Ingest, Arc::new(Semaphore::new(1))),
        work_on(&app, Whose::Allocate, Arc::new(Semaphore::new(1))),
        work_on(&app, Whose::Files, Arc::new(Semaphore::new(FILES_AT_ONCE))),
        work_on(&app, Whose::Rest, Arc::clone(&app.slots)),
    );
}

/// What an earlier run of this node has claimed is nobody's. PostgreSQL may commit its last claim only after this one has
/// begun, so this looks a few times.
async fn free_left_over(app: &App) {
    for _ in 0..LOOKING_BACK {
        if app.stopping() {
            return;
        }
        match free_once(app).await {
            Ok(0) => {}
            Ok(_) => app.bus.ring_jobs_here(),
            Err(error) => tracing::error!(%error, "cannot free the jobs of the last run"),
        }
        tokio::time::sleep(POLL).await;
    }
}

async fn free_once(app: &App) -> Result<usize> {
    let holder = app.holder.clone();
    if !app.store.read(move |conn| jobs::any_left_over(conn, &holder)).await? {
        return Ok(0);
    }
    let holder = app.holder.clone();
    let freed =
        app.write(Actor::System, move |tx| jobs::release_left_over(&mut tx.bookkeeping(), &holder));
    freed.await.map(|(freed, _)| freed)
}

async fn work_on(app: &App, whose: Whose, slots: Arc<Semaphore>) {
    let mut signals = app.bus.listen_for_jobs();
    let mut unsure = false;
    while !app.stopping() {
        if unsure && whose == Whose::Ingest {
            unsure = free_ingest(app, &slots).await.is_err();
        }
        // Whoever promises from here on rings again: nothing is missed between looking and waiting.
        signals.mark_unchanged();
        match claim(app, whose, &slots).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = timeout(POLL, signals.changed()).await;
            }
            Err(error) => {
                tracing::error!(%error, "cannot claim jobs");
                tokio::time::sleep(POLL).await;
                unsure = true;
            }
        }
    }
}

/// A claim that failed may have been committed all the same, if the connection broke in between. Of ingest only one
/// runs here: when none does, what this node holds is nobody's, and incoming messages need not wait for the lease.
async fn free_ingest(app: &App, slots: &Semaphore) -> Result<()> {
    let _none = slots.acquire().await.map_err(Error::fault)?;
    let holder = app.holder.clone();
    app.write(Actor::System, move |tx| {
        jobs::release(&mut tx.bookkeeping(), Whose::Ingest, &holder).map(drop)
    })
    .await?;
    Ok(())
}

/// Claims and starts what is due, as far as there is room. Says whether there was any.
async fn claim(app: &App, whose: Whose, slots: &Arc<Semaphore>) -> Result<bool> {
    let now = app.clock.now();
    if !app.store.read(move |conn| jobs::any_due(conn, whose, now)).await? {
        return Ok(false);
    }
    let first = Arc::clone(slots).acquire_owned().await.map_err(Error::fault)?;
    let mut permits = vec![first];
    while let Ok(permit) = Arc::clone(slots).try_acquire_owned() {
        permits.push(permit);
    }
    if app.stopping() {
        return Ok(false);
    }
    let (holder, limit) = (app.holder.clone(), i64::try_from(permits.len()).unwrap_or(1));
    let now = app.clock.now();
    let claim = app.write(Actor::System, move |tx| {
        jobs::claim(&mut tx.bookkeeping(), whose, &holder, now, limit)
    });
    let (claims, _) = claim.await?;
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

/// What is to be noted of a job that ran.
#[derive(Clone)]
enum Ended {
    Done,
    GoesOn(Timestamp),
    Failed(Option<Timestamp>, String),
}

async fn do_one(app: &App, claim: Claim) {
    let kind = claim.job.kind();
    let ended = match run(app, &claim).await {
        Ok(Outcome::Done) => Ended::Done,
        Ok(Outcome::More(pause)) => Ended::GoesOn(app.clock.now() + pause),
        Ok(Outcome::Later(pause, words)) => Ended::Failed(Some(app.clock.now() + pause), words),
        Err(error) => {
            tracing::warn!(job.kind = kind, attempt = claim.attempt, %error, "a job did not work");
            let again = claim.attempt < claim.job.tries();
            if !again && let Err(error) = give_up(app, &claim.job).await {
                tracing::error!(job.kind = kind, %error, "cannot give a job up; it will run again");
                return;
            }
            let at = again.then(|| app.clock.now() + pause_after(claim.attempt));
            Ended::Failed(at, error.to_string())
        }
    };
    if let Ended::Failed(None, words) = &ended {
        tracing::error!(job.kind = kind, error = words, "a job was given up");
    }
    // Whoever comes next in its lane would wait for the lease to end. When it has, noting changes nothing.
    for _ in 0..NOTING {
        match note(app, claim.clone(), ended.clone()).await {
            Ok(_) => return,
            Err(error) => tracing::warn!(job.kind = kind, %error, "cannot note how a job ended"),
        }
        tokio::time::sleep(POLL).await;
    }
    tracing::error!(job.kind = kind, "nobody knows that a job ended; it will run again");
}

async fn note(app: &App, claim: Claim, ended: Ended) -> Result<((), Seq)> {
    app.write(Actor::System, move |tx| {
        let mut writer = tx.bookkeeping();
        match ended {
            Ended::Done => jobs::finish(&mut writer, &claim),
            Ended::GoesOn(at) => jobs::go_on(&mut writer, &claim, at),
            Ended::Failed(at, words) => jobs::postpone(&mut writer, &claim, at, &words),
        }
    })
    .await
}

/// Half a second, doubled with each try.
pub fn pause_after(attempt: i32) -> Millis {
    let doubled =
        500_i64.saturating_mul(1_i64 << attempt.clamp(1, 20).unsigned_abs().saturating_sub(1));
    Millis(doubled.min(LONGEST.0))
}

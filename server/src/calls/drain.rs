//! A server that is about to stop lets its calls end first, or ends them so that everybody knows.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::tell;
use crate::app::App;
use crate::error::Result;
use crate::features::call::Told;
use crate::store::jobs;

/// How often is looked whether WhatsApp knows that they are over.
const LOOK: Duration = Duration::from_millis(100);
/// How long those that are ended may take.
const ENDING: Duration = Duration::from_secs(5);

/// Waits until no call has its sound here and WhatsApp has been told so, or as long as settings say.
pub async fn drain(app: &App) {
    let calls = app.calls.count();
    if calls == 0 {
        return;
    }
    tracing::info!(calls, "stopping once they are over; told again, at once");
    match timeout(app.config.calls.drain, over(app)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "cannot see whether calls are over"),
        Err(_) => tracing::warn!(calls = app.calls.count(), "they lasted too long, and end now"),
    }
}

/// Ends those whose sound is still here: it is about to be gone.
pub async fn end(app: &App) {
    let these: Vec<_> = app.calls.lines().keys().copied().collect();
    if these.is_empty() {
        return;
    }
    for id in these {
        if let Err(error) = tell(app, id, Told::Gone).await {
            tracing::error!(%error, "cannot tell that a call ends with this server");
        }
    }
    if !matches!(timeout(ENDING, over(app)).await, Ok(Ok(()))) {
        tracing::warn!("WhatsApp is told that calls are over by the next server");
    }
}

async fn over(app: &App) -> Result<()> {
    // The sender is the app's.
    let _ = app.calls.inner.count.subscribe().wait_for(|count| *count == 0).await;
    while app.store.read(jobs::any_call_to_end).await? {
        sleep(LOOK).await;
    }
    Ok(())
}

//! Forgets what nobody needs any more: old lines of the log, old deliveries, commands that won't come again,
//! sessions that nobody uses.

use std::time::Duration;

use shared::event::Actor;
use shared::time::Millis;

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::{allocation, bulk, invitation, message, session, template, upload};
use crate::store::{log, webhooks};

/// How often.
const EVERY: Duration = Duration::from_hours(1);
/// How long the log is kept: who is further behind starts again.
const LOG: Millis = Millis::days(14);
/// How long deliveries are kept as they came. Meta repeats them for up to 7 days (Cloud API, webhooks).
const DELIVERIES: Millis = Millis::days(14);
/// How long a command may come again.
const COMMANDS: Millis = Millis::days(2);
/// How long a file may be handed over and not sent.
const UPLOADS: Millis = Millis::days(2);

/// Runs until the process stops.
pub async fn maintain(app: App) {
    let mut stopped = app.tail.stopped();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
        if let Err(error) = forget(&app).await {
            tracing::error!(%error, "cannot forget what is old; trying again in an hour");
        }
    }
}

/// Forgets once.
pub async fn forget(app: &App) -> Result<()> {
    app.files.sweep().await.map_err(Error::fault)?;
    app.write(Actor::System, |tx| {
        let now = tx.now();
        let mut writer = tx.bookkeeping();
        log::prune(&mut writer, now - LOG)?;
        log::forget_commands(&mut writer, now - COMMANDS)?;
        webhooks::prune(&mut writer, now - DELIVERIES)?;
        message::delivery::rows::prune_early(&mut writer, now - DELIVERIES)?;
        allocation::rows::prune(&mut writer, now - allocation::KEPT)?;
        invitation::rows::prune(&mut writer, now)?;
        upload::rows::prune(&mut writer, now - UPLOADS, now)?;
        session::forget_old(tx)?;
        bulk::forget_old(tx)?;
        template::sync_old(tx)
    })
    .await?;
    Ok(())
}

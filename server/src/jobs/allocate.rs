//! Gives what waits to who can take it. Run again, it finds nothing to do.

use shared::event::Actor;
use shared::time::Millis;

use super::{Job, Outcome};
use crate::app::App;
use crate::error::Result;
use crate::features::allocation::drain;

/// Somebody else was changing something just now.
const PAUSE: Millis = Millis(20);

pub(super) async fn run(app: &App) -> Result<Outcome> {
    let now = app.clock.now();
    let Some(plan) = app.store.snapshot(move |conn| drain::plan(conn, now)).await? else {
        return Ok(Outcome::Done);
    };
    if plan.idle() {
        return Ok(Outcome::Done);
    }
    match app.write(Actor::System, move |tx| drain::carry_out(tx, plan)).await {
        Ok((false, _)) => Ok(Outcome::Done),
        Ok((true, _)) => Ok(Outcome::More(Millis(0))),
        Err(error) if error.is_conflict() => Ok(Outcome::More(PAUSE)),
        Err(error) => Err(error),
    }
}

/// A time has come at which something may have become of what waits.
pub(super) async fn again(app: &App) -> Result<Outcome> {
    let again = app.write(Actor::System, |tx| {
        tx.promise(Job::Allocate);
        Ok(())
    });
    again.await?;
    Ok(Outcome::Done)
}

//! Whose tabs are connected to this node, and the task that tells it where all nodes can read it. Who loses the network is
//! held on to for a while: a tab that comes back in time has never been away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use shared::availability::Heard;
use shared::event::Actor;
use shared::ids::AgentId;
use shared::time::Millis;
use tokio::sync::Notify;

use crate::app::App;
use crate::error::Result;
use crate::features::attendance::{self, Here};

/// After a failure.
const PAUSE: Duration = Duration::from_millis(500);
/// So often within the grace everything is told again.
const BEATS: u32 = 4;

/// Whose tabs are connected. A copy is the same.
#[derive(Clone, Default)]
pub struct Attendance {
    people: Arc<Mutex<HashMap<AgentId, Tabs>>>,
    changed: Arc<Notify>,
    /// Whether everything has been told that will be.
    over: Arc<tokio::sync::Mutex<bool>>,
}

#[derive(Default)]
struct Tabs {
    active: usize,
    idle: usize,
    /// When the last one went, and what it was.
    left: Option<(Instant, Heard)>,
}

/// That a tab is connected, for as long as this lives.
pub struct Seat {
    attendance: Attendance,
    agent: AgentId,
    idle: bool,
}

impl Attendance {
    /// A tab of somebody connects.
    pub fn enter(&self, agent: AgentId, idle: bool) -> Seat {
        self.change(agent, |tabs| *tabs.of(idle) += 1);
        Seat { attendance: self.clone(), agent, idle }
    }

    /// Tells nothing any more, so that nobody comes or goes while a test compares.
    pub async fn ends(&self) {
        *self.over.lock().await = true;
    }

    fn change(&self, agent: AgentId, change: impl FnOnce(&mut Tabs)) {
        let (before, after) = {
            let mut people = self.people();
            let tabs = people.entry(agent).or_default();
            let before = tabs.heard();
            change(tabs);
            let after = tabs.heard();
            tabs.left = (after == Heard::Nothing).then(|| (Instant::now(), before));
            (before, after)
        };
        // Who goes is told with the next beat.
        if after != before && after != Heard::Nothing {
            self.changed.notify_one();
        }
    }

    /// Whose tabs there are, or were until a moment ago.
    fn here(&self, grace: Duration) -> Here {
        let mut people = self.people();
        people.retain(|_, tabs| tabs.left.is_none_or(|(at, _)| at.elapsed() < grace));
        people.iter().map(|(id, tabs)| (*id, tabs.left.map_or(tabs.heard(), |it| it.1))).collect()
    }

    fn people(&self) -> MutexGuard<'_, HashMap<AgentId, Tabs>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tabs {
    const fn of(&mut self, idle: bool) -> &mut usize {
        if idle { &mut self.idle } else { &mut self.active }
    }

    const fn heard(&self) -> Heard {
        match (self.active, self.idle) {
            (0, 0) => Heard::Nothing,
            (0, _) => Heard::Idle,
            _ => Heard::Active,
        }
    }
}

impl Seat {
    /// Whether the tab is touched now and then.
    pub fn is_idle(&mut self, idle: bool) {
        let before = std::mem::replace(&mut self.idle, idle);
        self.attendance.change(self.agent, |tabs| {
            *tabs.of(before) -= 1;
            *tabs.of(idle) += 1;
        });
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.attendance.change(self.agent, |tabs| *tabs.of(self.idle) -= 1);
    }
}

/// Tells whose tabs there are, at once when somebody comes, for as long as the app lives.
pub async fn follow(app: App) {
    let mut stopped = app.tail.stopped();
    let every = app.config.offline_after / BEATS;
    loop {
        let pause = match tell(&app).await {
            Ok(()) => every,
            Err(error) if error.is_conflict() => PAUSE.min(every),
            Err(error) => {
                tracing::warn!(%error, "cannot tell who is there; trying again");
                PAUSE.min(every)
            }
        };
        tokio::select! {
            () = app.attendance.changed.notified() => {}
            () = tokio::time::sleep(pause) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Tells once whose tabs there are.
pub async fn tell(app: &App) -> Result<()> {
    let over = app.attendance.over.lock().await;
    if *over {
        return Ok(());
    }
    let (here, run) = (app.attendance.here(app.config.offline_after), app.holder.run.clone());
    let grace = Millis(i64::try_from(app.config.offline_after.as_millis()).unwrap_or(i64::MAX));
    app.write(Actor::System, move |tx| attendance::tell(tx, &run, here, grace)).await?;
    drop(over);
    Ok(())
}

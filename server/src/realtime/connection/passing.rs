//! Lists that time alone changes. Their counts are exact as of one moment, which goes on about once a second: what crossed a
//! border meanwhile is read, told and counted; what happens in between is counted as of that moment.

use std::time::Duration;

use shared::conversation::Conversation;
use shared::time::{Millis, Timestamp};
use shared::view::View;
use tokio::time::{Interval, MissedTickBehavior};

use super::{Connection, End};
use crate::error::Result;
use crate::features::conversation::rows;
use crate::policy::Viewer;
use crate::realtime::wire::{frame_of, refusal};
use crate::store::{Conn, log};

/// How often to look what time has changed.
const STEP: Duration = Duration::from_secs(1);
/// So many conversations at most in one frame.
const CHUNK: usize = 50;
/// So much of what a client was told already is told again: a page may have come meanwhile, and clocks of nodes differ.
const AGAIN: Millis = Millis::seconds(60);
/// A client that was told nothing for longer starts again.
const RESUMED: Millis = Millis::hours(1);

/// What time changed of a list.
pub(super) struct Crossed {
    /// What came into it.
    pub(super) entered: Vec<Conversation>,
    /// By how much it is longer.
    pub(super) by: i64,
}

/// What time changed of a list after `from` and up to `to`.
pub(super) fn crossed(
    conn: &mut Conn,
    viewer: &Viewer,
    view: &View,
    from: Timestamp,
    to: Timestamp,
) -> Result<Crossed> {
    let mut it = Crossed { entered: vec![], by: 0 };
    if !view.timed() {
        return Ok(it);
    }
    for conversation in rows::crossed(conn, viewer, view, from, to)? {
        let listed = |at| view.matches(&conversation, viewer.agent, at);
        match (listed(from), listed(to)) {
            (true, false) => it.by -= 1,
            (false, true) => {
                it.by += 1;
                it.entered.push(conversation);
            }
            (true, true) | (false, false) => {}
        }
    }
    Ok(it)
}

/// From when on to tell what time brought, for who was told up to `told`.
pub(super) fn since(
    views: &[View],
    told: Timestamp,
    now: Timestamp,
) -> std::result::Result<Timestamp, End> {
    if views.iter().any(View::timed) && now - told > RESUMED {
        return Err(End::Reset);
    }
    Ok(told.min(now) - AGAIN)
}

/// Once for each step.
pub(super) fn ticks() -> Interval {
    let mut ticks = tokio::time::interval(STEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

impl Connection {
    /// Whether a list is watched that time changes.
    pub(super) fn timed(&self) -> bool {
        self.counts.keys().any(View::timed)
    }

    /// A second is over.
    pub(super) async fn passes(&mut self) -> std::result::Result<(), End> {
        if self.timed() {
            self.pass().await?;
        }
        self.look_at_board().await
    }

    /// Goes on to the moment that is now.
    pub(super) async fn pass(&mut self) -> std::result::Result<(), End> {
        let (from, now) = (self.now, self.app.clock.now());
        let views: Vec<View> = self.counts.keys().filter(|view| view.timed()).cloned().collect();
        if now <= from {
            return Ok(());
        }
        let viewer = self.viewer.clone();
        let read = self.app.store.snapshot(move |conn| {
            let as_of = log::cursor(conn)?.seq;
            let changes = views.into_iter().map(|view| {
                let crossed = crossed(conn, &viewer, &view, from, now)?;
                Ok((view, crossed))
            });
            Ok((as_of, changes.collect::<Result<Vec<_>>>()?))
        });
        let (as_of, changes) = read.await.map_err(refusal)?;
        while self.cursor < as_of {
            self.advance(as_of).await?;
        }
        self.now = now;
        let (mut entered, mut counts) = (vec![], vec![]);
        let mut moved = false;
        for (view, crossed) in changes {
            moved |= crossed.by != 0 || !crossed.entered.is_empty();
            if let Some(count) = self.counts.get_mut(&view).filter(|_| crossed.by != 0) {
                *count = count.saturating_add_signed(crossed.by);
                counts.push((view, *count));
            }
            entered.extend(crossed.entered);
        }
        if moved { self.tell(entered, counts).await } else { Ok(()) }
    }

    /// A sign of life, which also says what time it is.
    pub(super) async fn keep_alive(&mut self) -> std::result::Result<(), End> {
        if self.timed() {
            self.pass().await?;
        } else if self.now > Timestamp(0) {
            self.now = self.now.max(self.app.clock.now());
        }
        self.tell(vec![], vec![]).await
    }

    /// Tells what time brought, and counts, without lines of the log.
    pub(super) async fn tell(
        &mut self,
        entered: Vec<Conversation>,
        mut counts: Vec<(View, u64)>,
    ) -> std::result::Result<(), End> {
        let mut entered = entered.into_iter().peekable();
        loop {
            let mut batch = self.empty();
            batch.entered = entered.by_ref().take(CHUNK).collect();
            let last = entered.peek().is_none();
            if last {
                batch.counts = std::mem::take(&mut counts);
            }
            let frame = frame_of(&self.viewer.batch([], batch))?;
            self.send(self.cursor, frame).await?;
            if last {
                return Ok(());
            }
        }
    }
}

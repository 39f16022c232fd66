//! One socket: a cursor over the log. It pulls, so there is no queue to bound, and resume is ordinary delivery.
//!
//! Nobody who has not said hello gets one: only `greeting.rs` makes a [`Connection`].

mod board;
mod here;
mod passing;
mod rights;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use actix_ws::{AggregatedMessage, Session};
use futures_util::StreamExt;
use shared::event::Seq;
use shared::problem::{Code, Problem};
use shared::protocol::{Batch, ClientFrame, KEEPALIVE, WATCH_MAX};
use shared::time::Timestamp;
use shared::view::View;
use tokio::time::timeout;

use self::here::Attending;
use super::attendance::Seat;
use super::sockets::Place;
use super::wire::{End, STALLED, Socket, frame_of, refusal, send_frame};
use crate::app::App;
use crate::error::Result;
use crate::features::conversation;
use crate::policy::Viewer;
use crate::store::log::{self, Logged};

/// Lines of the log in one batch.
const BATCH: usize = 200;
/// About the largest frame, in bytes: actix-ws takes 32 of them before it makes us wait for a slow client.
const FRAME: usize = 64 * 1024;

/// A socket of somebody whom we know.
pub(super) struct Connection {
    app: App,
    socket: Socket,
    viewer: Viewer,
    /// Where the log was when these were the rights.
    as_of: Seq,
    cursor: Seq,
    place: Place,
    /// Whether the client has heard everything, so that what comes now is news.
    current: bool,
    counts: HashMap<View, u64>,
    /// Which time the counts are of; at the beginning of time until somebody watches.
    now: Timestamp,
    attending: Attending,
    seat: Seat,
    board: Option<board::Watching>,
}

impl Connection {
    /// A cursor at the place up to which the client knows everything.
    pub(super) fn new(
        app: App,
        socket: Socket,
        (viewer, as_of): (Viewer, Seq),
        (cursor, idle): (Seq, bool),
    ) -> Self {
        let attending = Attending::new(&app.presence);
        let seat = app.attendance.enter(viewer.agent, idle);
        let place = app.sockets.open(cursor);
        let (counts, now, current) = (HashMap::new(), Timestamp(0), false);
        Self {
            app,
            socket,
            viewer,
            as_of,
            cursor,
            place,
            current,
            counts,
            now,
            attending,
            seat,
            board: None,
        }
    }

    /// To say goodbye with.
    pub(super) fn out(&self) -> Session {
        self.socket.out.clone()
    }

    /// Serves the socket until it ends.
    pub(super) async fn run(mut self) -> End {
        let end = self.serve().await;
        self.leave().await;
        end
    }

    async fn serve(&mut self) -> End {
        let mut head = self.app.tail.head();
        let mut stopped = self.app.tail.stopped();
        let mut keepalive = tokio::time::interval(Duration::from_millis(KEEPALIVE.unsigned_abs()));
        keepalive.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut passing = passing::ticks();
        if *stopped.borrow() {
            return End::GoingAway;
        }
        head.mark_changed();
        if let Err(end) = self.same_rights().await {
            return end;
        }
        if let Err(end) = self.tell_all().await {
            return end;
        }
        loop {
            let step = tokio::select! {
                // Whoever is behind is served before anything new is asked.
                biased;
                _ = stopped.changed() => Err(End::GoingAway),
                changed = head.changed() => match changed {
                    Ok(()) => self.catch_up().await,
                    Err(_) => Err(End::GoingAway),
                },
                frame = self.socket.frames.next() => match frame {
                    Some(Ok(message)) => self.on_message(message).await,
                    Some(Err(_)) | None => Err(End::Gone),
                },
                news = self.attending.news.recv() => self.on_news(news).await,
                _ = self.attending.pulse.tick(), if self.attending.replies() => {
                    self.pulse().await;
                    Ok(())
                }
                _ = passing.tick(), if self.timed() || self.board.is_some() => self.passes().await,
                _ = keepalive.tick() => self.keep_alive().await,
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    /// Sends what the log has after the cursor, in batches.
    async fn catch_up(&mut self) -> std::result::Result<(), End> {
        loop {
            let head = *self.app.tail.head().borrow();
            if self.cursor >= head {
                self.current = true;
                return Ok(());
            }
            self.advance(head).await?;
        }
    }

    /// Sends one batch of lines, none of them after `limit`.
    async fn advance(&mut self, limit: Seq) -> std::result::Result<(), End> {
        let mut lines = self.app.tail.after(self.cursor, BATCH).await.map_err(refusal)?;
        lines.retain(|line| line.seq <= limit);
        // Lines without gaps, or the log was pruned under a client that is very slow.
        if lines.first().is_none_or(|first| first.seq.0 != self.cursor.0 + 1) {
            return Err(End::Reset);
        }
        if let Some(end) = lines.iter().find_map(|line| self.affected_by(line)) {
            return Err(end);
        }
        for line in &lines {
            self.app.presence.learn(line);
            self.follow_scope(line).await;
        }
        self.cut(&mut lines)?;
        let Some(through) = lines.last().map(|line| line.seq) else { return Err(End::Reset) };
        let counts = self.count(&lines);
        self.counts.extend(counts.iter().cloned());
        let frame = self.frame(through, &lines, counts)?;
        self.send(through, frame).await?;
        if self.current {
            let now = self.app.clock.now();
            for line in &lines {
                self.place.was_told(line.at, now);
            }
        }
        Ok(())
    }

    /// Leaves as many lines as fit into a frame, at least one.
    fn cut(&self, lines: &mut Vec<Arc<Logged>>) -> std::result::Result<(), End> {
        let (mut fit, mut bytes) = (1, 0);
        for line in lines.chunks(1).take(lines.len() - 1) {
            bytes += self.frame(self.cursor, line, vec![])?.len();
            if bytes > FRAME {
                break;
            }
            fit += 1;
        }
        lines.truncate(fit);
        Ok(())
    }

    /// The new lengths of the watched lists that these lines change.
    fn count(&self, lines: &[Arc<Logged>]) -> Vec<(View, u64)> {
        let change = |view: &View| -> i64 {
            lines.iter().map(|line| self.viewer.count_change(view, line, self.now)).sum()
        };
        let counts = self.counts.iter().map(|(view, count)| (view.clone(), *count, change(view)));
        let changed = counts.filter(|(.., by)| *by != 0);
        changed.map(|(view, count, by)| (view, count.saturating_add_signed(by))).collect()
    }

    async fn on_message(&mut self, message: AggregatedMessage) -> std::result::Result<(), End> {
        match message {
            AggregatedMessage::Text(text) => match serde_json::from_str(&text) {
                Ok(ClientFrame::Watch { views, since }) if views.len() <= WATCH_MAX => {
                    self.watch(views, since).await
                }
                Ok(ClientFrame::Here(here)) => self.on_here(here).await,
                Ok(ClientFrame::Idle(idle)) => {
                    self.seat.is_idle(idle);
                    Ok(())
                }
                Ok(ClientFrame::Ask { at }) => {
                    self.ask(at);
                    Ok(())
                }
                Ok(ClientFrame::Answer { to, yes }) => {
                    self.answer(to, yes).await;
                    Ok(())
                }
                Ok(ClientFrame::Board { limit }) => self.watch_board(limit).await,
                Ok(ClientFrame::Watch { .. } | ClientFrame::Hello { .. }) | Err(_) => Err(
                    End::Refused(Problem::new(Code::Malformed, "This frame can't be understood.")),
                ),
            },
            AggregatedMessage::Ping(bytes) => {
                match timeout(STALLED, self.socket.out.pong(&bytes)).await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(_)) | Err(_) => Err(End::Gone),
                }
            }
            AggregatedMessage::Pong(_) => Ok(()),
            AggregatedMessage::Close(_) | AggregatedMessage::Binary(_) => Err(End::Gone),
        }
    }

    /// Counts the lists in SQL, once, as of a place that the cursor then takes exactly, and tells what time brought into
    /// them since the client was told.
    async fn watch(
        &mut self,
        mut views: Vec<View>,
        since: Timestamp,
    ) -> std::result::Result<(), End> {
        views.sort_unstable();
        views.dedup();
        let (viewer, now) = (self.viewer.clone(), self.app.clock.now().max(self.now));
        let since = passing::since(&views, since, now)?;
        let turn = self.app.sockets.may_count().await;
        let counted = self.app.store.snapshot(move |conn| {
            let cursor = log::cursor(conn)?;
            let mut entered = vec![];
            let counts: Result<Vec<_>> = views
                .into_iter()
                .map(|view| {
                    let count = conversation::rows::count(conn, &viewer, &view, now)?;
                    entered.extend(passing::crossed(conn, &viewer, &view, since, now)?.entered);
                    Ok((view, count))
                })
                .collect();
            Ok((cursor.seq, counts?, entered))
        });
        let (as_of, counts, entered) = counted.await.map_err(refusal)?;
        drop(turn);
        self.counts.clear();
        while self.cursor < as_of {
            self.advance(as_of).await?;
        }
        self.counts = counts.iter().cloned().collect();
        self.now = now;
        self.tell(entered, counts).await
    }

    fn frame(
        &self,
        through: Seq,
        lines: &[Arc<Logged>],
        counts: Vec<(View, u64)>,
    ) -> std::result::Result<String, End> {
        let lines = lines.iter().map(AsRef::as_ref);
        frame_of(&self.viewer.batch(lines, Batch { through, counts, ..self.empty() }))
    }

    /// A batch of nothing, at the cursor.
    const fn empty(&self) -> Batch {
        let (from, now) = (self.cursor, self.now);
        Batch { from, through: from, now, events: vec![], entered: vec![], counts: vec![] }
    }

    async fn send(&mut self, through: Seq, frame: String) -> std::result::Result<(), End> {
        send_frame(&mut self.socket.out, frame).await?;
        self.cursor = through;
        self.place.told(through);
        Ok(())
    }
}

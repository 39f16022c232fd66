//! What a supervisor watches, told within a second of whatever changes it.

use std::time::{Duration, Instant};

use shared::board::{Board, LIMIT_MAX, too_long};
use shared::event::Seq;
use shared::ids::ConversationId;
use shared::permission::Permission;
use shared::problem::Problem;

use super::{Connection, End};
use crate::features::conversation::rows;
use crate::realtime::wire::{board_of, refusal, send_frame};

/// Time alone makes somebody late: so often it is looked for that.
const AGAIN: Duration = Duration::from_secs(5);

/// A board that somebody watches.
pub(super) struct Watching {
    /// After so many minutes a customer has waited too long.
    limit: u32,
    told: Option<Board>,
    counted: Option<Counted>,
}

/// What was known when it was counted.
struct Counted {
    head: Seq,
    places: Vec<ConversationId>,
    at: Instant,
}

impl Connection {
    /// From now on, or no longer.
    pub(super) async fn watch_board(&mut self, limit: Option<u32>) -> Result<(), End> {
        // Who may watch no longer may still say so.
        if limit.is_some() {
            self.viewer.require(Permission::Organise).map_err(refusal)?;
        }
        if limit.is_some_and(|it| it > LIMIT_MAX) {
            let words = format!("Nobody waits for more than {LIMIT_MAX} minutes unnoticed.");
            return Err(End::Refused(Problem::invalid("limit", words)));
        }
        self.board = limit.map(|limit| Watching { limit, told: None, counted: None });
        self.look_at_board().await
    }

    /// Counts again and tells what came of it, if it may have changed and has.
    pub(super) async fn look_at_board(&mut self) -> Result<(), End> {
        let Some(board) = &mut self.board else { return Ok(()) };
        let head = *self.app.tail.head().borrow();
        let places = self.app.presence.places();
        let same = |it: &Counted| it.head == head && it.places == places && it.at.elapsed() < AGAIN;
        if board.counted.as_ref().is_some_and(same) {
            return Ok(());
        }
        let (limit, viewer) = (board.limit, self.viewer.clone());
        let since = self.app.clock.now() - too_long(limit);
        board.counted = Some(Counted { head, places: places.clone(), at: Instant::now() });
        let read = self.app.store.snapshot(move |conn| {
            let loads = rows::loads(conn, &viewer, since)?;
            let places = rows::among(conn, &viewer, &places)?;
            viewer.board(limit, loads, places)
        });
        let new = read.await.map_err(refusal)?;
        if board.told.as_ref() == Some(new.get()) {
            return Ok(());
        }
        board.told = Some(new.get().clone());
        send_frame(&mut self.socket.out, board_of(&new)?).await
    }
}

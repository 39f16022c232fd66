//! What this tab says of itself, and when. It asks nobody for the time.

use shared::availability::IDLE_AFTER;
use shared::ids::{ConversationId, TabId};
use shared::presence::{Doing, HEARTBEAT, Here, IDLE, TYPING};
use shared::protocol::ClientFrame;

/// Who types says so this often, in milliseconds: well before others think that they stopped.
const AGAIN: i64 = 2_000;

/// What this tab says of itself.
#[derive(Debug)]
pub(super) struct Says {
    at: Option<ConversationId>,
    visible: bool,
    /// The latest key, and when it was pressed.
    key: Option<(Doing, i64)>,
    /// When anything of the browser was touched last.
    touched: i64,
    idle: bool,
    /// What was said last, and when.
    said: Option<(Here, i64)>,
    out: Vec<ClientFrame>,
}

impl Says {
    pub(super) const fn new(visible: bool, now: i64) -> Self {
        Self {
            at: None,
            visible,
            key: None,
            touched: now,
            idle: false,
            said: None,
            out: Vec::new(),
        }
    }

    pub(super) fn goes(&mut self, at: Option<ConversationId>) {
        if self.at != at {
            (self.at, self.key) = (at, None);
        }
    }

    pub(super) const fn shows(&mut self, visible: bool) {
        self.visible = visible;
    }

    pub(super) const fn types(&mut self, doing: Doing, now: i64) {
        self.key = Some((doing, now));
    }

    pub(super) const fn rests(&mut self) {
        self.key = None;
    }

    /// Something was touched. Says whether nothing was for long.
    pub(super) const fn touches(&mut self, now: i64) -> bool {
        self.touched = now;
        self.idle
    }

    /// Whether nothing has been touched for long.
    pub(super) const fn idle(&self) -> bool {
        self.idle
    }

    /// Nobody has heard anything but a hello.
    pub(super) fn forget(&mut self) {
        self.said = None;
        self.out.clear();
        self.out.push(ClientFrame::Idle(self.idle));
    }

    pub(super) fn frame(&mut self, frame: ClientFrame) {
        self.out.push(frame);
    }

    /// What is to be said now.
    pub(super) fn take(&mut self) -> Vec<ClientFrame> {
        std::mem::take(&mut self.out)
    }

    /// Sees whether something is to be said.
    pub(super) fn look(&mut self, tab: TabId, now: i64) -> bool {
        let idle = now - self.touched >= IDLE_AFTER.0;
        let turned = std::mem::replace(&mut self.idle, idle) != idle;
        if turned {
            self.out.push(ClientFrame::Idle(idle));
        }
        let key = self.key.filter(|(_, at)| now - at < IDLE.0);
        let doing = key.map_or(Doing::Viewing, |(doing, _)| doing);
        let typing = key.is_some_and(|(_, at)| now - at < TYPING.0);
        let here = Here { tab, at: self.at.filter(|_| self.visible), doing, typing };
        let due = match &self.said {
            Some((said, _)) if *said != here => true,
            Some((_, at)) => {
                here.at.is_some() && now - at >= if typing { AGAIN } else { HEARTBEAT.0 }
            }
            None => here.at.is_some(),
        };
        if due {
            self.said = Some((here, now));
            self.out.retain(|it| !matches!(it, ClientFrame::Here(_)));
            self.out.push(ClientFrame::Here(here));
        }
        due || turned
    }
}

//! What a tab says of what its person does, and what it hears of others.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use shared::board::Board;
use shared::ids::{ConversationId, TabId};
use shared::presence::{Around, Doing, Fence, Here, Person};
use shared::protocol::{ClientFrame, ServerFrame};
use shared::time::Timestamp;
use shared::together::Stroke;
use tokio::sync::{broadcast, watch};

use super::{Server, Tab};

/// Who is where, as told.
#[derive(Clone)]
pub struct Presence {
    /// This tab.
    pub tab: TabId,
    pub(super) says: broadcast::Sender<ClientFrame>,
    around: Arc<Mutex<HashMap<ConversationId, Around>>>,
    ever: Arc<Mutex<BTreeSet<ConversationId>>>,
    asked: Arc<Mutex<Vec<ServerFrame>>>,
    strokes: Arc<Mutex<Vec<Stroke>>>,
    board: Arc<Mutex<Option<Board>>>,
    /// After how many minutes somebody waits too long, for who watches the board.
    pub(super) limit: Arc<watch::Sender<Option<u32>>>,
}

impl Presence {
    pub(super) fn new() -> Self {
        let tab = TabId::new(Timestamp(1));
        let says = broadcast::Sender::new(100);
        let limit = Arc::new(watch::Sender::new(None));
        Self {
            limit,
            tab,
            says,
            around: Arc::default(),
            ever: Arc::default(),
            asked: Arc::default(),
            strokes: Arc::default(),
            board: Arc::default(),
        }
    }

    pub(super) fn forget(&self) {
        self.around.lock().unwrap().clear();
    }

    pub(super) fn hear(&self, frame: ServerFrame) {
        match frame {
            ServerFrame::Here(it) => {
                self.ever.lock().unwrap().insert(it.at);
                drop(self.around.lock().unwrap().insert(it.at, it));
            }
            ServerFrame::Board(it) => drop(self.board.lock().unwrap().replace(it)),
            ServerFrame::Stroke(it) => self.strokes.lock().unwrap().push(it),
            frame => self.asked.lock().unwrap().push(frame),
        }
    }

    /// Who is there, as told last.
    pub fn people(&self, at: ConversationId) -> Vec<Person> {
        self.around.lock().unwrap().get(&at).map(|it| it.people.clone()).unwrap_or_default()
    }

    /// The token of the reply, if it is this tab's.
    pub fn fence(&self, at: ConversationId) -> Option<Fence> {
        self.around.lock().unwrap().get(&at).and_then(|it| it.fence)
    }

    /// The board, as told last.
    pub fn board(&self) -> Option<Board> {
        self.board.lock().unwrap().clone()
    }

    /// What was done with drafts that are written together, as told.
    pub fn strokes(&self) -> Vec<Stroke> {
        self.strokes.lock().unwrap().clone()
    }

    /// Where anybody was ever told to be.
    pub fn places(&self) -> Vec<ConversationId> {
        self.ever.lock().unwrap().iter().copied().collect()
    }
}

impl<S: Server> Tab<S> {
    /// Does something somewhere, or nothing anywhere.
    pub fn is(&self, at: Option<ConversationId>, doing: Doing, typing: bool) {
        let here = Here { tab: self.here.tab, at, doing, typing };
        self.frame(ClientFrame::Here(here));
    }

    /// Says something over the socket, if there is one.
    pub fn frame(&self, frame: ClientFrame) {
        let _ = self.here.says.send(frame);
    }

    /// Watches the board from now on.
    pub fn watches_board(&self, limit: u32) {
        self.here.limit.send_replace(Some(limit));
    }

    /// Waits until it is told of people who are like this.
    pub async fn sees_people(
        &self,
        at: ConversationId,
        what: &str,
        like: impl Fn(&[Person]) -> bool,
    ) {
        self.sees(what, |_| like(&self.here.people(at))).await;
    }

    /// Waits until the reply is this tab's, and tells its token.
    pub async fn holds_reply(&self, at: ConversationId) -> Fence {
        self.sees("that the reply is theirs", |_| self.here.fence(at).is_some()).await;
        self.here.fence(at).unwrap()
    }

    /// Waits for a frame about asking.
    pub async fn is_told(&self, what: &str, like: impl Fn(&ServerFrame) -> bool) {
        self.sees(what, |_| self.here.asked.lock().unwrap().iter().any(&like)).await;
        // Each is heard once.
        let mut asked = self.here.asked.lock().unwrap();
        let at = asked.iter().position(&like).unwrap();
        asked.remove(at);
    }
}

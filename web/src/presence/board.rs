//! The board of who supervises: asked for while it is shown, on every connection anew.

use leptos::prelude::*;
use shared::board::Board;
use shared::ids::{AgentId, ConversationId};
use shared::presence::Person;
use shared::protocol::ClientFrame;

use super::{Presence, weight};

impl Presence {
    /// Watches the board from now on; after so many minutes of waiting somebody is late.
    pub fn watch_board(self, limit: u32) {
        self.limit.set_value(Some(limit));
        self.ask_for_board();
    }

    /// Watches it no longer.
    pub fn leave_board(self) {
        self.limit.set_value(None);
        self.board.set(None);
        self.frame(ClientFrame::Board { limit: None });
    }

    /// The server tells it.
    pub fn hear_board(self, board: Board) {
        if self.limit.get_value() == Some(board.limit) {
            self.board.set(Some(board));
        }
    }

    pub(super) fn ask_for_board(self) {
        if let Some(limit) = self.limit.get_value() {
            self.frame(ClientFrame::Board { limit: Some(limit) });
        }
    }

    /// Where somebody is, and what they do there: the place in which they do most.
    pub fn place_of(self, agent: AgentId) -> Option<(ConversationId, Person)> {
        self.around.with(|all| {
            let here = all.values().flat_map(|it| it.people.iter().map(|person| (it.at, *person)));
            let theirs = here.filter(|(_, person)| person.agent == agent);
            theirs.max_by_key(|(at, person)| (weight(person), *at))
        })
    }
}

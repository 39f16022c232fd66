//! What goes over the socket. Server to client: batches of the log. Client to server: who I am and what I look at.

use serde::{Deserialize, Serialize};

use crate::board::Board;
use crate::conversation::Conversation;
use crate::event::{Event, Seq};
use crate::ids::{AgentId, ConversationId, Epoch, TabId};
use crate::presence::{Around, Here};
use crate::problem::Problem;
use crate::time::{Millis, Timestamp};
use crate::together::Stroke;
use crate::view::View;

/// Counts up when old tabs can't follow new servers. They then reload themselves.
pub const PROTOCOL: u16 = 1;
/// Path of the socket.
pub const SOCKET: &str = "/api/socket";
/// How many lists one socket may watch.
pub const WATCH_MAX: usize = 100;
/// For so long somebody may refuse to give the reply to who asks for it.
pub const ASK: Millis = Millis::seconds(10);
/// How often the server says at least an empty batch, in milliseconds.
pub const KEEPALIVE: i64 = 15_000;

/// Where a client is, and in which log. A new epoch means that the log is not the one you knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Which log.
    pub epoch: Epoch,
    /// Everything up to here is applied.
    pub seq: Seq,
}

/// From client to server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame, and only the first.
    Hello {
        /// The client's [`PROTOCOL`].
        protocol: u16,
        /// An access token.
        token: String,
        /// Where the client is.
        resume: Cursor,
        /// As in [`ClientFrame::Idle`].
        #[serde(default)]
        idle: bool,
    },
    /// Which lists the tab shows: their counts come with the batches from now on, and what time alone brings into them.
    Watch {
        /// At most [`WATCH_MAX`].
        views: Vec<View>,
        /// What time brought into them after this is asked for; [`crate::state::State::told`].
        since: Timestamp,
    },
    /// Whether nothing has been touched here for [`crate::availability::IDLE_AFTER`].
    Idle(bool),
    /// Where I am and what I do there.
    Here(Here),
    /// Whoever writes the reply here: may I have it?
    Ask {
        /// Where; I am there.
        at: ConversationId,
    },
    /// Whether somebody who asked may have the reply.
    Answer {
        /// Who asked.
        to: TabId,
        /// Whether they may.
        yes: bool,
    },
    /// I watch the board, or no longer. Refused to who may not.
    Board {
        /// After so many minutes a customer has waited too long; at most [`crate::board::LIMIT_MAX`].
        limit: Option<u32>,
    },
}

/// From server to client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// You are connected; what you missed follows.
    Welcome {
        /// The head of the log.
        head: Seq,
        /// The server's version.
        build: String,
    },
    /// What happened.
    Batch(Batch),
    /// What you know can't be continued: fetch the bootstrap again.
    Reset,
    /// You can't be connected, and why.
    Refused(Problem),
    /// Who is in a conversation.
    Here(Around),
    /// Somebody asks for the reply that is yours. Who does not answer within [`ASK`] has said yes.
    Asked {
        /// Where.
        at: ConversationId,
        /// Who.
        by: AgentId,
        /// In which tab, to answer to.
        tab: TabId,
    },
    /// What became of your asking for the reply: with a yes it is yours to take over.
    Answered {
        /// Where.
        at: ConversationId,
        /// Whether you may.
        yes: bool,
    },
    /// What somebody did with a draft that is written together where you are.
    Stroke(Stroke),
    /// The board, instead of what was told before.
    Board(Board),
}

/// Everything from `from` (exclusive) to `through` (inclusive) that you may see. May be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// After this.
    pub from: Seq,
    /// Up to this.
    pub through: Seq,
    /// What time it is for the watched lists that time changes.
    pub now: Timestamp,
    /// In order.
    pub events: Vec<Event>,
    /// What time alone brought into watched lists, after the events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<Conversation>,
    /// How long the watched lists are as of `through`; only those that changed.
    pub counts: Vec<(View, u64)>,
}

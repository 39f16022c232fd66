//! Paths, requests and replies of the endpoints that are no commands: reads, and logging in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::activity::Activity;
use crate::agent::Agent;
use crate::allocation::Allocation;
use crate::attribute::Attribute;
use crate::bulk::Bulk;
use crate::call::{Call, CallSettings};
use crate::conversation::Conversation;
use crate::held::Held;
use crate::ids::{AgentId, SessionId};
use crate::label::Label;
use crate::mention::Mention;
use crate::message::{Delivery, Message, Place};
use crate::note::Note;
use crate::number::Number;
use crate::protocol::Cursor;
use crate::quick_reply::QuickReply;
use crate::role::CustomRole;
use crate::session::Session;
use crate::space::Space;
use crate::team::Team;
use crate::time::Timestamp;
use crate::view::{SortKey, View};

/// `POST` a [`crate::command::Command`]: [`crate::command::Done`].
pub const COMMANDS: &str = "/api/commands";
/// `GET ?views=mine,all`: [`Bootstrap`].
pub const BOOTSTRAP: &str = "/api/bootstrap";
/// `GET ?view=mine&at=…&id=…`: [`ListPage`] below that place; `GET /{id}`: a [`Conversation`];
/// `GET /{id}/files?of=…,…`: a [`crate::message::file::Link`] for each of these messages whose file we have.
/// `GET /{id}/contact`: a [`crate::contact::Card`]; `GET /{id}/handed`: a [`crate::handed::Handed`].
/// `GET /{id}/messages?at=…&id=…`: [`ThreadPage`] before that place; `GET /{id}/messages?until=…`: a longer one, back to
/// that message or note and a little further. `GET /{id}/messages/{message}`: a [`crate::message::Details`].
pub const CONVERSATIONS: &str = "/api/conversations";
/// `POST ?name=…` the bytes of a file: an [`Upload`](crate::message::sending::Upload), to be sent within a day.
pub const UPLOADS: &str = "/api/uploads";
/// `POST` of an [`Again`](crate::message::sending::Again): an upload of mine with the same file.
pub const UPLOADS_AGAIN: &str = "/api/uploads/again";
/// `GET /{hash}?name=…&until=…&seal=…`: a file, by the address of a [`crate::message::file::Link`].
pub const FILES: &str = "/files";
/// `GET`: [`Loads`].
pub const LOADS: &str = "/api/loads";
/// `POST` [`Login`]: [`LoggedIn`]; `DELETE`: logs out.
pub const SESSION: &str = "/api/session";
/// `POST`: [`LoggedIn`] by the refresh cookie, which is replaced.
pub const REFRESH: &str = "/api/session/refresh";
/// `GET`: [`Session`]s of mine; `DELETE /{id}`: ends one.
pub const SESSIONS: &str = "/api/sessions";
/// `GET`: [`SetupState`]; `POST` [`Setup`]: [`LoggedIn`].
pub const SETUP: &str = "/api/setup";
/// `POST /{agent}`: [`Invitation`]; the link works once and for three days.
pub const INVITATIONS: &str = "/api/invitations";
/// `GET ?token=…`: [`Invited`]; `POST` [`Join`]: [`LoggedIn`].
pub const JOIN: &str = "/api/join";

/// How many conversations a page of a list has.
pub const LIST_PAGE: usize = 50;
/// How many messages a page of a thread has.
pub const THREAD_PAGE: usize = 50;

/// Everything a client starts with, as of one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// As of when.
    pub cursor: Cursor,
    /// What time it was.
    pub now: Timestamp,
    /// Who I am.
    pub me: AgentId,
    /// All of them, also those who have left.
    pub agents: Vec<Agent>,
    /// All of our own.
    pub roles: Vec<CustomRole>,
    /// All of them.
    pub teams: Vec<Team>,
    /// All of them.
    pub numbers: Vec<Number>,
    /// All of them, also archived ones.
    pub labels: Vec<Label>,
    /// All of them, also archived ones.
    pub attributes: Vec<Attribute>,
    /// All of them, also archived ones.
    pub quick_replies: Vec<QuickReply>,
    /// Where I was mentioned and have not looked, oldest first.
    pub mentions: Vec<Mention>,
    /// Mine, and those that are shared with me.
    pub spaces: Vec<Space>,
    /// What I wanted for many conversations at once, of the last day.
    pub bulks: Vec<Bulk>,
    /// Who gets what by itself.
    pub allocation: Allocation,
    /// How calls are dealt with.
    #[serde(default)]
    pub call_settings: CallSettings,
    /// Where somebody calls or is called, and where I have something to do after a call.
    #[serde(default)]
    pub calls: Vec<Conversation>,
    /// What of mine a colleague asks for.
    #[serde(default)]
    pub asked: Vec<Conversation>,
    /// The first page of each list that was asked for.
    pub lists: Vec<ListPage>,
}

/// Down to which place a list or thread is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Floor<Key> {
    /// To its end.
    End,
    /// Complete from the top down to this place, inclusive.
    At(Key),
}

/// A part of a list, latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPage {
    /// As of when.
    pub cursor: Cursor,
    /// What time it was.
    pub now: Timestamp,
    /// Of which list.
    pub view: View,
    /// What is in it.
    pub conversations: Vec<Conversation>,
    /// How far down the list is known with this page.
    pub floor: Floor<SortKey>,
}

/// A part of a thread, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadPage {
    /// As of when.
    pub cursor: Cursor,
    /// Whose thread.
    pub conversation: Conversation,
    /// What was said.
    pub messages: Vec<Message>,
    /// What colleagues told each other between them, as far as the viewer may read it.
    pub notes: Vec<Note>,
    /// What happened to the conversation between them.
    pub activities: Vec<Activity>,
    /// Calls between them.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// How far those of ours got.
    pub deliveries: Vec<Delivery>,
    /// What waits to be said, all of it on every page.
    pub held: Vec<Held>,
    /// How far back the thread is known with this page.
    pub floor: Floor<Place>,
}

/// How many open conversations each agent answers; who answers none is not among them.
pub type Loads = BTreeMap<AgentId, u32>;

/// Who logs in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Upper and lower case are the same.
    pub email: String,
    /// A secret.
    pub password: String,
}

/// Logged in. The refresh token is in a cookie that no script can read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// For `Authorization: Bearer` and for the socket's hello. A secret.
    pub access_token: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// Who.
    pub agent: AgentId,
    /// Which session.
    pub session: SessionId,
    /// The server's time, for those whose clock is wrong.
    pub now: Timestamp,
}

/// Whether the first admin is still to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupState {
    /// There is no admin yet.
    pub needed: bool,
}

/// The first admin.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// From the link that the server printed at its start.
    pub token: String,
    /// As colleagues will see it.
    pub name: String,
    /// What they log in with.
    pub email: String,
    /// A secret.
    pub password: String,
}

/// A link for a colleague who was invited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// To be handed to the colleague. A secret.
    pub link: String,
    /// Until when it works.
    pub expires: Timestamp,
}

/// Who is invited by a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// As colleagues will see it.
    pub name: String,
    /// What they log in with.
    pub email: String,
}

/// A colleague chooses a password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// From the link.
    pub token: String,
    /// A secret.
    pub password: String,
}

/// Where I am logged in.
pub type Sessions = Vec<Session>;

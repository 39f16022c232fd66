//! An agent with a browser, in a session of theirs at one of the world's servers.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use server::features;
use shared::answer::Seen;
use shared::availability::Availability;
use shared::command::{Action, Command, Done};
use shared::conversation;
use shared::event::Actor;
use shared::ids::{AgentId, CommandId, ConversationId, MessageId, SessionId};
use shared::message;
use shared::problem::Problem;
use shared::reads::COMMANDS;
use shared::time::Timestamp;

use super::http::{client, reached};
use super::tab::{Server, Tab};
use super::{Node, eventually};

/// An agent with a browser.
#[derive(Clone)]
pub struct Agent {
    pub id: AgentId,
    pub session: SessionId,
    tab: Tab<Seat>,
}

/// A session at a server.
#[derive(Clone)]
pub struct Seat {
    agent: AgentId,
    session: SessionId,
    /// Where, until they move.
    node: Arc<Mutex<Node>>,
    http: Client,
}

impl Seat {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.node().url(path)).bearer_auth(self.issue())
    }

    fn issue(&self) -> String {
        self.node().app.tokens.issue(self.agent, self.session).unwrap().0
    }

    fn node(&self) -> Node {
        self.node.lock().unwrap().clone()
    }
}

impl Server for Seat {
    fn address(&self) -> String {
        self.node().address
    }

    async fn token(&self) -> String {
        self.issue()
    }

    async fn get<T: DeserializeOwned + Send>(&self, path: &str) -> Result<T, Problem> {
        reached(|| self.request(Method::GET, path)).await
    }
}

/// What they see is in their tab.
impl Deref for Agent {
    type Target = Tab<Seat>;

    fn deref(&self) -> &Tab<Seat> {
        &self.tab
    }
}

impl Agent {
    /// Logs in without a password and opens a socket.
    pub async fn log_in(node: &Node, id: AgentId, name: &str) -> Self {
        let start =
            move |tx: &mut server::store::Tx<'_>| features::session::start(tx, id, "a test");
        let ((session, _), _) = node.app.write(Actor::System, start).await.unwrap();
        Self::open(node, id, name, session).await
    }

    /// Opens a socket in a session that there is.
    pub async fn open(node: &Node, id: AgentId, name: &str, session: SessionId) -> Self {
        let node = Arc::new(Mutex::new(node.clone()));
        let seat = Seat { agent: id, session, node, http: client() };
        let agent = Self { id, session, tab: Tab::open(seat, name).await };
        agent.has_come().await;
        agent
    }

    /// Waits until it is known that they are there: it stands in the log, after which stories count.
    async fn has_come(&self) {
        let (id, session) = (self.id, self.session);
        let come = eventually(async || {
            let look = move |conn: &mut server::store::Conn| {
                let live = features::session::rows::agent_of(conn, session)?.is_some();
                let agent = features::agent::rows::find(conn, id)?;
                Ok(!live || agent.is_none_or(|it| it.availability != Availability::Offline))
            };
            self.tab.server.node().app.store.read(look).await.unwrap().then_some(())
        });
        come.await.expect("who opens a tab is there");
    }

    /// Does something, as a click would.
    pub async fn does(&self, action: Action) -> Result<Done, Problem> {
        self.commands(&Command { id: CommandId::new(self.now()), action, seen: None }).await
    }

    /// Sends a command as it is.
    pub async fn commands(&self, command: &Command) -> Result<Done, Problem> {
        reached(|| self.request(Method::POST, COMMANDS).json(command)).await
    }

    /// Answers a customer.
    pub async fn writes(&self, it: ConversationId, text: &str) -> Result<MessageId, Problem> {
        let id = MessageId::new(self.now());
        let send = message::Action::Send { id, text: text.into(), reply_to: None };
        self.does(Action::Message(it, send)).await.map(|_| id)
    }

    /// Answers a customer as the web app does: saying what their tab shows.
    pub async fn answers(&self, it: ConversationId, text: &str) -> Result<MessageId, Problem> {
        let version = self.look(|state| state.conversation(it).map_or(0, |it| it.version));
        let id = MessageId::new(self.now());
        self.answers_having(it, (id, text), Seen { version, ..Seen::default() }).await.map(|_| id)
    }

    /// Answers a customer, having seen so much.
    pub async fn answers_having(
        &self,
        it: ConversationId,
        (id, text): (MessageId, &str),
        seen: Seen,
    ) -> Result<Done, Problem> {
        let send = message::Action::Send { id, text: text.into(), reply_to: None };
        let (action, seen) = (Action::Message(it, send), Some(seen));
        self.commands(&Command { id: CommandId::new(self.now()), action, seen }).await
    }

    /// Gives a conversation to somebody, or nobody.
    pub async fn assigns(&self, it: ConversationId, to: Option<AgentId>) -> Result<Done, Problem> {
        self.does(Action::Conversation(it, conversation::Action::Assign { to })).await
    }

    /// Goes on at another server, once the socket at the one before breaks.
    pub fn moves_to(&self, node: &Node) {
        *self.tab.server.node.lock().unwrap() = node.clone();
    }

    /// Fetches something.
    pub async fn get<T: DeserializeOwned + Send>(&self, path: &str) -> Result<T, Problem> {
        self.tab.server.get(path).await
    }

    /// A request of theirs, with a token of this moment.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.tab.server.request(method, path)
    }

    /// An access token of this moment.
    pub fn token(&self) -> String {
        self.tab.server.issue()
    }

    /// The time as their browser knows it.
    pub fn clock_now(&self) -> Timestamp {
        self.now()
    }

    /// The time of the servers.
    pub fn now(&self) -> Timestamp {
        self.tab.server.node().app.clock.now()
    }
}

//! An agent with a browser: a real socket, and the same `State` that the web app keeps.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use server::features;
use shared::command::{Action, Command, Done};
use shared::conversation;
use shared::event::Actor;
use shared::ids::{AgentId, CommandId, ConversationId, MessageId, SessionId};
use shared::message;
use shared::problem::Problem;
use shared::protocol::{ClientFrame, PROTOCOL, SOCKET, ServerFrame};
use shared::reads::{COMMANDS, CONVERSATIONS, Floor, ListPage, ThreadPage};
use shared::state::State;
use shared::time::Timestamp;
use shared::view::View;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::http::{answer, bootstrap, client};
use super::{Node, PATIENCE};

/// An agent with a browser.
#[derive(Clone)]
pub struct Agent {
    pub id: AgentId,
    pub name: String,
    pub session: SessionId,
    node: Node,
    http: Client,
    state: Arc<Mutex<State>>,
    /// Counts what the socket brought.
    news: watch::Receiver<u64>,
    /// Why the server lets them in no longer.
    pub refused: watch::Receiver<Option<Problem>>,
    socket: Arc<watch::Sender<Wish>>,
}

/// What becomes of the socket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Connected,
    Cut,
    Closed,
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
        let token = node.app.tokens.issue(id, session).unwrap().0;
        let http = client();
        let bootstrap = bootstrap(&http, node, &token).await.unwrap();
        let state = Arc::new(Mutex::new(State::new(bootstrap)));
        let (told, news) = watch::channel(0);
        let (refuse, refused) = watch::channel(None);
        let socket = Arc::new(watch::Sender::new(Wish::Connected));
        let (node, name) = (node.clone(), name.to_owned());
        let agent = Self { id, name, session, node, http, state, news, refused, socket };
        let task = agent.clone();
        tokio::spawn(async move { task.follow(told, refuse).await });
        agent
    }

    /// Looks at the picture.
    pub fn look<T>(&self, at: impl FnOnce(&State) -> T) -> T {
        at(&self.state.lock().unwrap())
    }

    /// Waits until the picture shows it.
    pub async fn sees(&self, what: &str, shown: impl Fn(&State) -> bool) {
        let mut news = self.news.clone();
        let waiting = async {
            loop {
                news.mark_unchanged();
                if self.look(&shown) {
                    return;
                }
                news.changed().await.expect("the socket lives");
            }
        };
        let seen = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(seen.is_ok(), "{} never saw {what}: {:#?}", self.name, self.look(Clone::clone));
    }

    /// Waits until the server lets them in no longer, and says why.
    pub async fn is_refused(&self) -> Problem {
        let mut refused = self.refused.clone();
        let waiting = refused.wait_for(Option::is_some);
        let why = tokio::time::timeout(PATIENCE, waiting).await.expect("the socket closes");
        why.unwrap().clone().unwrap()
    }

    /// Sees exactly these conversations in a list.
    pub async fn sees_list(&self, view: View, mut these: Vec<ConversationId>) {
        these.sort();
        self.sees(&format!("{these:?} in {view}"), |state| {
            let mut shown: Vec<_> =
                state.list(view).into_iter().flat_map(shared::state::List::ids).collect();
            shown.sort();
            shown == these
        })
        .await;
    }

    /// Sees a text in a thread that is open.
    pub async fn sees_text(&self, it: ConversationId, text: &str) {
        self.sees(&format!("`{text}`"), |state| texts(state, it).iter().any(|shown| shown == text))
            .await;
    }

    /// Sees how far a message got.
    pub async fn sees_delivery(&self, it: ConversationId, id: MessageId, status: message::Status) {
        let far =
            move |state: &State| state.thread(it)?.delivery(id).map(|delivery| delivery.status);
        self.sees(&format!("{id} {status:?}"), |state| far(state) == Some(status)).await;
    }

    /// The texts of a thread that is open, in order.
    pub fn texts(&self, it: ConversationId) -> Vec<String> {
        self.look(|state| texts(state, it))
    }

    /// Opens a thread, as a click would. Says whether it may be seen.
    pub async fn opens(&self, it: ConversationId) -> bool {
        self.loads(it, &format!("{CONVERSATIONS}/{it}/messages")).await
    }

    /// Loads the next page of an open thread. Says whether there was one.
    pub async fn scrolls_up(&self, it: ConversationId) -> bool {
        let floor = self.look(|state| state.thread(it).and_then(shared::state::Thread::floor));
        let Some(Floor::At((at, id))) = floor else { return false };
        self.loads(it, &format!("{CONVERSATIONS}/{it}/messages?at={}&id={id}", at.0)).await
    }

    async fn loads(&self, it: ConversationId, path: &str) -> bool {
        self.state.lock().unwrap().expect_thread(it);
        let page: Result<ThreadPage, Problem> = self.get(path).await;
        let mut state = self.state.lock().unwrap();
        match page {
            Ok(page) => drop(state.merge_thread(page)),
            Err(_) => drop(state.give_up_thread(it)),
        }
        state.thread(it).is_some()
    }

    /// Loads the next page of a list. Says whether there was one.
    pub async fn scrolls_down(&self, view: View) -> bool {
        let floor = self.look(|state| state.list(view).and_then(shared::state::List::floor));
        let Some(Floor::At((at, id))) = floor else { return false };
        let page: ListPage =
            self.get(&format!("{CONVERSATIONS}?view={view}&at={}&id={id}", at.0)).await.unwrap();
        self.state.lock().unwrap().merge_list(page);
        true
    }

    /// Does something, as a click would.
    pub async fn does(&self, action: Action) -> Result<Done, Problem> {
        self.commands(&Command { id: CommandId::new(self.now()), action }).await
    }

    /// Sends a command as it is.
    pub async fn commands(&self, command: &Command) -> Result<Done, Problem> {
        answer(self.request(Method::POST, COMMANDS).json(command)).await
    }

    /// Answers a customer.
    pub async fn writes(&self, it: ConversationId, text: &str) -> Result<MessageId, Problem> {
        let id = MessageId::new(self.now());
        let send = message::Action::Send { id, text: text.into(), reply_to: None };
        self.does(Action::Message(it, send)).await.map(|_| id)
    }

    /// Gives a conversation to somebody, or nobody.
    pub async fn assigns(&self, it: ConversationId, to: Option<AgentId>) -> Result<Done, Problem> {
        self.does(Action::Conversation(it, conversation::Action::Assign { to })).await
    }

    /// Fetches something.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        answer(self.request(Method::GET, path)).await
    }

    /// A request of theirs, with a token of this moment.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.node.url(path)).bearer_auth(self.token())
    }

    /// An access token of this moment.
    pub fn token(&self) -> String {
        self.node.app.tokens.issue(self.id, self.session).unwrap().0
    }

    /// A picture fetched anew, with the first page of every list.
    pub async fn fresh(&self) -> State {
        State::new(bootstrap(&self.http, &self.node, &self.token()).await.unwrap())
    }

    /// The network goes.
    pub fn loses_the_network(&self) {
        self.socket.send_replace(Wish::Cut);
    }

    /// The network comes back.
    pub fn finds_the_network(&self) {
        self.socket.send_replace(Wish::Connected);
    }

    /// Closes the browser.
    pub fn leaves(&self) {
        self.socket.send_replace(Wish::Closed);
    }

    fn now(&self) -> Timestamp {
        self.node.app.clock.now()
    }

    /// Keeps a socket open and the picture up to date, as the web app does.
    async fn follow(self, told: watch::Sender<u64>, refuse: watch::Sender<Option<Problem>>) {
        let mut wish = self.socket.subscribe();
        loop {
            let now = *wish.borrow_and_update();
            match now {
                Wish::Closed => return,
                Wish::Cut => {
                    if wish.changed().await.is_err() {
                        return;
                    }
                }
                Wish::Connected => tokio::select! {
                    outcome = self.listen(&told) => match outcome {
                        End::Again => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
                        End::Refused(problem) => return drop(refuse.send_replace(Some(problem))),
                    },
                    _ = wish.changed() => {}
                },
            }
        }
    }

    async fn listen(&self, told: &watch::Sender<u64>) -> End {
        let url = format!("ws://{}{SOCKET}", self.node.address);
        let Ok((mut socket, _)) = tokio_tungstenite::connect_async(url).await else {
            return End::Again;
        };
        let resume = self.look(State::cursor);
        let hello = ClientFrame::Hello { protocol: PROTOCOL, token: self.token(), resume };
        for frame in [hello, ClientFrame::Watch(View::ALL.into())] {
            if socket.send(Frame::text(serde_json::to_string(&frame).unwrap())).await.is_err() {
                return End::Again;
            }
        }
        while let Some(Ok(frame)) = socket.next().await {
            let Frame::Text(text) = frame else { continue };
            match serde_json::from_str(&text).unwrap() {
                ServerFrame::Welcome { .. } => {}
                ServerFrame::Batch(batch) => {
                    let applied = self.state.lock().unwrap().apply(batch);
                    applied.expect("a server that has our cursor leaves no gap");
                }
                ServerFrame::Reset => {
                    let open: Vec<_> =
                        self.look(|state| state.threads().map(|(id, _)| id).collect());
                    let Ok(fresh) = bootstrap(&self.http, &self.node, &self.token()).await else {
                        return End::Again;
                    };
                    *self.state.lock().unwrap() = State::new(fresh);
                    for it in open {
                        self.opens(it).await;
                    }
                }
                ServerFrame::Refused(problem) => return End::Refused(problem),
            }
            told.send_modify(|count| *count += 1);
        }
        End::Again
    }
}

enum End {
    Again,
    Refused(Problem),
}

fn texts(state: &State, it: ConversationId) -> Vec<String> {
    let messages = state.thread(it).into_iter().flat_map(shared::state::Thread::messages);
    messages.map(|message| message.content.preview()).collect()
}

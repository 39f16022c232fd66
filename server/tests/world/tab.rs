//! A browser's tab: a real socket, and the same `State` that the web app keeps.

mod here;
mod sees;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde::de::DeserializeOwned;
use shared::ids::ConversationId;
use shared::problem::Problem;
use shared::protocol::{ClientFrame, PROTOCOL, SOCKET, ServerFrame};
use shared::reads::{BOOTSTRAP, Bootstrap, CONVERSATIONS, Floor, ListPage, ThreadPage};
use shared::state::{List, State, Thread};
use shared::view::View;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message as Frame;

use self::here::Presence;
use super::PATIENCE;

/// What a tab asks: a server, in somebody's session.
pub trait Server: Clone + Send + Sync + 'static {
    /// Where it listens, `127.0.0.1:…`.
    fn address(&self) -> String;
    /// An access token of this moment.
    fn token(&self) -> impl Future<Output = String> + Send;
    /// Fetches something.
    fn get<T: DeserializeOwned + Send>(
        &self,
        path: &str,
    ) -> impl Future<Output = Result<T, Problem>> + Send;
}

/// A tab of somebody who is logged in.
#[derive(Clone)]
pub struct Tab<S> {
    /// Who is in front of it, for messages.
    pub name: String,
    pub server: S,
    state: Arc<Mutex<State>>,
    /// Counts what the socket brought.
    news: watch::Receiver<u64>,
    /// Why the server lets them in no longer.
    pub refused: watch::Receiver<Option<Problem>>,
    socket: Arc<watch::Sender<Wish>>,
    /// The lists that are looked at.
    views: Arc<watch::Sender<Vec<View>>>,
    /// Who is where, as told.
    pub here: Presence,
}

/// What becomes of the socket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Connected,
    Cut,
    Closed,
}

enum End {
    Again,
    Refused(Problem),
}

impl<S: Server> Tab<S> {
    /// Loads the page and opens a socket.
    pub async fn open(server: S, name: &str) -> Self {
        let state = Arc::new(Mutex::new(fresh(&server, &View::ALL).await.unwrap()));
        let (told, news) = watch::channel(0);
        let (refuse, refused) = watch::channel(None);
        let socket = Arc::new(watch::Sender::new(Wish::Connected));
        let views = Arc::new(watch::Sender::new(View::ALL.into()));
        let (name, here) = (name.to_owned(), Presence::new());
        let tab = Self { name, server, state, news, refused, socket, views, here };
        let task = tab.clone();
        tokio::spawn(async move { task.follow(told, refuse).await });
        tab
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

    /// Opens a thread, as a click would. Says whether it may be seen.
    pub async fn opens(&self, it: ConversationId) -> bool {
        self.loads(it, &format!("{CONVERSATIONS}/{it}/messages")).await
    }

    /// Loads the next page of an open thread. Says whether there was one.
    pub async fn scrolls_up(&self, it: ConversationId) -> bool {
        let floor = self.look(|state| state.thread(it).and_then(Thread::floor));
        let Some(Floor::At((at, id))) = floor else { return false };
        self.loads(it, &format!("{CONVERSATIONS}/{it}/messages?at={}&id={id}", at.0)).await
    }

    async fn loads(&self, it: ConversationId, path: &str) -> bool {
        self.state.lock().unwrap().expect_thread(it);
        let page: Result<ThreadPage, Problem> = self.server.get(path).await;
        let mut state = self.state.lock().unwrap();
        match page {
            Ok(page) => drop(state.merge_thread(page)),
            Err(_) => drop(state.give_up_thread(it)),
        }
        state.thread(it).is_some()
    }

    /// The lists that are looked at.
    pub fn views(&self) -> Vec<View> {
        self.views.borrow().clone()
    }

    /// Wants to know how long a list is.
    pub fn watches(&self, view: &View) {
        self.views.send_modify(|views| views.push(view.clone()));
    }

    /// Looks at a list of their own besides the others, as a click on a filter would.
    pub async fn looks_at(&self, view: &View) {
        self.state.lock().unwrap().open_list(view);
        self.watches(view);
        let page = self.server.get(&format!("{CONVERSATIONS}?view={view}")).await.unwrap();
        self.state.lock().unwrap().merge_list(page);
    }

    /// Loads the next page of a list. Says whether there was one.
    pub async fn scrolls_down(&self, view: View) -> bool {
        let floor = self.look(|state| state.list(&view).and_then(List::floor));
        let Some(Floor::At((at, id))) = floor else { return false };
        let page: ListPage = self
            .server
            .get(&format!("{CONVERSATIONS}?view={view}&at={}&id={id}", at.0))
            .await
            .unwrap();
        self.state.lock().unwrap().merge_list(page);
        true
    }

    /// A picture fetched anew, with the first page of every list.
    pub async fn fresh(&self) -> State {
        let views = self.views();
        fresh(&self.server, &views).await.unwrap()
    }

    /// The network goes.
    pub fn loses_the_network(&self) {
        self.socket.send_replace(Wish::Cut);
    }

    /// The network comes back.
    pub fn finds_the_network(&self) {
        self.socket.send_replace(Wish::Connected);
    }

    /// Closes the tab.
    pub fn leaves(&self) {
        self.socket.send_replace(Wish::Closed);
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
                Wish::Connected => match self.listen(&told, &mut wish).await {
                    End::Again => tokio::time::sleep(Duration::from_millis(20)).await,
                    End::Refused(problem) => return drop(refuse.send_replace(Some(problem))),
                },
            }
        }
    }

    /// Until the socket breaks or the wish changes. What a reset asks for comes to its end all the same, as in a browser.
    async fn listen(&self, told: &watch::Sender<u64>, wish: &mut watch::Receiver<Wish>) -> End {
        let url = format!("ws://{}{SOCKET}", self.server.address());
        let Ok((mut socket, _)) = tokio_tungstenite::connect_async(url).await else {
            return End::Again;
        };
        let resume = self.look(State::cursor);
        let token = self.server.token().await;
        let hello = ClientFrame::Hello { protocol: PROTOCOL, token, resume, idle: false };
        let text = |frame: &ClientFrame| Frame::text(serde_json::to_string(frame).unwrap());
        if socket.send(text(&hello)).await.is_err() {
            return End::Again;
        }
        let mut views = self.views.subscribe();
        views.mark_changed();
        let mut says = self.here.says.subscribe();
        let mut limit = self.here.limit.subscribe();
        limit.mark_changed();
        self.here.forget();
        loop {
            let frame = tokio::select! {
                changed = views.changed() => {
                    changed.expect("the tab lives");
                    let views = views.borrow_and_update().clone();
                    let watch = ClientFrame::Watch { views, since: self.look(State::told) };
                    if socket.send(text(&watch)).await.is_err() {
                        return End::Again;
                    }
                    continue;
                }
                changed = limit.changed() => {
                    changed.expect("the tab lives");
                    let limit = *limit.borrow_and_update();
                    let board = ClientFrame::Board { limit };
                    if limit.is_some() && socket.send(text(&board)).await.is_err() {
                        return End::Again;
                    }
                    continue;
                }
                Ok(said) = says.recv() => {
                    if socket.send(text(&said)).await.is_err() {
                        return End::Again;
                    }
                    continue;
                }
                frame = socket.next() => frame,
                _ = wish.changed() => return End::Again,
            };
            let Some(Ok(frame)) = frame else { return End::Again };
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
                    let views = self.views();
                    let Ok(fresh) = fresh(&self.server, &views).await else { return End::Again };
                    *self.state.lock().unwrap() = fresh;
                    for it in open {
                        self.opens(it).await;
                    }
                }
                ServerFrame::Refused(problem) => return End::Refused(problem),
                frame @ (ServerFrame::Here(_)
                | ServerFrame::Asked { .. }
                | ServerFrame::Answered { .. }
                | ServerFrame::Board(_)
                | ServerFrame::Stroke(_)) => self.here.hear(frame),
            }
            told.send_modify(|count| *count += 1);
        }
    }
}

async fn fresh(server: &impl Server, views: &[View]) -> Result<State, Problem> {
    let views = views.iter().map(View::to_string).collect::<Vec<_>>().join(",");
    let bootstrap: Bootstrap = server.get(&format!("{BOOTSTRAP}?views={views}")).await?;
    Ok(State::new(bootstrap))
}

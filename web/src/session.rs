//! Who I am. The access token lives in memory only; the refresh token in a cookie that no script can read.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, Shared};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::ids::AgentId;
use shared::problem::Code;
use shared::reads::{JOIN, Join, LoggedIn, Login, REFRESH, SESSION, SETUP, Setup};
use shared::time::{Millis, Timestamp};

use crate::clock;
use crate::fetch::{Answer, Failure, Request, read};
use crate::locks;
use crate::offline;

/// One tab refreshes at a time: two that used the same refresh token would look like a thief.
const REFRESHING: &str = "onevoice-refresh";
/// A token that ends within this is as good as ended.
const MARGIN: Millis = Millis::seconds(45);

/// Whether somebody is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not known yet.
    Starting,
    /// Nobody.
    Anonymous,
    /// Somebody.
    LoggedIn(AgentId),
}

/// Who I am, and asking as me.
#[derive(Clone, Copy)]
pub struct Session {
    stage: RwSignal<Stage>,
    kept: StoredValue<Kept, LocalStorage>,
}

#[derive(Default)]
struct Kept {
    access: Option<(String, Timestamp)>,
    /// Several requests that find the token too old share one refresh.
    refreshing: Option<Shared<LocalBoxFuture<'static, Answer<()>>>>,
    /// The session was taken away, not left.
    ended: bool,
}

impl Session {
    /// Not known yet who I am.
    #[expect(clippy::new_without_default, reason = "it belongs to the owner it is made under")]
    pub fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::Starting),
            kept: StoredValue::new_local(Kept::default()),
        }
    }

    /// Whether somebody is logged in.
    pub fn stage(self) -> Stage {
        self.stage.get()
    }

    /// Whether nobody is logged in, right now.
    pub fn anonymous(self) -> bool {
        self.stage.get_untracked() == Stage::Anonymous
    }

    /// Whether it is still to be found out who I am, right now.
    pub fn unknown(self) -> bool {
        self.stage.get_untracked() == Stage::Starting
    }

    /// Whether I was logged in until the session was taken away.
    pub fn ended(self) -> bool {
        self.kept.with_value(|kept| kept.ended)
    }

    /// Logs in.
    pub async fn login(self, login: &Login) -> Answer<()> {
        self.enter(Request::post(SESSION, login)).await
    }

    /// Makes the first admin, and logs in as them.
    pub async fn setup(self, setup: &Setup) -> Answer<()> {
        self.enter(Request::post(SETUP, setup)).await
    }

    /// Accepts an invitation, and logs in.
    pub async fn join(self, join: &Join) -> Answer<()> {
        self.enter(Request::post(JOIN, join)).await
    }

    /// Logs out. Without an answer I stay logged in, for the cookie would still work.
    pub async fn logout(self) -> Answer<()> {
        let answer = self.send::<()>(Request::delete(SESSION)).await;
        if answer != Err(Failure::Lost) {
            self.forget(false);
        }
        answer
    }

    /// Asks for something as me.
    pub async fn get<T: DeserializeOwned>(self, path: impl Into<String>) -> Answer<T> {
        self.send(Request::get(path)).await
    }

    /// Hands something over as me.
    pub async fn post<T: DeserializeOwned>(self, path: &str, body: &impl Serialize) -> Answer<T> {
        self.send(Request::post(path, body)).await
    }

    /// Sends a request as me; once more when the token turns out not to be good any more.
    pub async fn send<T: DeserializeOwned>(self, request: Request) -> Answer<T> {
        read(&self.fetch(request).await?)
    }

    /// Boxed, so that it is compiled once and not for each kind of answer.
    fn fetch(self, request: Request) -> LocalBoxFuture<'static, Answer<String>> {
        Box::pin(async move {
            let token = self.token().await?;
            match request.fetch(Some(&token)).await {
                Err(failure) if failure.code() == Some(Code::NotLoggedIn) => {
                    self.spoil(&token);
                    let token = self.token().await?;
                    request.fetch(Some(&token)).await
                }
                answer => answer,
            }
        })
    }

    /// A token that is still good for a while.
    pub async fn token(self) -> Answer<String> {
        if let Some(token) = self.good_token() {
            return Ok(token);
        }
        self.refresh().await?;
        self.good_token().ok_or(Failure::Lost)
    }

    /// Gets a fresh token by the cookie; whoever asks meanwhile waits for the same answer.
    pub async fn refresh(self) -> Answer<()> {
        let known = self.kept.with_value(|kept| kept.refreshing.clone());
        let refreshing = known.unwrap_or_else(|| {
            let fresh = async move {
                let answer =
                    locks::alone(REFRESHING, self.enter(Request::post_nothing(REFRESH))).await;
                self.kept.update_value(|kept| kept.refreshing = None);
                answer
            };
            let fresh = fresh.boxed_local().shared();
            self.kept.update_value(|kept| kept.refreshing = Some(fresh.clone()));
            // It goes on when nobody waits for it any more: it holds the lock for which other tabs wait.
            spawn_local(fresh.clone().map(drop));
            fresh
        });
        let answer = refreshing.await;
        if answer.as_ref().is_err_and(|failure| failure.code() == Some(Code::NotLoggedIn)) {
            self.forget(true);
        }
        answer
    }

    /// The server can't be asked who I am: whoever this browser keeps something for, until it can.
    pub fn assume(self, agent: AgentId) {
        if self.unknown() {
            self.stage.set(Stage::LoggedIn(agent));
        }
    }

    /// This token was not taken: the next request needs another.
    pub fn spoil(self, token: &str) {
        self.kept.update_value(|kept| {
            kept.access.take_if(|(held, _)| held == token);
        });
    }

    async fn enter(self, request: Request) -> Answer<()> {
        let came: LoggedIn = request.send().await?;
        clock::set(came.now);
        offline::belongs_to(came.agent);
        self.kept.update_value(|kept| {
            kept.access = Some((came.access_token, came.expires));
            kept.ended = false;
        });
        if self.stage.get_untracked() != Stage::LoggedIn(came.agent) {
            self.stage.set(Stage::LoggedIn(came.agent));
        }
        Ok(())
    }

    fn good_token(self) -> Option<String> {
        self.kept.with_value(|kept| {
            let (token, expires) = kept.access.as_ref()?;
            (clock::now() + MARGIN < *expires).then(|| token.clone())
        })
    }

    fn forget(self, taken: bool) {
        offline::erase();
        let was_in = matches!(self.stage.get_untracked(), Stage::LoggedIn(_));
        self.kept.update_value(|kept| {
            kept.access = None;
            kept.ended = taken && (was_in || kept.ended);
        });
        self.stage.set(Stage::Anonymous);
    }
}

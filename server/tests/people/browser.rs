//! A browser as far as logging in goes: it keeps a cookie and says where its page comes from.

use reqwest::header::{HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::features::invitation;
use server::store::Tx;
use shared::event::Actor;
use shared::ids::AgentId;
use shared::permission::{Role, Visibility};
use shared::problem::Problem;
use shared::reads::{JOIN, Join, LoggedIn, Login, REFRESH, SESSION};

use crate::world::http::client;
use crate::world::{Node, Rights, World};

/// Of everyone here.
pub const PASSWORD: &str = "a good deal of bicycles";

/// A browser with one cookie.
#[derive(Clone)]
pub struct Browser {
    pub cookie: Option<String>,
    node: Node,
    http: Client,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Browser {
    /// A new one.
    pub fn new(world: &World) -> Self {
        Self::at(&world.nodes[0])
    }

    /// One that speaks with this server.
    pub fn at(node: &Node) -> Self {
        Self { cookie: None, node: node.clone(), http: client() }
    }

    /// Another, in which somebody put this cookie.
    pub fn with_cookie(&self, cookie: Option<String>) -> Self {
        Self { cookie, ..self.clone() }
    }

    /// Asks from our own page, and keeps the cookie that comes back.
    pub async fn sends(
        &mut self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&impl Serialize>,
    ) -> Reply {
        let origin = format!("http://{}", self.node.address);
        let mut request = self.http.request(method, self.node.url(path)).header(ORIGIN, origin);
        // Its path is /api/session, so it goes nowhere else.
        let sent = path == SESSION || path.starts_with(&format!("{SESSION}/"));
        if let Some(cookie) = self.cookie.as_ref().filter(|_| sent) {
            request = request.header("Cookie", format!("onevoice_session={cookie}"));
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        if let Some(set) = headers.get(SET_COOKIE) {
            let set = set.to_str().unwrap().strip_prefix("onevoice_session=").unwrap();
            let value = set.split(';').next().unwrap();
            self.cookie = (!value.is_empty()).then(|| value.to_owned());
        }
        let text = response.text().await.unwrap();
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
        Reply { status, headers, body }
    }

    pub async fn posts<T: DeserializeOwned>(
        &mut self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Problem> {
        self.sends(Method::POST, path, None, Some(body)).await.read()
    }

    pub async fn logs_in(&mut self, email: &str, password: &str) -> Result<LoggedIn, Problem> {
        self.posts(SESSION, &Login { email: email.into(), password: password.into() }).await
    }

    pub async fn refreshes(&mut self) -> Result<LoggedIn, Problem> {
        self.sends(Method::POST, REFRESH, None, None::<&()>).await.read()
    }

    pub async fn joins(&mut self, token: &str, password: &str) -> Result<LoggedIn, Problem> {
        self.posts(JOIN, &Join { token: token.into(), password: password.into() }).await
    }

    pub async fn gets<T: DeserializeOwned>(
        &mut self,
        path: &str,
        token: &str,
    ) -> Result<T, Problem> {
        self.sends(Method::GET, path, Some(token), None::<&()>).await.read()
    }

    pub async fn deletes(&mut self, path: &str, token: Option<&str>) -> Result<(), Problem> {
        self.sends(Method::DELETE, path, token, None::<&()>).await.read()
    }
}

impl Reply {
    /// The reply, or the problem.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Problem> {
        if self.status.is_success() {
            return Ok(serde_json::from_value(self.body).unwrap());
        }
        let problem: Problem = serde_json::from_value(self.body).unwrap();
        assert_eq!(problem.code.status(), self.status.as_u16(), "{problem}");
        Err(problem)
    }
}

/// Somebody with an email address and a password, not logged in anywhere.
pub async fn member(world: &World, name: &str) -> (AgentId, String) {
    let rights = Rights { role: Role::Agent, visibility: Visibility::All, teams: vec![] };
    let id = world.person(name, rights).await;
    let make = move |tx: &mut Tx<'_>| invitation::make(tx, id);
    let ((token, _), _) = world.app().write(Actor::System, make).await.unwrap();
    let mut browser = Browser::new(world);
    browser.joins(token.expose(), PASSWORD).await.map_err(|it| it.to_string()).ok().unwrap();
    browser.deletes(SESSION, None).await.unwrap();
    (id, format!("{}@example.com", id.to_string().to_lowercase()))
}

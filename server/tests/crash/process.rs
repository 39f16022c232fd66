//! The real program as a process that can be killed, with an admin who is logged in.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::Problem;
use shared::reads::{CONVERSATIONS, ListPage, LoggedIn, Login, SESSION, SETUP, Setup};
use simulator::Simulator;
use tokio::sync::Mutex;

use crate::world::database::Database;
use crate::world::http::client;
use crate::world::node;
use crate::world::program::Program;
use crate::world::tab::Server;

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery";
/// Between two tries of a request that a dead server did not answer.
const PAUSE: Duration = Duration::from_millis(30);

/// The real program.
pub struct Process {
    program: Program,
    token: Mutex<String>,
    http: Client,
}

impl Process {
    /// Starts it for the first time and makes the first admin, as a person would by the link.
    pub async fn begin(
        database: &Database,
        whatsapp: &Simulator,
        numbers: HashMap<String, String>,
    ) -> Self {
        let mut settings = node::named(node::settings(database, None), 0);
        settings.extend(numbers);
        settings.insert("ONEVOICE_WHATSAPP_API_URL".into(), whatsapp.base_url());
        let process =
            Self { program: Program::new(settings), token: Mutex::default(), http: client() };
        let link =
            process.program.start_saying_the_link().await.expect("a first start prints a link");
        let token = link.split_once("token=").unwrap().1.trim().to_owned();
        let (name, email, password) = ("Ada".into(), EMAIL.into(), PASSWORD.into());
        let setup = Setup { token, name, email, password };
        let reply = process.http.post(process.url(SETUP)).json(&setup).send().await.unwrap();
        let logged_in: LoggedIn = reply.json().await.unwrap();
        *process.token.lock().await = logged_in.access_token;
        whatsapp.set_webhook_url(process.url("/webhooks/whatsapp"));
        process
    }

    /// Kills it as a power cut would, and starts it again.
    pub async fn dies_and_comes_back(&self) {
        self.program.dies().await;
        self.program.start().await;
    }

    /// Kills it, or what was left of it.
    pub async fn end(&self) {
        self.program.dies().await;
    }

    /// Asks until it answers, through deaths and log-outs. The same command twice is one.
    pub async fn asks<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&(impl Serialize + Sync)>,
    ) -> Result<T, Problem> {
        loop {
            let token = self.token.lock().await.clone();
            let mut request = self.http.request(method.clone(), self.url(path)).bearer_auth(token);
            if let Some(body) = body {
                request = request.json(body);
            }
            match request.send().await {
                Ok(reply) if reply.status().is_success() => match reply.json().await {
                    Ok(reply) => return Ok(reply),
                    Err(_) => tokio::time::sleep(PAUSE).await,
                },
                Ok(reply) if reply.status() == StatusCode::UNAUTHORIZED => self.logs_in().await,
                Ok(reply) if reply.status().is_client_error() => {
                    return Err(reply.json().await.unwrap());
                }
                Ok(_) | Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Fetches something.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        self.asks(Method::GET, path, None::<&()>).await.unwrap()
    }

    async fn logs_in(&self) {
        let login = Login { email: EMAIL.into(), password: PASSWORD.into() };
        if let Ok(reply) = self.http.post(self.url(SESSION)).json(&login).send().await
            && let Ok(logged_in) = reply.json::<LoggedIn>().await
        {
            *self.token.lock().await = logged_in.access_token;
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.program.address)
    }
}

/// For Ada's tabs.
impl Server for Arc<Process> {
    fn address(&self) -> String {
        self.program.address.clone()
    }

    async fn token(&self) -> String {
        // Whoever asks with one that is too old gets another.
        let _: ListPage = Process::get(self, &format!("{CONVERSATIONS}?view=mine")).await;
        self.token.lock().await.clone()
    }

    async fn get<T: DeserializeOwned + Send>(&self, path: &str) -> Result<T, Problem> {
        self.asks(Method::GET, path, None::<&()>).await
    }
}

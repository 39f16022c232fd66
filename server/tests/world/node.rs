//! One server of a world: the real app behind a real HTTP socket.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use server::app::App;
use server::clock::Clock;
use server::config::Config;
use server::http;

use super::{Database, SECRET, VERIFY_TOKEN};

/// One server.
#[derive(Clone)]
pub struct Node {
    /// The app itself, to look behind the scenes.
    pub app: App,
    /// Where it listens, `127.0.0.1:…`.
    pub address: String,
    /// Not if it is a process of its own.
    handle: Option<ServerHandle>,
    thread: Arc<Mutex<Option<std::thread::JoinHandle<()>>>>,
}

/// The environment of the how-many-th server.
pub fn named(mut settings: HashMap<String, String>, place: usize) -> HashMap<String, String> {
    settings.insert("ONEVOICE_NODE".to_owned(), format!("node {place}"));
    settings
}

/// The environment of all servers on this database.
pub fn settings(database: &Database, redis: Option<&str>) -> HashMap<String, String> {
    let mut settings = HashMap::from([
        ("ONEVOICE_DATABASE_URL".to_owned(), database.url()),
        ("ONEVOICE_WHATSAPP_APP_SECRET".to_owned(), SECRET.to_owned()),
        ("ONEVOICE_WHATSAPP_VERIFY_TOKEN".to_owned(), VERIFY_TOKEN.to_owned()),
        ("ONEVOICE_FILES_DIR".to_owned(), database.files()),
        ("ONEVOICE_CALLS_UDP".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    if let Some(redis) = redis {
        settings.insert("ONEVOICE_REDIS_URL".to_owned(), redis.to_owned());
    }
    settings
}

impl Node {
    /// Starts the app and serves it on a free port.
    pub async fn start(settings: HashMap<String, String>, clock: Clock) -> Self {
        let config = Config::from_vars(settings).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let app = App::start(config, clock).await.unwrap();
        let (started, handle) = tokio::sync::oneshot::channel();
        let served = app.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = http::serve(served, listener, 1).unwrap();
                started.send(server.handle()).ok().unwrap();
                server.await.unwrap();
            });
        });
        let handle = handle.await.unwrap();
        Self { app, address, handle: Some(handle), thread: Arc::new(Mutex::new(Some(thread))) }
    }

    /// A program on the same database. Its app is this one's, to look behind the scenes.
    pub fn elsewhere(&self, address: String) -> Self {
        Self { app: self.app.clone(), address, handle: None, thread: Arc::default() }
    }

    /// For the simulator.
    pub fn webhook_url(&self) -> String {
        self.url("/webhooks/whatsapp")
    }

    /// A path of this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Stops it as `SIGTERM` would.
    pub async fn stop(&self) {
        self.ends(true).await;
    }

    /// Stops it when everything has been told: it waits for nobody. Actix looks only once a second whether who it waits for
    /// has gone.
    pub async fn leaves(&self) {
        self.ends(false).await;
    }

    async fn ends(&self, gracefully: bool) {
        let Some(handle) = &self.handle else { return };
        self.app.stop();
        handle.stop(gracefully).await;
        let thread = self.thread.lock().unwrap().take();
        if let Some(thread) = thread {
            tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
        }
    }
}

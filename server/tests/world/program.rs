//! The real program as a process, which can be killed as by a power cut and started again.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::database::unique;
use super::http::client;
use super::{Database, PATIENCE, World, node};

/// Between two looks whether it is well.
const PAUSE: Duration = Duration::from_millis(30);

/// The real program.
pub struct Program {
    /// Where it listens, `127.0.0.1:…`: the same after each start.
    pub address: String,
    settings: HashMap<String, String>,
    folder: PathBuf,
    child: Mutex<Option<Child>>,
}

impl Program {
    /// One with these settings, not started yet.
    pub fn new(mut settings: HashMap<String, String>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(unique());
        let address = format!("127.0.0.1:{port}");
        settings.insert("ONEVOICE_LISTEN".into(), address.clone());
        settings.insert("ONEVOICE_DATA_DIR".into(), folder.to_string_lossy().into_owned());
        Self { address, settings, folder, child: Mutex::default() }
    }

    /// Starts it and waits until it is well.
    pub async fn start(&self) {
        self.begins(Stdio::null()).await;
        self.is_well().await;
    }

    /// The same, for the first time: the link by which the first admin is made, if it says one.
    pub async fn start_saying_the_link(&self) -> Option<String> {
        self.begins(Stdio::piped()).await;
        let stdout = self.child.lock().await.as_mut().unwrap().stdout.take().unwrap();
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let link = lines.take(4).find(|line| line.contains("/setup?token="));
        self.is_well().await;
        link
    }

    /// Starts it so that all it notes can be read.
    pub async fn start_noting(&self) -> BufReader<ChildStderr> {
        let mut command = self.command("info");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let notes = BufReader::new(child.stderr.take().unwrap());
        *self.child.lock().await = Some(child);
        self.is_well().await;
        notes
    }

    /// Kills it in the middle of whatever it does.
    pub async fn dies(&self) {
        if let Some(mut child) = self.child.lock().await.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Tells it to stop, as for a new version, and waits until it has.
    pub async fn stops(&self) {
        self.is_told_to_stop().await;
        self.ends().await;
    }

    /// Tells it to stop, as for a new version.
    pub async fn is_told_to_stop(&self) {
        let Some(id) = self.child.lock().await.as_ref().map(Child::id) else { return };
        assert!(Command::new("kill").arg(id.to_string()).status().unwrap().success());
    }

    /// Waits until it has stopped by itself.
    pub async fn ends(&self) {
        let Some(mut child) = self.child.lock().await.take() else { return };
        let ended = tokio::task::spawn_blocking(move || child.wait().unwrap());
        let ended = tokio::time::timeout(PATIENCE, ended).await.expect("it stops");
        assert!(ended.unwrap().success());
    }

    async fn begins(&self, stdout: Stdio) {
        let child = self.command("error").stdout(stdout).spawn().unwrap();
        *self.child.lock().await = Some(child);
    }

    fn command(&self, notes: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onevoice"));
        command.arg("serve").envs(&self.settings).env("RUST_LOG", notes);
        command
    }

    async fn is_well(&self) {
        let (http, url) = (client(), format!("http://{}/health", self.address));
        loop {
            let health = http.get(&url).send().await;
            if health.is_ok_and(|reply| reply.status().is_success()) {
                return;
            }
            let exited = self.child.lock().await.as_mut().unwrap().try_wait().unwrap();
            assert_eq!(exited, None, "the server starts again after whatever happened");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl World {
    /// Tells a story in a world in which each server is a process that may die, and checks what it left.
    pub async fn tell_of_programs<Story: Future<Output = ()>>(
        database: Database,
        redis: Option<&str>,
        count: usize,
        story: impl FnOnce(Self, Vec<Arc<Program>>) -> Story,
    ) {
        let mut world = Self::without_servers(&database, redis, &[]).await;
        // It serves nobody and does no job: through it the test looks at the database, and makes people.
        let onlooker = world.starts(count).await;
        onlooker.leaves().await;
        let mut programs = vec![];
        for place in 0..count {
            let program = Program::new(node::named(world.settings.clone(), place));
            program.start().await;
            world.nodes.push(onlooker.elsewhere(program.address.clone()));
            programs.push(Arc::new(program));
        }
        world.whatsapp.set_webhook_url(world.nodes[0].webhook_url());
        story(world.clone(), programs.clone()).await;
        world.check().await;
        world.end().await;
        for program in programs {
            program.dies().await;
        }
        database.drop().await;
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

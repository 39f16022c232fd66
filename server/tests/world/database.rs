//! A database for one test, gone after it.

use std::path::PathBuf;

use server::clock::Clock;
use tokio_postgres::{Client, NoTls};

use super::template;

/// The file of SQLite.
const FILE: &str = "onevoice.db";

/// A database for one test.
pub enum Database {
    /// A folder of its own.
    Sqlite(PathBuf),
    /// One of the cluster that `ONEVOICE_TEST_POSTGRES` names.
    Postgres { server: String, name: String },
}

impl Database {
    /// An empty one in a file.
    pub async fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique());
        std::fs::create_dir(&folder).unwrap();
        std::fs::copy(template::sqlite().await, folder.join(FILE)).unwrap();
        Self::Sqlite(folder)
    }

    /// An empty one on the server.
    pub async fn postgres() -> Self {
        let server = needed("ONEVOICE_TEST_POSTGRES", "postgres://user@localhost/postgres");
        let (name, template) = (unique(), template::postgres(&server).await);
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self::Postgres { server, name }
    }

    /// For `ONEVOICE_DATABASE_URL`.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.join(FILE).to_string_lossy().into_owned(),
            Self::Postgres { server, name } => named(server, name),
        }
    }

    /// For `ONEVOICE_FILES_DIR`: one for all nodes.
    pub fn files(&self) -> String {
        let name = match self {
            Self::Sqlite(folder) => return folder.join("files").to_string_lossy().into_owned(),
            Self::Postgres { name, .. } => name,
        };
        std::env::temp_dir().join(name).join("files").to_string_lossy().into_owned()
    }

    pub async fn drop(self) {
        match self {
            Self::Sqlite(folder) => std::fs::remove_dir_all(folder).unwrap(),
            Self::Postgres { server, name } => {
                std::fs::remove_dir_all(std::env::temp_dir().join(&name)).unwrap();
                run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

/// The Redis that `ONEVOICE_TEST_REDIS` names.
pub fn redis() -> String {
    needed("ONEVOICE_TEST_REDIS", "redis://localhost:6379")
}

fn needed(name: &str, example: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set (for example to {example}). `cargo xtask test` starts what is needed and sets it.")
    })
}

/// Another database of the same server.
pub(super) fn named(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').map_or((server, None), |it| (it.0, Some(it.1)));
    let host =
        before.rsplit_once('/').filter(|(host, _)| !host.ends_with('/')).map_or(before, |it| it.0);
    format!("{host}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}

/// Not of the process's number, which comes again: what a test that failed left would be under its successor's feet.
pub(super) fn unique() -> String {
    format!("onevoice_test_{}", Clock::real().ulid()).to_lowercase()
}

async fn run(server: &str, sql: &str) {
    connected(server, async |client| client.batch_execute(sql).await.unwrap()).await;
}

/// Does something with a connection, which is closed when this is over.
pub(super) async fn connected(server: &str, work: impl AsyncFnOnce(&Client)) {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    work(&client).await;
    drop(client);
    connection.await.unwrap().unwrap();
}

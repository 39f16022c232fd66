//! Databases whose schema is up to date already. Migrating takes longer than most stories, so it is done once, and every
//! story begins with a copy.
//!
//! Each test may be a process of its own: whoever comes first makes the template, and the others find it. Its name says
//! of which migrations it is, so that nobody ever gets one of others.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use server::clock::Clock;
use server::store::Store;

use super::database::{connected, named, unique};

/// Every story begins a log of its own: its name is also that of its channels in Redis.
const WITHOUT_LOG: &str = "DELETE FROM log_head";

/// A file of SQLite to copy.
pub(super) async fn sqlite() -> PathBuf {
    let template = std::env::temp_dir().join(format!("{}.db", name("sqlite")));
    if !template.exists() {
        // Two who come first at once make two, and the second to be ready takes the name. Both are good.
        let made = std::env::temp_dir().join(format!("{}.db", unique()));
        let url = made.to_string_lossy().into_owned();
        drop(Store::open(&url, Clock::real()).await.unwrap());
        let mut conn = SqliteConnection::establish(&url).unwrap();
        conn.batch_execute(WITHOUT_LOG).unwrap();
        drop(conn);
        assert!(!made.with_extension("db-wal").exists(), "everything is in the one file");
        std::fs::rename(made, &template).unwrap();
    }
    template
}

/// The name of a database of this server to copy.
pub(super) async fn postgres(server: &str) -> String {
    let name = name("postgres");
    let found = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    connected(server, async |client| {
        if client.query_opt(&found, &[]).await.unwrap().is_some() {
            return;
        }
        // Released as the connection ends. The number is ours, and means nothing.
        client.batch_execute("SELECT pg_advisory_lock(7020112602)").await.unwrap();
        if client.query_opt(&found, &[]).await.unwrap().is_some() {
            return;
        }
        let made = format!("{name}_made");
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {made} WITH (FORCE)"))
            .await
            .unwrap();
        client.batch_execute(&format!("CREATE DATABASE {made}")).await.unwrap();
        let url = named(server, &made);
        drop(Store::open(&url, Clock::real()).await.unwrap());
        connected(&url, async |client| client.batch_execute(WITHOUT_LOG).await.unwrap()).await;
        // What nobody is connected to any more can be renamed. PostgreSQL waits a while for them to leave.
        client.batch_execute(&format!("ALTER DATABASE {made} RENAME TO {name}")).await.unwrap();
    })
    .await;
    name
}

/// Of these migrations.
fn name(kind: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(kind);
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    all.sort();
    let mut hasher = DefaultHasher::new();
    for it in all {
        it.file_name().hash(&mut hasher);
        std::fs::read(it.join("up.sql")).unwrap().hash(&mut hasher);
    }
    format!("onevoice_template_{:016x}", hasher.finish())
}

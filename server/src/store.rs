//! The database: a SQLite file, or a PostgreSQL server.
//!
//! A unit of work is a closure which runs to its end on a blocking thread: no caller that goes away leaves a
//! transaction half done, and none can be held open across an `await`.

pub mod columns;
pub mod conn;
pub mod expr;
pub mod jobs;
pub mod log;
mod migrate;
mod pool;
pub mod schema;
pub mod settings;
pub mod tx;
pub mod webhooks;

use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, ConnectionResult, SqliteConnection};
use shared::event::Actor;
use shared::ids::Epoch;

pub use conn::{Conn, Statement, columns};
pub use tx::{Created, Recording, Removable, Tracked, Tx, Writer, Written};

use crate::clock::Clock;
use crate::error::Result;
use conn::PgConnection;
use pool::Pool;

/// The database.
#[derive(Clone)]
pub struct Store {
    readers: Arc<Pool>,
    writers: Arc<Pool>,
    clock: Clock,
    sqlite: bool,
}

/// Connections that read, and on PostgreSQL as many that write.
const CONNECTIONS: usize = 8;

impl Store {
    /// Opens the database at `url`, a `postgres://` URL or the path of a SQLite file, and brings its schema up to
    /// date. To be called on a multi-threaded runtime that lives as long as the store.
    pub async fn open(url: &str, clock: Clock) -> Result<Self> {
        let (for_reads, for_writes) = (url.to_owned(), url.to_owned());
        let sqlite = !is_postgres(url);
        // SQLite has one writer at a time. Better to queue for it here than to wait for its lock in a thread.
        let writers = if sqlite { 1 } else { CONNECTIONS };
        let store = Self {
            readers: Arc::new(Pool::new(CONNECTIONS, move || open(&for_reads)?.read_only())),
            writers: Arc::new(Pool::new(writers, move || open(&for_writes))),
            clock,
            sqlite,
        };
        let epoch = Epoch(store.clock.ulid());
        store.writers.work(move |conn| migrate::migrate(conn, epoch)).await?;
        Ok(store)
    }

    /// Whether this is the embedded database, which only one process uses.
    pub const fn is_sqlite(&self) -> bool {
        self.sqlite
    }

    /// Runs queries that do not write.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.readers.work(work).await
    }

    /// Runs queries that see everything as of one moment.
    pub async fn snapshot<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.readers
            .work(|conn| {
                conn.begin_snapshot()?;
                let result = work(conn);
                conn.rollback()?;
                result
            })
            .await
    }

    /// Runs `work` in a transaction, with what it recorded and promised. Only `App::write` calls this, because who
    /// changes something must also ring.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Written)> {
        let clock = self.clock.clone();
        self.writers.work(move |conn| Tx::run(conn, actor, clock, work)).await
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The URL with limits on how long a database that is gone can keep us, unless it has its own. In seconds.
fn impatient(url: &str) -> String {
    let limits = [("connect_timeout", 3), ("tcp_user_timeout", 5), ("keepalives_idle", 10)];
    limits.iter().fold(url.to_owned(), |url, (name, seconds)| {
        let sign = if url.contains('?') { '&' } else { '?' };
        if url.contains(name) { url } else { format!("{url}{sign}{name}={seconds}") }
    })
}

fn open(url: &str) -> ConnectionResult<Conn> {
    if is_postgres(url) {
        return PgConnection::establish(&impatient(url)).map(Conn::Postgres);
    }
    let mut conn = SqliteConnection::establish(url)?;
    // FULL: a webhook is answered 200 only after it is on the disk.
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16384;
         PRAGMA mmap_size = 268435456;",
    )
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Sqlite(conn))
}

//! Migrations inside the binary, run at each start.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use shared::ids::Epoch;

use super::conn::Conn;
use super::log;
use super::tx::Writer;
use crate::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Nodes that start together wait for each other here. The number is ours, and means nothing.
const LOCK: &str = "SELECT pg_advisory_lock(7020112601)";
const UNLOCK: &str = "SELECT pg_advisory_unlock(7020112601)";

/// Brings the schema up to date; a new database gets a log of its own.
pub(super) fn migrate(conn: &mut Conn, epoch: Epoch) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => conn.run_pending_migrations(SQLITE).map(drop),
        Conn::Postgres(conn) => {
            conn.batch_execute(LOCK)?;
            let result = conn.run_pending_migrations(POSTGRES).map(drop);
            conn.batch_execute(UNLOCK)?;
            result
        }
    }
    .map_err(|error| {
        Error::Fault(anyhow::anyhow!("cannot bring the database up to date: {error}"))
    })?;
    log::begin(&mut Writer::new(conn), epoch)
}

//! One connection, two databases: a query is plain diesel, and rustc checks it against both.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::query_dsl::methods::{ExecuteDsl, LoadQuery};
use diesel::sqlite::Sqlite;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::pooled_connection::PoolableConnection;
use tokio::runtime::Handle;

use super::expr::Cached;
use super::tx::Writer;

/// PostgreSQL without libpq, driven from a blocking thread.
pub type PgConnection = AsyncConnectionWrapper<AsyncPgConnection>;

/// A connection to whichever database this server runs on.
#[expect(clippy::large_enum_variant, reason = "a pool holds only a few")]
pub enum Conn {
    /// One file.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}

/// A query that both databases can run.
///
/// This is diesel's `RunQueryDsl` over [`Conn`]: a statement that one of the backends does not support fails to
/// compile. What changes rows wants a [`Writer`], which only a transaction hands out.
pub trait Statement: Sized {
    /// Prepares the statement only once for each connection.
    fn cached(self) -> Cached<Self> {
        Cached(self)
    }

    /// Runs the statement and counts the rows it touched.
    fn run(self, writer: &mut Writer<'_>) -> QueryResult<usize>
    where
        Self: ExecuteDsl<SqliteConnection> + ExecuteDsl<PgConnection>,
    {
        match writer.conn() {
            Conn::Sqlite(conn) => ExecuteDsl::execute(self, conn),
            Conn::Postgres(conn) => ExecuteDsl::execute(self, conn),
        }
    }

    /// Loads every row.
    fn all<'q, T>(self, conn: &mut Conn) -> QueryResult<Vec<T>>
    where
        Self: LoadQuery<'q, SqliteConnection, T> + LoadQuery<'q, PgConnection, T>,
    {
        match conn {
            Conn::Sqlite(conn) => self.internal_load(conn)?.collect(),
            Conn::Postgres(conn) => self.internal_load(conn)?.collect(),
        }
    }

    /// Loads one row, which must exist.
    fn one<'q, T>(self, conn: &mut Conn) -> QueryResult<T>
    where
        Self: LoadQuery<'q, SqliteConnection, T> + LoadQuery<'q, PgConnection, T>,
    {
        self.maybe(conn)?.ok_or(diesel::result::Error::NotFound)
    }

    /// Loads one row, if there is one.
    fn maybe<'q, T>(self, conn: &mut Conn) -> QueryResult<Option<T>>
    where
        Self: LoadQuery<'q, SqliteConnection, T> + LoadQuery<'q, PgConnection, T>,
    {
        match conn {
            Conn::Sqlite(conn) => self.internal_load(conn)?.next().transpose(),
            Conn::Postgres(conn) => self.internal_load(conn)?.next().transpose(),
        }
    }
}

impl<Q> Statement for Q {}

impl<Q> Cached<Q> {
    /// Runs the statement and counts the rows it touched.
    pub fn run(self, writer: &mut Writer<'_>) -> QueryResult<usize>
    where
        Q: QueryFragment<Sqlite> + QueryFragment<Pg> + Send,
    {
        match writer.conn() {
            Conn::Sqlite(conn) => conn.execute_returning_count(&self),
            // The wrapper hands over a reference, and of that diesel asks again whether it may be kept.
            Conn::Postgres(conn) => Handle::current().block_on(
                diesel_async::AsyncConnectionCore::execute_returning_count(&mut **conn, self),
            ),
        }
    }
}

/// The columns of `T`, for `select` and `returning`. `T::as_select()` would tie a query to one backend.
pub fn columns<T: Selectable<Sqlite>>() -> T::SelectExpression {
    T::construct_selection()
}

impl Conn {
    /// The same connection, which refuses to write.
    pub(super) fn read_only(mut self) -> ConnectionResult<Self> {
        match &mut self {
            Self::Sqlite(conn) => conn.batch_execute("PRAGMA query_only = ON"),
            Self::Postgres(conn) => conn.batch_execute("SET default_transaction_read_only = on"),
        }
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(self)
    }

    /// Begins a transaction that may write. SQLite takes its one write lock up front, so that a transaction never
    /// fails halfway through for having read before it wrote.
    pub(super) fn begin(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
            Self::Postgres(conn) => begin(conn),
        }
    }

    /// Begins a transaction that reads everything as of one moment.
    pub(super) fn begin_snapshot(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => begin(conn),
            // At once, since each question to the server takes as long as the way there and back.
            Self::Postgres(conn) => Handle::current().block_on(
                diesel_async::AnsiTransactionManager::begin_transaction_sql(
                    &mut **conn,
                    "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
                ),
            ),
        }
    }

    pub(super) fn commit(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => commit(conn),
            Self::Postgres(conn) => commit(conn),
        }
    }

    pub(super) fn rollback(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => rollback(conn),
            Self::Postgres(conn) => rollback(conn),
        }
    }

    /// Whether the connection was lost, or left inside a transaction.
    pub(super) fn is_broken(&mut self) -> bool {
        match self {
            Self::Sqlite(conn) => AnsiTransactionManager::is_broken_transaction_manager(conn),
            Self::Postgres(conn) => PoolableConnection::is_broken(&mut **conn),
        }
    }
}

fn begin<C: Connection>(conn: &mut C) -> QueryResult<()> {
    C::TransactionManager::begin_transaction(conn)
}

fn commit<C: Connection>(conn: &mut C) -> QueryResult<()> {
    C::TransactionManager::commit_transaction(conn)
}

fn rollback<C: Connection>(conn: &mut C) -> QueryResult<()> {
    C::TransactionManager::rollback_transaction(conn)
}

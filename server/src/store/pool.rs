//! Connections, opened when first needed and kept for the next caller.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::ConnectionResult;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::conn::Conn;
use crate::error::{Error, Result};

/// How long a caller waits for a connection. WhatsApp gives a webhook up after about as long.
const PATIENCE: Duration = Duration::from_secs(20);

type Connect = dyn Fn() -> ConnectionResult<Conn> + Send + Sync;

/// Connections, opened when first needed and kept for the next caller.
pub(super) struct Pool {
    connect: Box<Connect>,
    idle: Mutex<Vec<Conn>>,
    permits: Arc<Semaphore>,
    runtime: tokio::runtime::Handle,
}

impl Pool {
    /// Connections belong to the runtime that this is called on: PostgreSQL's are driven by a task there.
    pub(super) fn new(
        size: usize,
        connect: impl Fn() -> ConnectionResult<Conn> + Send + Sync + 'static,
    ) -> Self {
        Self {
            connect: Box::new(connect),
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(size)),
            runtime: tokio::runtime::Handle::current(),
        }
    }

    /// Runs `work` to its end on a blocking thread, whatever becomes of the caller.
    pub(super) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let pool = Arc::clone(self);
        let permit = timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned());
        let permit = permit.await.map_err(Error::fault)?.map_err(Error::fault)?;
        let work = move || {
            let _permit = permit;
            let mut conn = pool.get()?;
            let result = work(&mut conn);
            pool.put(conn);
            result
        };
        match self.runtime.spawn_blocking(work).await {
            Ok(result) => result,
            // A panic is one caller's fault, not the end of everybody who works in the same loop.
            Err(error) => Err(Error::fault(error)),
        }
    }

    fn get(&self) -> Result<Conn> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut conn) = idle else { return Ok((self.connect)()?) };
            if !conn.is_broken() {
                return Ok(conn);
            }
        }
    }

    fn put(&self, mut conn: Conn) {
        if !conn.is_broken() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }
}

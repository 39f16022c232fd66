//! The lease: one holder at a time of something, for a while, with a token that only grows. In memory, or in Redis where
//! there are several nodes. Whoever does something under a lease must be checked by its token where it is done: a lease
//! alone promises nothing, for its holder may be late.

pub mod memory;
pub mod redis;

use std::fmt;
use std::time::Duration;

use shared::ids::{AgentId, TabId};
use shared::presence::Fence;
use shared::time::Timestamp;

use crate::clock::Clock;
use crate::config::RedisUrl;

/// Who holds something: somebody, in one of their tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who. Their other tabs get it from each other without asking.
    pub agent: AgentId,
    /// Where.
    pub tab: TabId,
}

/// That somebody holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who.
    pub holder: Holder,
    /// Greater than that of every lease of the same thing before.
    pub fence: Fence,
}

/// What became of asking for a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is held now, with this token.
    Yes(Fence),
    /// Somebody else holds it.
    By(Lease),
}

/// The leases can't be reached: nobody gets any, and what has been given runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away;

/// Where leases are kept.
#[derive(Clone)]
pub enum Leases {
    /// In this process.
    Memory(memory::Leases),
    /// In Redis, for all nodes that follow the same log.
    Redis(redis::Leases),
}

impl Leases {
    /// In Redis if there is one. `space` keeps those of several workspaces apart.
    pub fn connect(url: Option<&RedisUrl>, space: impl fmt::Display, clock: Clock) -> Self {
        match url {
            Some(url) => Self::Redis(redis::Leases::new(url.clone(), space.to_string(), clock)),
            None => Self::Memory(memory::Leases::new(clock)),
        }
    }

    /// Takes it if nobody else holds it; whoever holds it already goes on with the same token, from whichever tab.
    pub async fn take(&self, of: &str, by: Holder, span: Duration) -> Result<Taken, Away> {
        match self {
            Self::Memory(it) => Ok(it.take(of, by, span)),
            Self::Redis(it) => it.take(of, by, span).await,
        }
    }

    /// Goes on holding it; false when it is no longer one's own.
    pub async fn renew(&self, of: &str, lease: Lease, span: Duration) -> Result<bool, Away> {
        match self {
            Self::Memory(it) => Ok(it.renew(of, lease, span)),
            Self::Redis(it) => it.renew(of, lease, span).await,
        }
    }

    /// Gives it back, if this tab still holds it.
    pub async fn release(&self, of: &str, lease: Lease) -> Result<(), Away> {
        match self {
            Self::Memory(it) => {
                it.release(of, lease);
                Ok(())
            }
            Self::Redis(it) => it.release(of, lease).await,
        }
    }

    /// Takes it from whoever holds it, with a token of at least this.
    pub async fn force(
        &self,
        of: &str,
        by: Holder,
        least: Fence,
        span: Duration,
    ) -> Result<Fence, Away> {
        match self {
            Self::Memory(it) => Ok(it.force(of, by, least, span)),
            Self::Redis(it) => it.force(of, by, least, span).await,
        }
    }

    /// Who holds it now.
    pub async fn look(&self, of: &str) -> Result<Option<Lease>, Away> {
        match self {
            Self::Memory(it) => Ok(it.look(of)),
            Self::Redis(it) => it.look(of).await,
        }
    }
}

/// The next token: greater than the last, also when nobody remembers the last, for time goes on.
fn next(last: Fence, now: Timestamp) -> Fence {
    Fence((last.0 + 1).max(now.0))
}

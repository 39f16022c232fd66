//! A transaction that remembers what happened and what was promised.
//!
//! Rows that clients see change only through what [`Tx::happened`] returns, so never without the fact that explains
//! them. It has no client for the outside: whatever leaves us leaves in a job.

use serde::{Deserialize, Serialize};
use shared::conversation::Scope;
use shared::event::{Actor, Entity, Fact, Seq};
use shared::ids::CommandId;
use shared::problem::{Code, Problem};
use shared::time::Timestamp;
use ulid::Ulid;

use super::conn::Conn;
use super::{jobs, log};
use crate::clock::Clock;
use crate::error::Result;
use crate::features::allocation;
use crate::jobs::{Job, Scheduled};

/// A transaction in which something changes.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    actor: Actor,
    clock: Clock,
    now: Timestamp,
    recorded: Vec<Recorded>,
    promised: Vec<Scheduled>,
}

/// One fact and the rows that it changed.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) by: Actor,
    pub(super) fact: Fact,
    pub(super) changes: Vec<Change>,
}

/// What changed about one entity: with both sides, who may see it can be told for each viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// As it was; absent for what is new, and for what follows its conversation.
    pub before: Option<Entity>,
    /// As it is.
    pub after: Option<Entity>,
    /// Who may see what follows its conversation; absent for what decides by itself.
    pub scope: Option<Scope>,
}

/// What a committed transaction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The head of the log with it.
    pub head: Seq,
    /// Whether it wrote to the log.
    pub recorded: bool,
    /// Whether it promised work that is due now.
    pub promised: bool,
}

impl<'c> Tx<'c> {
    /// Begins, does, records, commits.
    pub(super) fn run<T>(
        conn: &'c mut Conn,
        actor: Actor,
        clock: Clock,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<(T, Written)> {
        conn.begin()?;
        let now = clock.now();
        let mut tx = Tx { conn, actor, clock, now, recorded: vec![], promised: vec![] };
        let outcome = work(&mut tx).and_then(|value| Ok((value, tx.flush()?)));
        match outcome {
            Ok(done) => {
                conn.commit()?;
                Ok(done)
            }
            Err(error) => {
                // What went wrong matters more than a failure to roll it back, and the pool drops a connection that
                // is still in a transaction.
                let _ = conn.rollback();
                Err(error)
            }
        }
    }

    /// Writes promises, then the log. The log's head row is taken last and held until commit, so that the order of
    /// its numbers is the order of commits.
    fn flush(&mut self) -> Result<Written> {
        let (mut promised, recorded) =
            (std::mem::take(&mut self.promised), std::mem::take(&mut self.recorded));
        let mut matters = recorded.iter().map(|it| {
            let mut changes = it.changes.iter();
            changes.any(|change| allocation::matters(&it.fact, change))
        });
        if matters.any(|it| it) && allocation::rows::on(self.conn)? {
            // Last, so that of two transactions none holds this row and waits for another.
            promised.push(Job::Allocate.into());
        }
        let now = self.now;
        let written = Written {
            head: Seq(0),
            recorded: !recorded.is_empty(),
            promised: promised.iter().any(|job| job.at.is_none_or(|at| at <= now)),
        };
        let mut writer = Writer::new(self.conn);
        jobs::promise(&mut writer, promised, now)?;
        Ok(Written { head: log::append(&mut writer, recorded, now)?, ..written })
    }

    /// To read with. What changes rows wants a [`Writer`].
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Who does this.
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// From here on somebody else does this: webhooks of several customers share a transaction.
    pub const fn acts(&mut self, actor: Actor) {
        self.actor = actor;
    }

    /// The same throughout the transaction.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// A new id, greater than those before it.
    pub fn ulid(&self) -> Ulid {
        self.clock.ulid()
    }

    /// Says what happened. Rows can be saved only through what this returns.
    pub fn happened(&mut self, fact: Fact) -> Recording<'_, 'c> {
        self.recorded.push(Recorded { by: self.actor, fact, changes: vec![] });
        Recording { tx: self }
    }

    /// Rows that no client ever sees: raw webhooks, refresh tokens, what was done before.
    pub fn bookkeeping(&mut self) -> Writer<'_> {
        Writer::new(self.conn)
    }

    /// Work to be done after the commit, at least once.
    pub fn promise(&mut self, job: Job) {
        self.promised.push(job.into());
    }

    /// Work to be done at a time, at least once.
    pub fn promise_at(&mut self, job: Job, at: Timestamp) {
        self.promised.push(Scheduled { at: Some(at), ..job.into() });
    }

    /// Whether this command was done before. It is done now.
    pub fn done_before(&mut self, command: CommandId) -> Result<bool> {
        let now = self.now;
        log::done_before(&mut self.bookkeeping(), command, now)
    }
}

/// A fact to which rows are being added.
pub struct Recording<'tx, 'c> {
    tx: &'tx mut Tx<'c>,
}

impl Recording<'_, '_> {
    /// Saves a new row.
    pub fn create<T: Created>(self, new: &T) -> Result<Self> {
        new.insert(&mut Writer::new(self.tx.conn))?;
        Ok(self.changed(None, Some(new.entity()), None))
    }

    /// Changes a row that was read at this version; refused when somebody else changed it since.
    pub fn change<T: Tracked>(mut self, row: &mut T, edit: impl FnOnce(&mut T)) -> Result<Self> {
        let before = row.entity();
        self.save(row, edit)?;
        Ok(self.changed(Some(before), Some(row.entity()), None))
    }

    /// Saves a new row that is seen by those who see its conversation.
    pub fn create_in<T: Created>(self, scope: Scope, new: &T) -> Result<Self> {
        new.insert(&mut Writer::new(self.tx.conn))?;
        Ok(self.changed(None, Some(new.entity()), Some(scope)))
    }

    /// Changes a row that is seen by those who see its conversation.
    pub fn change_in<T: Tracked>(
        mut self,
        scope: Scope,
        row: &mut T,
        edit: impl FnOnce(&mut T),
    ) -> Result<Self> {
        self.save(row, edit)?;
        Ok(self.changed(None, Some(row.entity()), Some(scope)))
    }

    /// Removes a row that was read at this version; refused when somebody else changed it since.
    pub fn remove<T: Removable>(mut self, row: &T) -> Result<Self> {
        if !row.delete(&mut self.writer())? {
            return Err(conflict().into());
        }
        Ok(self.changed(Some(row.entity()), None, None))
    }

    /// Rows without an entity of their own that this fact explains.
    pub fn writer(&mut self) -> Writer<'_> {
        Writer::new(self.tx.conn)
    }

    fn save<T: Tracked>(&mut self, row: &mut T, edit: impl FnOnce(&mut T)) -> Result<()> {
        edit(row);
        *row.version() += 1;
        if row.update(&mut self.writer())? { Ok(()) } else { Err(conflict().into()) }
    }

    fn changed(self, before: Option<Entity>, after: Option<Entity>, scope: Option<Scope>) -> Self {
        if let Some(recorded) = self.tx.recorded.last_mut() {
            recorded.changes.push(Change { before, after, scope });
        }
        self
    }
}

/// A row that is saved only together with the fact that explains it.
pub trait Created {
    /// As clients see it.
    fn entity(&self) -> Entity;
    /// Saves a new row.
    fn insert(&self, writer: &mut Writer<'_>) -> Result<()>;
}

/// A row that changes only together with the fact that explains it.
pub trait Tracked {
    /// As clients see it.
    fn entity(&self) -> Entity;
    /// Counts up with each change.
    fn version(&mut self) -> &mut u32;
    /// Saves a new row.
    fn insert(&self, writer: &mut Writer<'_>) -> Result<()>;
    /// False when the stored version is not the one before this.
    fn update(&self, writer: &mut Writer<'_>) -> Result<bool>;
}

/// A row that can go for good.
pub trait Removable: Tracked {
    /// False when the stored version is not this one.
    fn delete(&self, writer: &mut Writer<'_>) -> Result<bool>;
}

impl<T: Tracked> Created for T {
    fn entity(&self) -> Entity {
        Tracked::entity(self)
    }

    fn insert(&self, writer: &mut Writer<'_>) -> Result<()> {
        Tracked::insert(self, writer)
    }
}

/// The right to change rows. Only a transaction hands it out.
pub struct Writer<'c> {
    conn: &'c mut Conn,
}

impl<'c> Writer<'c> {
    pub(super) const fn new(conn: &'c mut Conn) -> Self {
        Self { conn }
    }

    /// To read with, and for statements that return what they changed.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }
}

fn conflict() -> Problem {
    Problem::new(Code::Conflict, "Somebody else changed this at the same moment. Please try again.")
}

//! Refused (the person can do something about it) or Fault (a bug or an outage of ours).
//!
//! `?` on a database error makes a fault; refusing takes a deliberate problem. Never 400 for a fault.

use shared::problem::{Code, Problem};

/// What our functions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Refused or Fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can do something about it.
    #[error("{0}")]
    Refused(Problem),
    /// A bug or an outage of ours: logged once, at the edge.
    #[error("{0:#}")]
    Fault(anyhow::Error),
}

impl Error {
    /// A fault from any error.
    pub fn fault(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Fault(error.into())
    }

    /// Whether somebody else changed the row meanwhile, so that trying again can help.
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.code == Code::Conflict,
            Self::Fault(fault) => {
                fault.downcast_ref::<diesel::result::Error>().is_some_and(lost_a_race)
            }
        }
    }
}

/// PostgreSQL broke a deadlock, or two of us inserted the same thing: the second try finds it there.
fn lost_a_race(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind as Kind, Error};

    match error {
        Error::DatabaseError(Kind::SerializationFailure | Kind::UniqueViolation, _) => true,
        Error::DatabaseError(_, info) => info.message().contains("deadlock detected"),
        _ => false,
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        Self::fault(error)
    }
}

impl From<diesel::ConnectionError> for Error {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::Fault(anyhow::Error::from(error).context("cannot connect to the database"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::fault(error)
    }
}

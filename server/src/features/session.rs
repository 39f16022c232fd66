//! Being logged in: sessions, their refresh tokens, and links that work once. Holds hashes of tokens, never tokens.

pub mod rows;

use shared::event::Fact as AnyFact;
use shared::ids::{AgentId, SessionId};
use shared::session::Fact;

use crate::error::Result;
use crate::store::Tx;

/// Ends a session; its sockets close when they come to this line of the log.
pub fn end(tx: &mut Tx<'_>, session: SessionId, agent: AgentId) -> Result<()> {
    let now = tx.now();
    if rows::end(&mut tx.bookkeeping(), session, now)? {
        tx.happened(AnyFact::Session(Fact::Ended { session, agent }));
    }
    Ok(())
}

/// Ends all sessions of an agent.
pub fn end_all(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    for session in rows::live_of(tx.conn(), agent)? {
        end(tx, session, agent)?;
    }
    Ok(())
}

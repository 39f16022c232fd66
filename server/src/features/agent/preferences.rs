//! How agents like to work, in whichever browser. Only they see it, so it is not in the log.

use shared::held::{Preferences, UNDO_SECONDS};
use shared::ids::AgentId;
use shared::problem::Problem;

use super::rows;
use crate::error::Result;
use crate::store::{Conn, Tx};

/// Of one agent; who chose nothing has what everyone begins with.
pub fn of(conn: &mut Conn, agent: AgentId) -> Result<Preferences> {
    rows::preferences(conn, agent).map(Option::unwrap_or_default)
}

/// Changes one's own.
pub fn set(tx: &mut Tx<'_>, agent: AgentId, it: Preferences) -> Result<()> {
    if !UNDO_SECONDS.contains(&it.undo_seconds) {
        let words = "Sending can be undone for 0, 5 or 10 seconds.";
        return Err(Problem::invalid("undo_seconds", words).into());
    }
    rows::set_preferences(&mut tx.bookkeeping(), agent, it)
}

//! Whose tabs there are, put together from what all nodes have heard. Each run of a node keeps one row, which says so for
//! a while after the run has died; what follows from it for people is decided in the same transaction.

pub mod rows;

use std::collections::BTreeMap;

use shared::availability::Heard;
use shared::ids::AgentId;
use shared::time::Millis;

use super::{agent, call};
use crate::error::Result;
use crate::store::{Conn, Tx};

/// Whose tabs a node has heard of.
pub type Here = BTreeMap<AgentId, Heard>;

/// One run of a node tells what it has heard; what others told counts for `grace`.
pub fn tell(tx: &mut Tx<'_>, run: &str, here: Here, grace: Millis) -> Result<()> {
    let now = tx.now();
    rows::forget(&mut tx.bookkeeping(), now - grace)?;
    rows::put(&mut tx.bookkeeping(), run, &here, now)?;
    let runs = rows::runs(tx.conn())?;
    call::end_lost(tx, &runs)?;
    let mut all = Here::new();
    for heard in rows::all(tx.conn())? {
        for (who, heard) in heard {
            let best = all.entry(who).or_insert(heard);
            *best = heard.max(*best);
        }
    }
    for it in agent::rows::all(tx.conn())?.into_iter().filter(|it| it.active) {
        let heard = all.get(&it.id).copied().unwrap_or(Heard::Nothing);
        if it.hearing(heard) != it.availability {
            agent::availability::hear(tx, it.id, heard)?;
        }
    }
    Ok(())
}

/// What is heard of somebody's tabs, at whatever node.
pub fn of(conn: &mut Conn, who: AgentId) -> Result<Heard> {
    let all = rows::all(conn)?;
    Ok(all.iter().filter_map(|it| it.get(&who)).max().copied().unwrap_or(Heard::Nothing))
}

//! Whose reply it is. Who writes holds it by a lease, which only keeps people from writing the same; that nothing is sent
//! by whom it was taken from is checked with each answer, by the token that is noted here.

pub mod rows;

use std::time::Duration;

use shared::command::Action;
use shared::conversation::{self, Conversation, Fact};
use shared::event::Actor;
use shared::ids::{ConversationId, TabId};
use shared::permission::Permission;
use shared::presence::{Fence, IDLE};
use shared::problem::Problem;

use super::activity;
use crate::error::Result;
use crate::lease::Lease;
use crate::policy::Viewer;
use crate::store::Tx;

/// For so long a lease lasts after a key.
pub const SPAN: Duration = Duration::from_millis(IDLE.0.unsigned_abs());

/// What the lease of a reply is called.
pub fn resource(of: ConversationId) -> String {
    format!("reply {of}")
}

/// For so long who was given a reply may take it over: their tab does so at once.
pub const GIVEN: Duration = Duration::from_secs(20);

/// What the lease of having been given a reply is called.
pub fn given(of: ConversationId) -> String {
    format!("reply given {of}")
}

/// Who has a reply, and to whom it was given, as far as is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leases {
    /// Whoever writes it.
    pub held: Option<Lease>,
    /// Who may take it over.
    pub given: Option<Lease>,
}

/// Refuses to take a reply from somebody who has not given it, to all but those who may force it. One that nobody holds any more is
/// anybody's.
pub fn check(viewer: &Viewer, Leases { held, given }: Leases) -> Result<()> {
    let mine = |lease: Lease| lease.holder.agent == viewer.agent;
    let forces = viewer.require(Permission::Force).is_ok();
    if forces || held.is_none_or(mine) || given.is_some_and(mine) {
        return Ok(());
    }
    let words = "A colleague is replying. Ask for the reply: it is yours in 10 seconds unless they keep it. Leads can take it.";
    Err(Problem::forbidden(words).into())
}

/// Whether somebody wants to take over a reply: where, and in which tab.
pub const fn wanted(action: &Action) -> Option<(ConversationId, TabId)> {
    match action {
        Action::Conversation(at, conversation::Action::TakeOver { tab }) => Some((*at, *tab)),
        _ => None,
    }
}

/// The reply is the actor's: answers under any token before this one are refused from now on.
pub fn take_over(tx: &mut Tx<'_>, mut it: Conversation, held: Option<Lease>) -> Result<Fence> {
    let Actor::Agent(me) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can answer.").into());
    };
    let noted = rows::find(tx.conn(), it.id)?.map_or(0, |(fence, _)| fence.0);
    let given = held.map_or(0, |lease| lease.fence.0);
    let fence = Fence(noted.max(given).saturating_add(1).max(tx.now().0));
    let from = held.map(|lease| lease.holder.agent).filter(|from| *from != me);
    let mut taking = activity::change(tx, &mut it, Fact::TookOver { from }, |_| {})?;
    rows::put(&mut taking.writer(), it.id, me, fence)?;
    Ok(fence)
}

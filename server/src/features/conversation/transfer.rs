//! Conversations that go from team to team.

use shared::conversation::{Conversation, Fact};
use shared::ids::TeamId;
use shared::problem::Problem;

use crate::error::Result;
use crate::features::{activity, agent, allocation, team};
use crate::store::Tx;

/// Gives it to a team, or to everyone. Who answers goes on only where they are in that team.
pub(super) fn transfer(tx: &mut Tx<'_>, mut it: Conversation, to: Option<TeamId>) -> Result<()> {
    if it.team == to {
        return Ok(());
    }
    if let Some(to) = to
        && team::rows::find(tx.conn(), to)?.is_none()
    {
        let words = "This team is not there any more. Choose another one.";
        return Err(Problem::invalid("to", words).into());
    }
    let stays = match (to, it.assignee) {
        (Some(to), Some(who)) => {
            agent::rows::find(tx.conn(), who)?.is_some_and(|it| it.teams.contains(&to))
        }
        (None, _) | (_, None) => true,
    };
    let fact = Fact::Transferred { from: it.team, to };
    let mut told = activity::change(tx, &mut it, fact, |it| {
        it.team = to;
        it.assignee = it.assignee.filter(|_| stays);
    })?;
    allocation::moved(&mut told.writer(), it.id)?;
    Ok(())
}

//! Asking leads to look at a conversation: with a reason, until somebody takes it, closes it, or a lead says that it is settled.

use shared::conversation::{Conversation, Escalation, Fact, REASON_MAX};
use shared::event::Actor;
use shared::permission::Permission;
use shared::problem::{Code, Problem};

use crate::error::Result;
use crate::features::{activity, agent};
use crate::store::Tx;

/// Leads should look at it.
pub(super) fn escalate(tx: &mut Tx<'_>, mut it: Conversation, reason: &str) -> Result<()> {
    let Actor::Agent(by) = tx.actor() else {
        return Err(Problem::forbidden("Only a person can escalate.").into());
    };
    let reason = reason.trim().to_owned();
    let length = reason.chars().count();
    if length == 0 || length > REASON_MAX {
        let words = format!("Say why, in at most {REASON_MAX} characters.");
        return Err(Problem::invalid("reason", words).into());
    }
    let scope = it.scope();
    let hears = agent::rows::all(tx.conn())?.iter().any(|it| {
        it.active
            && it.id != by
            && it.rights.may(Permission::Organise)
            && it.visibility.shows(&scope, it.id, &it.teams)
    });
    if !hears {
        let words = "Nobody who leads sees this conversation. Mention a lead by name in a note: they see it then.";
        return Err(Problem::new(Code::Conflict, words).into());
    }
    let escalation = Escalation { by: Some(by), at: tx.now(), reason: reason.clone() };
    activity::change(tx, &mut it, Fact::Escalated { reason }, |it| {
        it.escalated = Some(Box::new(escalation));
    })?;
    Ok(())
}

/// A lead has looked at it, and it needs nobody else.
pub(super) fn settle(tx: &mut Tx<'_>, mut it: Conversation) -> Result<()> {
    if it.escalated.is_some() {
        activity::change(tx, &mut it, Fact::Settled, |it| it.escalated = None)?;
    }
    Ok(())
}

//! Steps that tell somebody that nobody has answered: who has it, leads, another program. The conversation stays whose it is.

use shared::conversation::{Conversation, Escalation, Fact};
use shared::event::Fact as AnyFact;
use shared::ids::RuleId;
use shared::time::Timestamp;

use super::episode::Episode;
use super::ladder::{self, Why};
use super::rows;
use crate::error::Result;
use crate::features::activity;
use crate::jobs::Job;
use crate::jobs::call_hook::Call;
use crate::store::Tx;

/// Takes one, once for each time that a customer waits.
pub(super) fn take(
    tx: &mut Tx<'_>,
    mut it: Conversation,
    mut episode: Episode,
    rule: RuleId,
    why: Why,
) -> Result<()> {
    let (conversation, at) = (it.id, tx.now());
    let Some(since) = it.waiting_since else { return Ok(()) };
    match why {
        Why::Free | Why::Left | Why::Late => Ok(()),
        Why::Warn(minutes) => {
            episode.warned = Some(ladder::held_since(it.assignee, &episode, since));
            let fact = Fact::Unanswered { minutes, leads: false, rule };
            let line = activity::of(tx, &it, fact.clone());
            let mut told = tx.happened(AnyFact::Conversation(fact)).create_in(it.scope(), &line)?;
            rows::keep(&mut told.writer(), conversation, &episode)
        }
        Why::Tell(minutes) => {
            episode.told = Some(since);
            let fact = Fact::Unanswered { minutes, leads: true, rule };
            let mut told = activity::change(tx, &mut it, fact, |it| {
                ask_leads(it, at, format!("Nobody has answered for {minutes} min."));
            })?;
            rows::keep(&mut told.writer(), conversation, &episode)
        }
        Why::Call(minutes) => {
            episode.called = Some(since);
            tx.promise(Job::CallHook(Call { conversation, rule, minutes, since, at }));
            rows::keep(&mut tx.bookkeeping(), conversation, &episode)
        }
    }
}

/// Leads find it among what they are asked to look at, whenever they come, until somebody answers or takes it. What a
/// person asked for stays.
pub fn ask_leads(it: &mut Conversation, at: Timestamp, reason: String) {
    it.escalated.get_or_insert_with(|| Box::new(Escalation { by: None, at, reason }));
}

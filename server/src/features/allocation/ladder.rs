//! What is due while a customer waits for an answer: by the steps of a rule, and because who has it has gone.

use shared::allocation::{Outside, Strategy, Terms};
use shared::ids::AgentId;
use shared::time::{Millis, Timestamp};

use super::decide::Person;
use super::episode::Episode;
use super::rows::waiting::Waiter;
use super::zone;

/// How long somebody may be gone before what waits goes on to another.
pub const GRACE: Millis = Millis::minutes(2);

/// Why something is done with a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has it, or the customer is back.
    Free,
    /// Who has it has gone.
    Left,
    /// Who has it has not answered.
    Late,
    /// Who has it is to be told, after so many minutes.
    Warn(u16),
    /// Leads are to be told, after so many minutes.
    Tell(u16),
    /// Another program is to be told, after so many minutes.
    Call(u16),
}

impl Why {
    /// Whether somebody is only told: the conversation stays whose it is.
    pub const fn tells(self) -> bool {
        matches!(self, Self::Warn(_) | Self::Tell(_) | Self::Call(_))
    }
}

/// What is due, what matters most first; and when something else is. Where a rule waits for its hours, minutes count from
/// when they began.
pub fn due(
    terms: &Terms,
    it: &Waiter,
    people: &[Person],
    now: Timestamp,
) -> (Vec<Why>, Option<Timestamp>) {
    let since = it.waiting_since.filter(|_| terms.strategy != Strategy::Manual);
    let Some(since) = since else { return (vec![], None) };
    let held = held_since(it.assignee, &it.episode, since);
    let hours = terms.when.hours.as_ref().filter(|it| it.outside == Outside::Wait);
    let opened = match hours.map(|it| zone::opened(it, now)) {
        None => Timestamp::default(),
        Some(Some(at)) => at,
        Some(None) => return (vec![], hours.and_then(|it| zone::next(it, now))),
    };
    let after = |from: Timestamp, minutes: u16| from.max(opened) + Millis::minutes(minutes.into());
    let had = |minutes: Option<u16>| minutes.filter(|_| it.assignee.is_some());
    let gone = it.assignee.and_then(|who| {
        let them = people.iter().find(|person| person.id == who);
        // Who is no colleague any more has gone as well.
        them.map_or(Some(since), |person| person.gone)
    });
    let (ladder, gone) = (terms.ladder, gone.filter(|_| terms.leaves));
    let warn = had(ladder.warn).filter(|_| it.episode.warned != Some(held));
    let tell = ladder.leads.filter(|_| it.episode.told != Some(since));
    let call = ladder.hook.filter(|_| it.episode.called != Some(since));
    let steps = [
        gone.map(|gone| (gone.max(since) + GRACE, Why::Left)),
        had(ladder.reassign).map(|minutes| (after(held, minutes), Why::Late)),
        warn.map(|minutes| (after(held, minutes), Why::Warn(minutes))),
        tell.map(|minutes| (after(since, minutes), Why::Tell(minutes))),
        call.map(|minutes| (after(since, minutes), Why::Call(minutes))),
    ];
    let steps = steps.into_iter().flatten();
    let next = steps.clone().map(|(at, _)| at).filter(|at| *at > now).min();
    (steps.filter(|(at, _)| *at <= now).map(|(_, why)| why).collect(), next)
}

/// Since when the customer waits for who has it.
pub fn held_since(holder: Option<AgentId>, episode: &Episode, since: Timestamp) -> Timestamp {
    let given = episode.given.filter(|given| Some(given.to) == holder);
    given.map_or(since, |given| given.at.max(since))
}

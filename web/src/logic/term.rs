//! One condition of a filter, to be put in or taken out by itself.

use shared::conversation::Status;
use shared::filter::{Filter, Sort, Who};
use shared::ids::{LabelId, NumberId, TeamId};

/// One condition of a filter, or its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Open or closed.
    Status(Status),
    /// Nobody of us has looked at the latest.
    Unread,
    /// Deleted, and not erased yet.
    Deleted,
    /// Leads should look at it.
    Escalated,
    /// The customer called and nobody was there.
    MissedCall,
    /// Whoever looks follows it.
    Following,
    /// The customer waits.
    Waiting,
    /// The customer came through an advertisement.
    FromAd,
    /// The customer has waited for so many minutes.
    Waits(u32),
    /// The window closes within so many hours.
    Closes(u32),
    /// Who answers.
    Who(Who),
    /// Whose it is.
    Team(TeamId),
    /// To which number.
    Number(NumberId),
    /// One of several labels.
    Label(LabelId),
    /// Each of several labels.
    AllLabels(LabelId),
    /// A label that is not on it.
    NoLabel(LabelId),
    /// In this order.
    Order(Sort),
}

/// All that there are in a filter, in the order in which they are shown.
pub fn terms(of: &Filter) -> Vec<Term> {
    let mut all: Vec<Term> = of.status.iter().copied().map(Term::Status).collect();
    all.extend(of.deleted.then_some(Term::Deleted));
    all.extend(of.unread.then_some(Term::Unread));
    all.extend(of.escalated.then_some(Term::Escalated));
    all.extend(of.missed_call.then_some(Term::MissedCall));
    all.extend(of.following.then_some(Term::Following));
    all.extend(of.waiting.then_some(Term::Waiting));
    all.extend(of.from_ad.then_some(Term::FromAd));
    all.extend(of.waits.map(Term::Waits));
    all.extend(of.closes.map(Term::Closes));
    all.extend(of.assignee.iter().copied().map(Term::Who));
    all.extend(of.team.iter().copied().map(Term::Team));
    all.extend(of.number.iter().copied().map(Term::Number));
    all.extend(of.any_label.iter().copied().map(Term::Label));
    all.extend(of.all_labels.iter().copied().map(Term::AllLabels));
    all.extend(of.no_label.iter().copied().map(Term::NoLabel));
    all.extend((of.sort != Sort::Activity).then_some(Term::Order(of.sort)));
    all
}

/// The filter with this condition put in, or taken out if it was in.
pub fn flip(mut filter: Filter, term: Term) -> Filter {
    fn turn<T: Ord>(set: &mut std::collections::BTreeSet<T>, it: T) {
        if !set.remove(&it) {
            set.insert(it);
        }
    }
    match term {
        Term::Status(it) => turn(&mut filter.status, it),
        Term::Unread => filter.unread = !filter.unread,
        Term::Deleted => filter.deleted = !filter.deleted,
        Term::Escalated => filter.escalated = !filter.escalated,
        Term::MissedCall => filter.missed_call = !filter.missed_call,
        Term::Following => filter.following = !filter.following,
        Term::FromAd => filter.from_ad = !filter.from_ad,
        Term::Waiting => filter.waiting = !filter.waiting,
        Term::Waits(it) => filter.waits = (filter.waits != Some(it)).then_some(it),
        Term::Closes(it) => filter.closes = (filter.closes != Some(it)).then_some(it),
        Term::Who(it) => turn(&mut filter.assignee, it),
        Term::Team(it) => turn(&mut filter.team, it),
        Term::Number(it) => turn(&mut filter.number, it),
        Term::Label(it) => turn(&mut filter.any_label, it),
        Term::AllLabels(it) => turn(&mut filter.all_labels, it),
        Term::NoLabel(it) => turn(&mut filter.no_label, it),
        Term::Order(it) => filter.sort = if filter.sort == it { Sort::Activity } else { it },
    }
    filter
}

/// What a label can mean instead of what it means: on it, on it besides all others, not on it.
pub fn next_meaning(term: Term) -> Option<Term> {
    match term {
        Term::Label(it) => Some(Term::AllLabels(it)),
        Term::AllLabels(it) => Some(Term::NoLabel(it)),
        Term::NoLabel(it) => Some(Term::Label(it)),
        Term::Status(_)
        | Term::Unread
        | Term::Escalated
        | Term::MissedCall
        | Term::Following
        | Term::Waiting
        | Term::FromAd
        | Term::Deleted
        | Term::Waits(_)
        | Term::Closes(_)
        | Term::Who(_)
        | Term::Team(_)
        | Term::Number(_)
        | Term::Order(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_there_and_can_be_taken_out() {
        let id = ulid::Ulid(5);
        let all = [
            Term::Status(Status::Open),
            Term::Deleted,
            Term::Unread,
            Term::Escalated,
            Term::MissedCall,
            Term::Following,
            Term::Waiting,
            Term::FromAd,
            Term::Waits(30),
            Term::Closes(2),
            Term::Who(Who::Nobody),
            Term::Team(TeamId(id)),
            Term::Number(NumberId(id)),
            Term::Label(LabelId(id)),
            Term::AllLabels(LabelId(id)),
            Term::NoLabel(LabelId(id)),
            Term::Order(Sort::Waiting),
        ];
        let full = all.into_iter().fold(Filter::default(), flip);
        assert_eq!(terms(&full), all);
        assert_eq!(all.into_iter().fold(full, flip), Filter::default());
    }
}

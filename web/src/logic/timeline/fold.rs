//! Folds what happened one after the other, so that what was said stays in sight. The latest is always shown.

use std::collections::BTreeSet;

use shared::message::Place;

use super::Item;

/// So many lines one after the other are left as they are.
const FEW: usize = 3;

/// Puts one line in the place of many, but for the latest of them; those that begin at these places stay open below theirs.
pub fn fold(items: Vec<Item>, open: &BTreeSet<Place>) -> Vec<Item> {
    let mut folded = Vec::with_capacity(items.len());
    let mut run = Vec::new();
    for item in items {
        match item {
            Item::Activity { place } => run.push(place),
            other => {
                lay(&mut folded, &mut run, open);
                folded.push(other);
            }
        }
    }
    lay(&mut folded, &mut run, open);
    folded
}

fn lay(folded: &mut Vec<Item>, run: &mut Vec<Place>, open: &BTreeSet<Place>) {
    let (many, shown) = (run.len() > FEW, run.len().saturating_sub(1));
    let first = run.first().copied().filter(|_| many);
    if let Some(first) = first {
        folded.push(Item::Fold { first, count: shown });
    }
    let closed = first.is_some_and(|first| !open.contains(&first));
    let from = if closed { shown } else { 0 };
    folded.extend(run.drain(..).skip(from).map(|place| Item::Activity { place }));
}

#[cfg(test)]
mod tests {
    use shared::ids::MessageId;
    use shared::time::Timestamp;

    use super::*;

    fn place(n: u64) -> Place {
        (Timestamp(n.cast_signed()), MessageId(ulid::Ulid::from_parts(n, 0)))
    }

    fn happened(these: std::ops::Range<u64>) -> Vec<Item> {
        these.map(|n| Item::Activity { place: place(n) }).collect()
    }

    #[test]
    fn a_few_lines_stay_as_they_are() {
        assert_eq!(fold(happened(0..3), &BTreeSet::new()), happened(0..3));
    }

    #[test]
    fn of_many_the_latest_is_shown_and_the_others_when_somebody_wants_them() {
        let line = Item::Fold { first: place(0), count: 4 };
        let mut closed = vec![line];
        closed.extend(happened(4..5));
        assert_eq!(fold(happened(0..5), &BTreeSet::new()), closed);
        let mut open = vec![line];
        open.extend(happened(0..5));
        assert_eq!(fold(happened(0..5), &BTreeSet::from([place(0)])), open);
    }

    #[test]
    fn what_was_said_is_never_folded() {
        let mut items = happened(0..2);
        items.push(Item::Unread);
        items.extend(happened(2..4));
        assert_eq!(fold(items.clone(), &BTreeSet::new()), items);
    }
}

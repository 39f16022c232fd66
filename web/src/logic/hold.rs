//! A list that somebody is aiming at: what they see keeps its order, what is further down is added, and what came above
//! waits until they let go.

use std::collections::HashSet;
use std::hash::Hash;

/// What is shown of a list while it is held, and how many rows wait above.
///
/// `shown` is what is seen, `now` what the list has become. What has left the list stays as long as somebody aims
/// (`aiming`), so that nothing moves up under the pointer.
pub fn hold<T: Copy + Eq + Hash>(shown: &[T], now: &[T], aiming: bool) -> (Vec<T>, usize) {
    let listed: HashSet<T> = now.iter().copied().collect();
    let seen: HashSet<T> = shown.iter().copied().collect();
    let mut next: Vec<T> =
        shown.iter().copied().filter(|id| aiming || listed.contains(id)).collect();
    // What was below all that is seen comes with the next page; what is new further up waits.
    let last = now.iter().rposition(|id| seen.contains(id)).map_or(0, |at| at + 1);
    let (above, below) = now.split_at(last);
    let waiting = above.iter().filter(|id| !seen.contains(id)).count();
    next.extend(below);
    let now = above.iter().filter(|id| seen.contains(id));
    let before = shown.iter().filter(|id| listed.contains(id));
    (next, waiting + risen(before, now))
}

/// How many of the same stand higher up than before: those before the first that nothing happened to.
fn risen<'a, T: Copy + Eq + Hash + 'a>(
    before: impl Iterator<Item = &'a T>,
    now: impl Iterator<Item = &'a T>,
) -> usize {
    let mut rest = before.peekable();
    let (mut risen, mut moved) = (0, HashSet::new());
    for id in now {
        while rest.next_if(|it| moved.contains(*it)).is_some() {}
        if rest.next_if_eq(&id).is_none() {
            moved.insert(*id);
            risen += 1;
        }
    }
    risen
}

#[cfg(test)]
mod tests {
    use super::hold;

    fn held(shown: &str, now: &str, aiming: bool) -> (String, usize) {
        let ids = |it: &str| it.chars().collect::<Vec<_>>();
        let (next, waiting) = hold(&ids(shown), &ids(now), aiming);
        (next.into_iter().collect(), waiting)
    }

    #[test]
    fn what_is_seen_keeps_its_order() {
        assert_eq!(held("abc", "abc", true), ("abc".into(), 0));
        assert_eq!(held("abc", "xabc", true), ("abc".into(), 1));
        assert_eq!(held("abc", "xaybc", false), ("abc".into(), 2));
        assert_eq!(held("abc", "cab", true), ("abc".into(), 1));
        assert_eq!(held("abcd", "dcab", true), ("abcd".into(), 2));
        assert_eq!(held("abc", "bca", true), ("abc".into(), 2), "all but the one that fell");
    }

    #[test]
    fn what_left_stays_only_while_somebody_aims() {
        assert_eq!(held("abc", "ac", true), ("abc".into(), 0));
        assert_eq!(held("abc", "ac", false), ("ac".into(), 0));
        assert_eq!(held("abc", "xac", false), ("ac".into(), 1));
        assert_eq!(held("abc", "", false), (String::new(), 0));
    }

    #[test]
    fn more_is_added_below() {
        assert_eq!(held("abc", "abcde", true), ("abcde".into(), 0));
        assert_eq!(held("abc", "xbacde", false), ("abcde".into(), 2));
    }
}

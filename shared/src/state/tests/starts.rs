//! Counts, and pages from before a new start.

use super::*;

#[test]
fn counts_are_taken_as_pushed() {
    let mut state = empty();
    let counts = vec![(View::Mine, 3)];
    let parts = state.apply(Batch { counts: counts.clone(), ..batch(0, 0, vec![]) }).unwrap();
    assert_eq!(parts, [Part::Count(View::Mine)].into());
    assert_eq!(state.count(&View::Mine), Some(3));
    assert_eq!(state.apply(Batch { counts, ..batch(0, 0, vec![]) }).unwrap(), Parts::new());
}

#[test]
fn a_page_from_before_a_new_start_is_not_taken() {
    let lists = View::ALL.map(|view| page(view, 10, vec![], Floor::End)).into();
    let mut state = State::new(bootstrap(10, lists));
    state.merge_list(page(View::All, 9, vec![conversation(1, 10, 1)], Floor::End));
    assert_eq!(ids(&state, View::All), [0; 0], "it may show what is no longer to be seen");

    state.merge_list(page(View::All, 10, vec![conversation(1, 10, 1)], Floor::End));
    assert_eq!(ids(&state, View::All), [1]);
}

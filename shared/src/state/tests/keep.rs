//! What is kept of a picture to be read without a server.

use super::*;
use crate::state::keep::{MESSAGES, ROWS};

fn said(count: u64, floor: Floor<crate::message::Place>) -> ThreadPage {
    ThreadPage {
        cursor: cursor(1),
        conversation: conversation(1, 5, 1),
        messages: (1..=count).map(|n| message(n, i64::try_from(n).unwrap())).collect(),
        notes: vec![],
        activities: vec![],
        calls: vec![],
        held: vec![],
        deliveries: vec![],
        floor,
    }
}

fn through_json(state: &State, threads: &[ConversationId]) -> State {
    let text = serde_json::to_string(&state.picture()).unwrap();
    let pages = threads.iter().filter_map(|it| state.thread_page(*it));
    let pages: Vec<_> = pages.map(|it| serde_json::to_string(&it).unwrap()).collect();
    let pages = pages.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
    State::kept(serde_json::from_str(&text).unwrap(), pages)
}

#[test]
fn what_is_kept_shows_the_same() {
    let lists = vec![
        page(View::All, 1, vec![conversation(1, 5, 1), conversation(2, 9, 1)], Floor::End),
        page(View::Closed, 1, vec![], Floor::End),
    ];
    let mut state = State::new(bootstrap(1, lists));
    state.apply(Batch { counts: vec![(View::All, 2)], ..batch(1, 1, vec![]) }).unwrap();
    let one = id(1, ConversationId);
    state.expect_thread(one);
    state.merge_thread(said(3, Floor::End));
    let kept = through_json(&state, &[one, id(2, ConversationId)]);
    assert_eq!(ids(&kept, View::All), [2, 1]);
    assert_eq!(kept.list(&View::Closed).unwrap().floor(), Some(Floor::End));
    assert_eq!(kept.list(&View::Mine).unwrap().floor(), None, "nobody knows");
    assert_eq!(kept.count(&View::All), Some(2));
    assert_eq!(kept.thread(one).unwrap().floor(), Some(Floor::End));
    assert_eq!(kept.thread(one).unwrap().messages().count(), 3);
    assert!(kept.thread(id(2, ConversationId)).is_none(), "nobody had read it");
}

#[test]
fn no_more_than_a_bounded_part_is_kept_and_it_says_where_it_ends() {
    let many = u64::try_from(ROWS).unwrap() + 7;
    let rows = (1..=many).map(|n| conversation(n, i64::try_from(n).unwrap(), 1)).collect();
    let mut state = State::new(bootstrap(1, vec![page(View::All, 1, rows, Floor::End)]));
    let one = id(1, ConversationId);
    state.expect_thread(one);
    let long = u64::try_from(MESSAGES).unwrap() + 7;
    state.merge_thread(said(long, Floor::End));
    let kept = through_json(&state, &[one]);
    assert_eq!(kept.list(&View::All).unwrap().ids().count(), ROWS);
    assert_eq!(
        kept.list(&View::All).unwrap().floor(),
        Some(Floor::At((at(8), id(8, ConversationId))))
    );
    let thread = kept.thread(one).unwrap();
    assert_eq!(thread.messages().count(), MESSAGES);
    assert_eq!(thread.floor(), Some(Floor::At((at(8), id(8, MessageId)))));
}

#[test]
fn what_is_exactly_as_long_as_may_be_kept_is_kept_whole() {
    let all = u64::try_from(ROWS).unwrap();
    let rows = (1..=all).map(|n| conversation(n, i64::try_from(n).unwrap(), 1)).collect();
    let mut state = State::new(bootstrap(1, vec![page(View::All, 1, rows, Floor::End)]));
    let one = id(1, ConversationId);
    state.expect_thread(one);
    state.merge_thread(said(u64::try_from(MESSAGES).unwrap(), Floor::End));
    let kept = through_json(&state, &[one]);
    assert_eq!(kept.list(&View::All).unwrap().floor(), Some(Floor::End));
    assert_eq!(kept.thread(one).unwrap().floor(), Some(Floor::End));
}

#[test]
fn a_thread_is_marked_anew_by_whatever_changes_it() {
    let lists = vec![page(View::All, 1, vec![conversation(1, 5, 1)], Floor::End)];
    let mut state = State::new(bootstrap(1, lists));
    let one = id(1, ConversationId);
    assert_eq!(state.thread_mark(one), None);
    state.expect_thread(one);
    assert_eq!(state.thread_mark(one), None, "its page is on its way");
    state.merge_thread(said(3, Floor::End));
    let first = state.thread_mark(one);
    assert_eq!(state.thread_mark(one), first);
    let changed = Message { version: 2, ..message(3, 3) };
    let events = vec![event(2, vec![Entity::Message(changed)], vec![])];
    state.apply(batch(1, 2, events)).unwrap();
    assert_ne!(state.thread_mark(one), first);
}

//! What a client must get right however batches and pages arrive.

mod keep;
mod starts;

use super::*;
use crate::contact::Contact;
use crate::conversation::Status;
use crate::event::{Actor, EntityId, Event};
use crate::ids::{ContactId, Epoch, MessageId};
use crate::message::{Author, Content, Delivery, Message};
use crate::reads::{Floor, ListPage, ThreadPage};

fn at(ms: i64) -> Timestamp {
    Timestamp(ms)
}

fn cursor(seq: i64) -> Cursor {
    Cursor { epoch: Epoch(ulid::Ulid::from_parts(1, 1)), seq: Seq(seq) }
}

fn id<T>(n: u64, make: fn(ulid::Ulid) -> T) -> T {
    make(ulid::Ulid::from_parts(n, 0))
}

fn me() -> AgentId {
    id(7, AgentId)
}

fn bootstrap(seq: i64, lists: Vec<ListPage>) -> Bootstrap {
    Bootstrap {
        cursor: cursor(seq),
        now: at(0),
        me: me(),
        agents: vec![],
        roles: vec![],
        teams: vec![],
        numbers: vec![],
        labels: vec![],
        attributes: vec![],
        quick_replies: vec![],
        bulks: vec![],
        calls: vec![],
        asked: vec![],
        allocation: Allocation::default(),
        call_settings: CallSettings::default(),
        mentions: vec![],
        spaces: vec![],
        lists,
    }
}

fn empty() -> State {
    let lists = View::ALL.map(|view| page(view, 0, vec![], Floor::End)).into();
    State::new(bootstrap(0, lists))
}

fn page(
    view: View,
    seq: i64,
    conversations: Vec<Conversation>,
    floor: Floor<crate::view::SortKey>,
) -> ListPage {
    ListPage { cursor: cursor(seq), now: at(0), view, conversations, floor }
}

fn conversation(n: u64, active: i64, version: u32) -> Conversation {
    Conversation {
        id: id(n, ConversationId),
        number: id(1, NumberId),
        contact: Contact {
            id: id(n, ContactId),
            name: format!("C{n}"),
            phone: None,
            username: None,
            about: crate::contact::About::default(),
        },
        team: None,
        assignee: None,
        status: Status::Open,
        snoozed: None,
        labels: vec![],
        attributes: BTreeMap::new(),
        source: None,
        unread: 0,
        last: None,
        active_at: at(active),
        waiting_since: None,
        window_until: None,
        followers: vec![],
        deleted: None,
        escalated: None,
        call: None,
        missed_call: None,
        asked: None,
        version,
    }
}

fn message(n: u64, time: i64) -> Message {
    Message {
        id: id(n, MessageId),
        conversation: id(1, ConversationId),
        author: Author::Contact,
        content: Content::Text { body: n.to_string() },
        reply_to: None,
        at: at(time),
        arrived: at(time),
        version: 1,
    }
}

fn event(seq: i64, now: Vec<Entity>, gone: Vec<EntityId>) -> Event {
    Event { seq: Seq(seq), at: at(seq), by: Actor::System, fact: None, now, gone }
}

fn batch(from: i64, through: i64, events: Vec<Event>) -> Batch {
    Batch {
        from: Seq(from),
        through: Seq(through),
        now: at(0),
        events,
        entered: vec![],
        counts: vec![],
    }
}

fn ids(state: &State, view: View) -> Vec<u64> {
    state.list(&view).unwrap().ids().map(|id| id.0.timestamp_ms()).collect()
}

fn thread(state: &State) -> Vec<u64> {
    let thread = state.thread(id(1, ConversationId)).unwrap();
    thread.messages().map(|it| it.id.0.timestamp_ms()).collect()
}

#[test]
fn a_gap_is_noticed_and_a_repetition_changes_nothing() {
    let mut state = empty();
    let first =
        batch(0, 3, vec![event(2, vec![Entity::Conversation(conversation(1, 5, 1))], vec![])]);
    assert!(!state.apply(first.clone()).unwrap().is_empty());
    assert_eq!(state.apply(first).unwrap(), Parts::new());
    assert_eq!(state.apply(batch(4, 5, vec![])), Err(Gap));
    assert_eq!(state.cursor().seq, Seq(3));
}

#[test]
fn rows_come_move_and_leave() {
    let mut state = empty();
    let three = (1..=3)
        .map(|n| Entity::Conversation(conversation(n, 10 * i64::try_from(n).unwrap(), 1)))
        .collect();
    state.apply(batch(0, 1, vec![event(1, three, vec![])])).unwrap();
    assert_eq!(ids(&state, View::All), [3, 2, 1]);

    let mut first = conversation(1, 99, 2);
    first.assignee = Some(me());
    let parts = state
        .apply(batch(1, 2, vec![event(2, vec![Entity::Conversation(first)], vec![])]))
        .unwrap();
    assert_eq!(ids(&state, View::All), [1, 3, 2]);
    assert_eq!(ids(&state, View::Mine), [1]);
    assert_eq!(ids(&state, View::Unassigned), [3, 2]);
    assert!(!parts.contains(&Part::List(View::Closed)), "only what changed is said");

    state
        .apply(batch(
            2,
            3,
            vec![event(3, vec![], vec![EntityId::Conversation(id(3, ConversationId))])],
        ))
        .unwrap();
    assert_eq!(ids(&state, View::All), [1, 2]);
}

#[test]
fn a_late_page_neither_overwrites_nor_brings_back() {
    let mut state = empty();
    let now = vec![
        Entity::Conversation(conversation(1, 50, 3)),
        Entity::Conversation(conversation(2, 40, 1)),
    ];
    let gone = vec![EntityId::Conversation(id(2, ConversationId))];
    state.apply(batch(0, 9, vec![event(8, now, vec![]), event(9, vec![], gone)])).unwrap();

    state.merge_list(page(
        View::All,
        5,
        vec![conversation(1, 10, 1), conversation(2, 20, 1)],
        Floor::End,
    ));
    assert_eq!(ids(&state, View::All), [1]);
    assert_eq!(state.conversation(id(1, ConversationId)).unwrap().version, 3);

    state.merge_list(page(View::All, 12, vec![conversation(2, 20, 2)], Floor::End));
    assert_eq!(ids(&state, View::All), [1, 2], "a page from after it left may bring it back");
}

#[test]
fn below_the_floor_nothing_shows_until_a_page_lowers_it() {
    let boot = vec![page(
        View::All,
        0,
        vec![conversation(5, 50, 1)],
        Floor::At((at(50), id(5, ConversationId))),
    )];
    let mut state = State::new(bootstrap(0, boot));
    let below = event(1, vec![Entity::Conversation(conversation(1, 10, 2))], vec![]);
    let parts = state.apply(batch(0, 1, vec![below])).unwrap();
    assert_eq!(ids(&state, View::All), [5]);
    assert!(!parts.contains(&Part::List(View::All)));

    state.merge_list(page(
        View::All,
        1,
        vec![conversation(3, 30, 1), conversation(1, 10, 2)],
        Floor::End,
    ));
    assert_eq!(ids(&state, View::All), [5, 3, 1]);
}

#[test]
fn a_thread_misses_nothing_while_its_page_is_on_the_way() {
    let mut state = empty();
    state
        .apply(batch(
            0,
            1,
            vec![event(1, vec![Entity::Conversation(conversation(1, 5, 1))], vec![])],
        ))
        .unwrap();
    state.expect_thread(id(1, ConversationId));
    let tick = Delivery {
        message: id(2, MessageId),
        conversation: id(1, ConversationId),
        status: crate::message::Status::Read,
        failure: None,
        at: at(1),
        version: 4,
    };
    let now = vec![Entity::Message(message(3, 30)), Entity::Delivery(tick.clone())];
    state.apply(batch(1, 2, vec![event(2, now, vec![])])).unwrap();

    let old = Delivery { status: crate::message::Status::Sent, version: 2, ..tick };
    state.merge_thread(ThreadPage {
        cursor: cursor(1),
        conversation: conversation(1, 5, 1),
        messages: vec![message(2, 20)],
        notes: vec![],
        activities: vec![],
        calls: vec![],
        held: vec![],
        deliveries: vec![old],
        floor: Floor::At((at(20), id(2, MessageId))),
    });
    assert_eq!(thread(&state), [2, 3]);
    let kept = state.thread(id(1, ConversationId)).unwrap();
    assert_eq!(kept.delivery(id(2, MessageId)).unwrap().version, 4);

    state
        .apply(batch(2, 3, vec![event(3, vec![Entity::Message(message(1, 10))], vec![])]))
        .unwrap();
    assert_eq!(thread(&state), [2, 3], "older than the floor");
}

#[test]
fn messages_stand_by_whatsapps_time_and_then_by_arrival() {
    let mut state = empty();
    state.expect_thread(id(1, ConversationId));
    state.merge_thread(ThreadPage {
        cursor: cursor(0),
        conversation: conversation(1, 5, 1),
        messages: vec![],
        notes: vec![],
        activities: vec![],
        calls: vec![],
        held: vec![],
        deliveries: vec![],
        floor: Floor::End,
    });
    for (seq, (n, time)) in (1..).zip([(4, 40), (2, 20), (3, 20), (1, 10)]) {
        state
            .apply(batch(
                seq - 1,
                seq,
                vec![event(seq, vec![Entity::Message(message(n, time))], vec![])],
            ))
            .unwrap();
    }
    assert_eq!(thread(&state), [1, 2, 3, 4]);
}

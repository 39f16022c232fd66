//! What a thread shows, in order.

use shared::ids::{AgentId, ConversationId};

use super::*;

const DAY: i64 = Millis::days(1).0;

fn id(n: u64) -> MessageId {
    MessageId(ulid::Ulid::from_parts(n, 0))
}

fn ana() -> Author {
    Author::Agent(AgentId(ulid::Ulid::from_parts(1, 1)))
}

fn message(n: u64, minutes: i64, author: Author) -> Message {
    let at = Timestamp(0) + Millis::minutes(minutes);
    Message {
        id: id(n),
        conversation: ConversationId(ulid::Ulid::from_parts(1, 0)),
        author,
        content: Content::Text { body: n.to_string() },
        reply_to: None,
        at,
        arrived: at,
        version: 1,
    }
}

fn day(at: Timestamp) -> Range<Timestamp> {
    let start = at.0.div_euclid(DAY) * DAY;
    Timestamp(start)..Timestamp(start + DAY)
}

fn shown(n: u64, follows: bool) -> Item {
    Item::Message { id: id(n), version: 1, follows }
}

#[test]
fn each_day_is_named_once_and_begins_a_new_block() {
    let midnight = 24 * 60;
    let thread = [
        message(1, midnight - 2, Author::Contact),
        message(2, midnight - 1, Author::Contact),
        message(3, midnight, Author::Contact),
        message(4, midnight + 1, ana()),
    ];
    let items = timeline(thread.iter(), std::iter::empty(), std::iter::empty(), None, day);
    assert_eq!(
        items,
        [
            Item::Day(Timestamp(0)),
            shown(1, false),
            shown(2, true),
            Item::Day(Timestamp(DAY)),
            shown(3, false),
            shown(4, false),
        ]
    );
}

#[test]
fn a_pause_or_a_line_begins_a_new_block() {
    let mut line = message(3, 6, Author::Contact);
    line.content = Content::Welcome;
    let thread = [
        message(1, 0, Author::Contact),
        message(2, 5, Author::Contact),
        line,
        message(4, 7, Author::Contact),
    ];
    let items = timeline(thread.iter(), std::iter::empty(), std::iter::empty(), None, day);
    assert_eq!(items[1..], [shown(1, false), shown(2, false), shown(3, false), shown(4, false)]);
}

#[test]
fn the_unread_line_stands_above_what_is_unread() {
    let thread =
        [message(1, 0, Author::Contact), message(2, 1, ana()), message(3, 2, Author::Contact)];
    assert_eq!(first_unread(thread.iter(), 0), None);
    assert_eq!(first_unread(thread.iter(), 1), Some(id(3)));
    assert_eq!(first_unread(thread.iter(), 2), Some(id(1)));
    assert_eq!(first_unread(thread.iter(), 9), Some(id(1)), "as far back as is known");
    let items = timeline(thread.iter(), std::iter::empty(), std::iter::empty(), Some(id(3)), day);
    assert_eq!(items[3..], [Item::Unread, shown(3, false)]);
}

#[test]
fn notes_stand_between_messages_and_part_blocks() {
    let note = |n: u64, minutes: i64| Note {
        id: shared::ids::NoteId(id(n).0),
        conversation: ConversationId(ulid::Ulid::from_parts(1, 0)),
        author: AgentId(ulid::Ulid::from_parts(1, 1)),
        audience: shared::note::Audience::Everyone,
        body: shared::note::Body::Written(vec![]),
        files: vec![],
        about: None,
        at: Timestamp(0) + Millis::minutes(minutes),
        version: 1,
    };
    let thread = [message(1, 0, ana()), message(3, 2, ana())];
    let notes = [note(2, 1), note(4, 24 * 60)];
    let items = timeline(
        thread.iter(),
        told(notes.iter(), std::iter::empty()),
        std::iter::empty(),
        None,
        day,
    );
    let aside = Note { about: Some(id(1)), ..note(5, 2) };
    assert_eq!(told([aside].iter(), std::iter::empty()), [], "it stands beside the thread");
    let noted = |n: usize| Item::Note { place: notes[n].place(), version: 1 };
    let tomorrow = Item::Day(Timestamp(DAY));
    assert_eq!(items[1..], [shown(1, false), noted(0), shown(3, false), tomorrow, noted(1)]);
}

#[test]
fn what_is_being_sent_stands_last() {
    let thread = [message(1, 0, Author::Contact)];
    let outgoing = Outgoing {
        id: id(9),
        text: "on its way",
        note: None,
        reply_to: None,
        at: Timestamp(DAY),
        troubled: false,
    };
    let items = timeline(thread.iter(), std::iter::empty(), [outgoing].into_iter(), None, day);
    assert_eq!(
        items[2..],
        [Item::Day(Timestamp(DAY)), Item::Outgoing { id: id(9), troubled: false }]
    );
}

//! A small picture to test with: two conversations, one open thread.

use shared::contact::{About, Contact};
use shared::conversation::{Conversation, Status};
use shared::event::{Actor, Entity, Event, Seq};
use shared::ids::{AgentId, ContactId, ConversationId, Epoch, MessageId, NumberId};
use shared::message::{self, Author, Content, Delivery, Message};
use shared::protocol::{Batch, Cursor};
use shared::reads::{Bootstrap, Floor, ListPage, ThreadPage};
use shared::state::State;
use shared::time::Timestamp;
use shared::view::View;
use ulid::Ulid;

pub(crate) fn id<T>(n: u64, make: fn(Ulid) -> T) -> T {
    make(Ulid::from_parts(n, 0))
}

pub(crate) fn me() -> AgentId {
    id(7, AgentId)
}

pub(crate) fn sam() -> ConversationId {
    id(1, ConversationId)
}

pub(crate) fn rosa() -> ConversationId {
    id(2, ConversationId)
}

pub(crate) fn cursor(seq: i64) -> Cursor {
    Cursor { epoch: id(1, Epoch), seq: Seq(seq) }
}

pub(crate) fn conversation(of: ConversationId, version: u32) -> Conversation {
    Conversation {
        id: of,
        number: id(1, NumberId),
        contact: Contact {
            id: id(1, ContactId),
            name: "C".into(),
            phone: None,
            username: None,
            about: About::default(),
        },
        team: None,
        assignee: None,
        status: Status::Open,
        snoozed: None,
        labels: vec![],
        attributes: std::collections::BTreeMap::new(),
        source: None,
        unread: 0,
        last: None,
        active_at: Timestamp(1_000),
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

pub(crate) fn said(n: u64, in_thread: ConversationId) -> Message {
    Message {
        id: id(n, MessageId),
        conversation: in_thread,
        author: Author::Agent(me()),
        content: Content::Text { body: n.to_string() },
        reply_to: None,
        at: Timestamp(1_000),
        arrived: Timestamp(1_000),
        version: 1,
    }
}

pub(crate) fn tick(n: u64, status: message::Status, version: u32) -> Delivery {
    Delivery {
        message: id(n, MessageId),
        conversation: sam(),
        status,
        failure: None,
        at: Timestamp(1_000),
        version,
    }
}

/// Sam's thread with messages 1 and 2, and Rosa's conversation without its thread.
pub(crate) fn picture() -> State {
    let page = |view: View| ListPage {
        cursor: cursor(0),
        now: Timestamp(0),
        view,
        conversations: [sam(), rosa()].map(|it| conversation(it, 1)).into(),
        floor: Floor::End,
    };
    let mut state = State::new(Bootstrap {
        cursor: cursor(0),
        now: Timestamp(0),
        me: me(),
        agents: vec![],
        roles: vec![],
        teams: vec![],
        numbers: vec![],
        labels: vec![],
        attributes: vec![],
        quick_replies: vec![],
        mentions: vec![],
        spaces: vec![],
        bulks: vec![],
        calls: vec![],
        asked: vec![],
        allocation: shared::allocation::Allocation::default(),
        call_settings: shared::call::CallSettings::default(),
        lists: View::ALL.map(page).into(),
    });
    state.expect_thread(sam());
    state.merge_thread(ThreadPage {
        cursor: cursor(0),
        conversation: conversation(sam(), 1),
        messages: vec![said(1, sam()), said(2, sam())],
        notes: vec![],
        activities: vec![],
        calls: vec![],
        held: vec![],
        deliveries: [1, 2].map(|n| tick(n, message::Status::Sent, 1)).into(),
        floor: Floor::End,
    });
    state
}

/// A batch of one event.
pub(crate) fn batch(seq: i64, now: Vec<Entity>) -> Batch {
    let event = Event {
        seq: Seq(seq),
        at: Timestamp(seq),
        by: Actor::System,
        fact: None,
        now,
        gone: vec![],
    };
    Batch {
        from: Seq(seq - 1),
        through: Seq(seq),
        now: Timestamp(0),
        events: vec![event],
        entered: vec![],
        counts: vec![],
    }
}

/// Does something where signals live, as in the app. They live until the page goes.
pub(crate) fn in_app<T: 'static>(work: impl FnOnce() -> T + 'static) -> T {
    let (send, made) = std::sync::mpsc::channel();
    let app = leptos::mount::mount_to(leptos::tachys::dom::body(), move || {
        let _ = send.send(work());
    });
    app.forget();
    made.recv().expect("it was made while it was mounted")
}

/// Lets effects and answers come.
pub(crate) async fn settle() {
    gloo_timers::future::TimeoutFuture::new(0).await;
    leptos::task::tick().await;
}

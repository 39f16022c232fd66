//! Who watches a part runs again when that part changes, and nobody else.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use shared::event::Entity;
use shared::ids::MessageId;
use shared::message::Status;
use shared::protocol::Batch;
use shared::state::{Gap, Part};
use shared::view::View;
use wasm_bindgen_test::wasm_bindgen_test;
use web::store::Store;

use super::picture::{batch, conversation, id, in_app, picture, rosa, said, sam, settle, tick};

/// How often something that watches a part has run.
#[derive(Clone, Default)]
struct Runs(Rc<Cell<u32>>);

impl Runs {
    fn of(store: Store, part: Part) -> Self {
        let runs = Self::default();
        let count = runs.0.clone();
        Effect::new(move |_| {
            store.read(part.clone(), |_| ());
            count.set(count.get() + 1);
        });
        runs
    }

    /// Since the last time.
    fn take(&self) -> u32 {
        self.0.take()
    }
}

struct Watched {
    store: Store,
    sam: Runs,
    rosa: Runs,
    list: Runs,
    mine: Runs,
    thread: Runs,
    first: Runs,
    second: Runs,
    count: Runs,
}

impl Watched {
    async fn start() -> Self {
        let watched = in_app(|| {
            let store = Store::new(picture());
            let of = |part| Runs::of(store, part);
            Self {
                store,
                sam: of(Part::Conversation(sam())),
                rosa: of(Part::Conversation(rosa())),
                list: of(Part::List(View::All)),
                mine: of(Part::List(View::Mine)),
                thread: of(Part::Thread(sam())),
                first: of(Part::Delivery(id(1, MessageId))),
                second: of(Part::Delivery(id(2, MessageId))),
                count: of(Part::Count(View::All)),
            }
        });
        settle().await;
        assert_eq!(watched.runs().await, [1; 8], "each has looked once");
        watched
    }

    /// How often each has run since the last time.
    async fn runs(&self) -> [u32; 8] {
        settle().await;
        [
            &self.sam,
            &self.rosa,
            &self.list,
            &self.mine,
            &self.thread,
            &self.first,
            &self.second,
            &self.count,
        ]
        .map(Runs::take)
    }
}

#[wasm_bindgen_test]
async fn a_row_is_drawn_again_alone() {
    let it = Watched::start().await;
    let changed = Entity::Conversation(conversation(rosa(), 2));
    it.store.apply(batch(1, vec![changed])).unwrap();
    assert_eq!(it.runs().await, [0, 1, 0, 0, 0, 0, 0, 0]);
}

#[wasm_bindgen_test]
async fn a_row_that_moves_changes_its_list_and_no_other_row() {
    let it = Watched::start().await;
    let mut moved = conversation(rosa(), 2);
    moved.active_at.0 += 1;
    it.store.apply(batch(1, vec![Entity::Conversation(moved)])).unwrap();
    assert_eq!(it.runs().await, [0, 1, 1, 0, 0, 0, 0, 0]);
}

#[wasm_bindgen_test]
async fn a_tick_changes_one_message_and_not_its_thread() {
    let it = Watched::start().await;
    let read = Entity::Delivery(tick(2, Status::Read, 2));
    it.store.apply(batch(1, vec![read])).unwrap();
    assert_eq!(it.runs().await, [0, 0, 0, 0, 0, 0, 1, 0]);
}

#[wasm_bindgen_test]
async fn a_message_changes_its_thread_and_nothing_else() {
    let it = Watched::start().await;
    it.store.apply(batch(1, vec![Entity::Message(said(3, sam()))])).unwrap();
    assert_eq!(it.runs().await, [0, 0, 0, 0, 1, 0, 0, 0]);
    it.store.apply(batch(2, vec![Entity::Message(said(4, rosa()))])).unwrap();
    assert_eq!(it.runs().await, [0; 8], "nobody keeps that thread");
}

#[wasm_bindgen_test]
async fn a_count_changes_its_tab_only() {
    let it = Watched::start().await;
    let counts = vec![(View::All, 9)];
    it.store.apply(Batch { counts, ..batch(1, vec![]) }).unwrap();
    assert_eq!(it.runs().await, [0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(it.store.peek(|it| it.count(&View::All)), Some(9));
}

#[wasm_bindgen_test]
async fn a_batch_that_came_twice_or_too_early_changes_nothing() {
    let it = Watched::start().await;
    let changed = batch(1, vec![Entity::Conversation(conversation(rosa(), 2))]);
    it.store.apply(changed.clone()).unwrap();
    it.runs().await;
    it.store.apply(changed).unwrap();
    assert_eq!(it.store.apply(batch(9, vec![])), Err(Gap));
    assert_eq!(it.runs().await, [0; 8]);
}

#[wasm_bindgen_test]
async fn another_picture_is_looked_at_by_everyone() {
    let it = Watched::start().await;
    it.store.replace(picture());
    assert_eq!(it.runs().await, [1; 8]);
}

#[wasm_bindgen_test]
async fn a_page_of_another_log_is_not_taken() {
    let it = Watched::start().await;
    let mut page = shared::reads::ListPage {
        cursor: super::picture::cursor(0),
        now: shared::time::Timestamp(0),
        view: View::All,
        conversations: vec![conversation(rosa(), 5)],
        floor: shared::reads::Floor::End,
    };
    page.cursor.epoch = id(2, shared::ids::Epoch);
    it.store.merge_list(page);
    assert_eq!(it.runs().await, [0; 8]);
    assert_eq!(it.store.peek(|it| it.conversation(rosa()).unwrap().version), 1);
}

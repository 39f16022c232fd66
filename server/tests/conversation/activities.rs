//! What a thread tells of what happened to its conversation.

use shared::bulk::{self, Targets, What};
use shared::command::Action as AnyAction;
use shared::conversation::{Action, Fact, Snooze};
use shared::event::Actor;
use shared::ids::{BulkId, ConversationId};
use shared::reads::THREAD_PAGE;
use shared::state::State;
use shared::time::Millis;

use crate::on_both;
use crate::world::Agent;

async fn does(who: &Agent, chat: ConversationId, action: Action) {
    who.does(AnyAction::Conversation(chat, action)).await.unwrap();
}

/// What a thread that is open tells, oldest first.
fn told(state: &State, chat: ConversationId) -> Vec<(Actor, Fact)> {
    let all = state.thread(chat).into_iter().flat_map(shared::state::Thread::activities);
    all.map(|it| (it.by, it.fact.clone())).collect()
}

fn bulk_id(who: &Agent) -> BulkId {
    BulkId::new(who.clock_now())
}

on_both! {
    async fn a_thread_tells_who_did_what_and_when(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(ben.opens(chat).await);
        does(&ana, chat, Action::Assign { to: Some(ana.id) }).await;
        does(&ana, chat, Action::Assign { to: Some(ben.id) }).await;
        let at = world.clock.now() + Millis::hours(1);
        does(&ben, chat, Action::Snooze { until: Snooze::Until(at) }).await;
        world.set_time(at);
        world.rests().await;
        does(&ben, chat, Action::Close).await;
        sam.writes("One more thing").await;
        let mine = |it: &Agent| Actor::Agent(it.id);
        let six = |state: &State| told(state, chat).len() == 6;
        ben.sees("all that happened", six).await;
        ben.look(|state| {
            let told = told(state, chat);
            assert_eq!(told[..5], [
                (mine(&ana), Fact::Assigned { from: None, to: Some(ana.id) }),
                (mine(&ana), Fact::Assigned { from: Some(ana.id), to: Some(ben.id) }),
                (mine(&ben), Fact::Snoozed { until: Snooze::Until(at) }),
                (Actor::System, Fact::Woke),
                (mine(&ben), Fact::Closed),
            ]);
            assert!(matches!(told[5], (Actor::Contact(_), Fact::Reopened)), "{told:?}");
        });
        // Who opens the thread only now reads the same.
        assert!(ana.opens(chat).await);
        let live = ben.look(|state| told(state, chat));
        ana.look(|state| assert_eq!(told(state, chat), live));
    }

    async fn looking_at_it_is_nothing_to_tell(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(ana.opens(chat).await);
        does(&ana, chat, Action::Unread).await;
        does(&ana, chat, Action::Close).await;
        does(&ana, chat, Action::Close).await;
        ana.sees("that it is closed", |state| told(state, chat).len() == 1).await;
    }

    async fn what_is_done_to_many_and_taken_back_is_told_too(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        assert!(ana.opens(chat).await);
        let (first, second) = (bulk_id(&ana), bulk_id(&ana));
        let targets = Targets::These(vec![chat]);
        let close = bulk::Action::Start { what: What::Close, targets };
        ana.does(AnyAction::Bulk(first, close)).await.unwrap();
        world.rests().await;
        ana.does(AnyAction::Bulk(second, bulk::Action::Undo { of: first })).await.unwrap();
        world.rests().await;
        let me = Actor::Agent(ana.id);
        let meant = vec![(me, Fact::Closed), (me, Fact::Reopened)];
        ana.sees("both", |state| told(state, chat) == meant).await;
    }

    async fn more_than_a_page_of_it_is_read_page_by_page(world: World) {
        let ana = world.agent("Ana").await;
        let sam = world.customer("Sam").await;
        sam.writes("Hello").await;
        let chat = world.conversation(&sam).await;
        for _ in 0..=THREAD_PAGE {
            does(&ana, chat, Action::Close).await;
            does(&ana, chat, Action::Reopen).await;
        }
        assert!(ana.opens(chat).await);
        let messages = |state: &State| state.thread(chat).unwrap().messages().count();
        ana.look(|state| {
            assert_eq!((told(state, chat).len(), messages(state)), (THREAD_PAGE, 0));
        });
        while ana.scrolls_up(chat).await {}
        ana.look(|state| {
            assert_eq!((told(state, chat).len(), messages(state)), (2 * THREAD_PAGE + 2, 1));
        });
    }
}

//! Where a client says it is: continued from there when that is possible, and started again when it isn't.

use server::maintenance;
use shared::agent::Action as OfAgent;
use shared::command::Action;
use shared::event::Seq;
use shared::ids::{AgentId, Epoch};
use shared::permission::{Role, Visibility};
use shared::protocol::{Cursor, ServerFrame};
use shared::state::State;
use shared::time::Millis;
use shared::view::View;

use super::history::History;
use super::socket::{Socket, batches};
use crate::on_both;
use crate::world::chance::chance;
use crate::world::{Agent, World};

on_both! {
    async fn a_cursor_that_the_log_does_not_know_starts_again(world: World) {
        let ana = world.agent("Ana").await;
        let mut history = history(&world, vec![ana.id]).await;
        history.goes_on(50).await;
        world.rests().await;
        let here = world.app().store.read(server::store::log::cursor).await.unwrap();
        let elsewhere = Epoch(world.clock.ulid());
        for (what, resume) in [
            ("of another log", Cursor { epoch: elsewhere, ..here }),
            ("ahead of the head", Cursor { seq: Seq(here.seq.0 + 1), ..here }),
            ("far ahead of the head", Cursor { seq: Seq(i64::MAX), ..here }),
            ("before the beginning", Cursor { seq: Seq(-1), ..here }),
        ] {
            let heard = Socket::hello(&world.nodes[0], ana.token(), resume).await.hears_all().await;
            assert_eq!(heard, [ServerFrame::Reset], "{what}");
        }
        for seq in [Seq(0), Seq(1), Seq(here.seq.0 - 1), here.seq] {
            let mut socket = Socket::hello(&world.nodes[0], ana.token(), Cursor { seq, ..here }).await;
            let welcome = socket.hears().await;
            assert!(matches!(welcome, Some(ServerFrame::Welcome { .. })), "{seq:?} is kept: {welcome:?}");
        }
    }

    async fn who_was_away_for_longer_than_the_log_is_kept_starts_again_and_is_right(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let mut history = history(&world, vec![ana.id, ben.id]).await;
        ana.opens(history.chats[0]).await;
        let before = history.goes_on(50).await;
        ana.sees("what happened", |state| state.cursor().seq >= before).await;
        world.rests().await;
        ana.loses_the_network();
        let left_at = ana.look(State::cursor);

        history.goes_on(50).await;
        world.rests().await;
        world.set_time(world.clock.now() + Millis::days(15));
        maintenance::forget(world.app()).await.unwrap();
        let oldest = world.app().store.read(server::store::log::oldest).await.unwrap();
        assert_eq!(oldest, None, "the log is forgotten");
        // One that has been there all the time has it in memory.
        let node = world.starts(0).await;
        let heard = Socket::hello(&node, ana.token(), left_at).await.hears_all().await;
        assert_eq!(heard, [ServerFrame::Reset], "also while nothing follows");

        let head = history.goes_on(50).await;
        let heard = Socket::hello(&node, ana.token(), left_at).await.hears_all().await;
        assert_eq!(heard, [ServerFrame::Reset], "there is a gap");
        node.stop().await;
        ana.finds_the_network();
        ana.sees("the present", |state| state.cursor().seq >= head).await;
        ben.sees("the present, without a break", |state| state.cursor().seq >= head).await;
    }

    async fn a_socket_that_watches_before_its_node_has_heard_the_news_needs_no_new_start(world: World) {
        let ana = world.agent("Ana").await;
        let mut history = history(&world, vec![ana.id]).await;
        let head = history.goes_on(5).await;
        ana.sees("the beginning", |state| state.cursor().seq >= head).await;
        world.rests().await;
        world.app().bus.fall_silent();
        for _ in 0..20 {
            let resume = world.app().store.read(server::store::log::cursor).await.unwrap();
            let head = history.goes_on(5).await;
            let mut socket = Socket::hello(&world.nodes[0], ana.token(), resume).await;
            let mut heard = vec![];
            while batches(&heard).all(|batch| batch.counts.len() < View::ALL.len()) {
                heard.push(socket.hears().await.expect("it is continued"));
            }
            assert!(batches(&heard).last().unwrap().through >= head, "{heard:?}");
        }
    }

    async fn a_start_is_of_one_moment_rights_included(world: World) {
        let (ada, ana) = (world.admin("Ada").await, world.agent("Ana").await);
        history(&world, vec![ana.id]).await;
        for round in 0..30 {
            let visibility = if round % 2 == 0 { Visibility::Own } else { Visibility::All };
            let starts: Vec<_> = (0..4).map(|_| tokio::spawn(fresh(ana.clone()))).collect();
            let changed = sets(&ada, ana.id, visibility).await;
            for start in starts {
                let start = start.await.unwrap();
                let own = (start.cursor().seq >= changed) == (visibility == Visibility::Own);
                let seen = start.list(&View::All).unwrap().ids().count();
                assert_eq!(seen == 0, own, "{visibility:?} at {changed:?}, as of {:?}", start.cursor());
            }
        }
    }
}

async fn fresh(agent: Agent) -> State {
    agent.fresh().await
}

async fn sets(ada: &Agent, who: AgentId, visibility: Visibility) -> Seq {
    let rights = OfAgent::SetRights { role: Role::Agent, visibility, teams: vec![] };
    ada.does(Action::Agent(who, rights)).await.unwrap().seq
}

async fn history(world: &World, people: Vec<AgentId>) -> History {
    let teams = vec![world.team("Sales").await, world.team("Care").await];
    History::begin(world, chance(), (people, vec![]), teams, 10).await
}

on_both! {
    async fn when_every_signal_is_lost_everything_still_arrives(world: World) {
        let (ana, ben) = (world.agent("Ana").await, world.agent("Ben").await);
        let sam = world.customer("Sam").await;
        world.app().bus.fall_silent();

        sam.writes("Can you hear me?").await;
        let chat = world.conversation(&sam).await;
        ana.sees_list(View::Unassigned, vec![chat]).await;
        ana.opens(chat).await;
        ana.sees_text(chat, "Can you hear me?").await;
        ana.assigns(chat, Some(ben.id)).await.unwrap();
        ben.sees_list(View::Mine, vec![chat]).await;
        let answer = ben.writes(chat, "Loud and clear.").await.unwrap();
        sam.awaits("Loud and clear.").await;
        ana.sees_delivery(chat, answer, shared::message::Status::Delivered).await;
    }
}

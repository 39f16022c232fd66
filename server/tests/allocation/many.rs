//! Many who wait: shared out fairly by what the database says, and nothing forgotten by a server that ends.

use server::features::allocation;
use server::store::jobs::{self, Whose};
use shared::allocation::{Action, Strategy, Terms};
use shared::conversation::{Conversation, Status};
use shared::event::Actor;
use shared::time::{Millis, Timestamp};

use super::{adds, all_take, come_to, does, has, lead, load, of_team, to};
use crate::on_both;
use crate::world::chance::full;

/// So many are shared out: some by default, all of them with `ONEVOICE_TEST_FULL=1`.
fn many() -> usize {
    if full() { 1_000 } else { 200 }
}

/// On a Monday in January.
const NOON: Timestamp = Timestamp(1_799_665_200_000);
/// So many of them write at once.
const AT_ONCE: usize = 50;

on_both! {
    async fn what_is_in_the_database_is_shared_so_that_nobody_has_two_more_than_another(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        all_take(&lea, 400).await;
        let mut them = vec![];
        for name in ["Ana", "Ben", "Cem", "Dan", "Eva", "Fay", "Gil"] {
            them.push(of_team(&world, name, sales, 0).await);
        }
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        for n in 0..many() / AT_ONCE {
            world.many_write(n * AT_ONCE..(n + 1) * AT_ONCE).await;
            world.rests().await;
        }
        let shares = world.app().store.read(|conn| allocation::rows::shares(conn, Timestamp(0)));
        let shares: Vec<_> = shares.await.unwrap().into_values().collect();
        let all = world.conversations().await;
        let loads: Vec<_> = them.iter().map(|it| load(&all, it.id)).collect();
        assert!(all.iter().all(|it| it.assignee.is_some()));
        assert_eq!((loads.iter().sum::<usize>(), shares.len()), (many(), 7));
        assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 1, "{loads:?}");
        assert!(shares.iter().max().unwrap() - shares.iter().min().unwrap() <= 1, "{shares:?}");
    }

    async fn what_was_promised_before_a_server_ended_is_done_by_the_next(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        world.rests().await;
        // It does no job from here on, but what it has begun is committed with its promise.
        world.app().stop();
        world.many_write(0..3).await;
        let promised = world.app().store.read(jobs::waiting).await.unwrap();
        assert!(promised.iter().any(|it| it.kind() == "allocate"), "{promised:?}");
        world.conversations().await.iter().for_each(|it| assert_eq!(it.assignee, None));
        world.deploys(0, [&ana, &lea].into_iter()).await;
        come_to(&world, "given", |all| all.iter().all(|it| it.assignee == Some(ana.id))).await;
    }

    async fn what_a_dead_node_was_about_to_give_is_given_within_seconds(world: World) {
        world.set_time(NOON);
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        adds(&lea, to(sales, Strategy::RoundRobin)).await.unwrap();
        world.rests().await;
        world.app().stop();
        world.many_write(0..1).await;
        // Another node takes it, and is never heard of again.
        let gone = jobs::Holder { node: "gone".into(), run: "gone".into() };
        let claims = world.app().write(Actor::System, move |tx| {
            let now = tx.now();
            jobs::claim(&mut tx.bookkeeping(), Whose::Allocate, &gone, now, 1)
        });
        assert_eq!(claims.await.unwrap().0.len(), 1);
        world.deploys(0, [&ana, &lea].into_iter()).await;
        world.conversations().await.iter().for_each(|it| assert_eq!(it.assignee, None));
        world.set_time(NOON + Millis::seconds(6));
        come_to(&world, "given", |all| all.iter().all(|it| it.assignee == Some(ana.id))).await;
    }

    async fn of_many_who_wait_the_first_ones_get_in_whoever_becomes_free(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        all_take(&lea, 2).await;
        world.many_write(0..100).await;
        world.rests().await;
        adds(&lea, Terms { sticky: false, ..to(sales, Strategy::LeastBusy) }).await.unwrap();
        let order = |mut all: Vec<Conversation>| {
            all.sort_by_key(|it| it.active_at);
            all.iter().map(|it| it.id).collect::<Vec<_>>()
        };
        let chats = order(world.conversations().await);
        has(&world, Some(ana.id), chats[0]).await;
        has(&world, Some(ana.id), chats[1]).await;
        world.rests().await;
        let all = world.conversations().await;
        assert_eq!(load(&all, ana.id), 2);
        does(&lea, Action::SetCapacity { capacity: 3, in_call: None }).await.unwrap();
        has(&world, Some(ana.id), chats[2]).await;
        assert!(all.iter().all(|it| it.status == Status::Open));
    }
}

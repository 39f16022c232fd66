//! Many who wait: shared out fairly by what the database says, and nothing forgotten by a server that ends.

use std::ops::Range;

use shared::allocation::{Action, Strategy, Terms};
use shared::conversation::{Conversation, Status};
use shared::event::Actor;
use shared::message::{Author, Content};
use shared::time::Millis;

use server::features::message::{self, Received};
use server::features::{allocation, contact, conversation, number};
use server::store::jobs;
use server::whatsapp::Identity;

use super::{adds, all_take, come_to, does, has, lead, load, of_team, to};
use crate::on_both;
use crate::world::World;
use crate::world::chance::full;

/// So many are shared out: some by default, all of them with `ONEVOICE_TEST_FULL=1`.
fn many() -> usize {
    if full() { 1_000 } else { 200 }
}

/// So many of them write at once.
const AT_ONCE: usize = 50;

/// These customers write, as if WhatsApp had delivered it all at once. The order in which they wait is that of their numbers.
async fn write(world: &World, these: Range<usize>) {
    let begun = world.clock.now();
    let take_in = move |tx: &mut server::store::Tx<'_>| {
        let number = number::rows::all(tx.conn())?.remove(0);
        for n in these {
            let phone = Some(format!("4915{n:08}"));
            let who = Identity { phone, ..Identity::default() };
            let contact = contact::resolve(tx, &who, Some(&format!("Customer {n}")))?;
            tx.acts(Actor::Contact(contact.id));
            let at = begun - Millis::hours(1) + Millis(i64::try_from(n).unwrap());
            let it = conversation::find_or_begin(tx, &number, &contact, at)?;
            let new = Received {
                wamid: format!("wamid.{n}"),
                author: Author::Contact,
                content: Content::Text { body: "Hello".into() },
                reply_to: None,
                at,
                opens_window: true,
                ad: None,
                raw: None,
            };
            message::receive(tx, &number, it, new)?;
        }
        Ok(())
    };
    world.app().write(Actor::System, take_in).await.unwrap();
}

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
            write(&world, n * AT_ONCE..(n + 1) * AT_ONCE).await;
            world.rests().await;
        }
        let shares = world.app().store.read(|conn| allocation::rows::shares(conn, shared::time::Timestamp(0)));
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
        write(&world, 0..3).await;
        let promised = world.app().store.read(jobs::waiting).await.unwrap();
        assert!(promised.iter().any(|it| it.kind() == "allocate"), "{promised:?}");
        world.conversations().await.iter().for_each(|it| assert_eq!(it.assignee, None));
        world.deploys(0, [&ana, &lea].into_iter()).await;
        come_to(&world, "given", |all| all.iter().all(|it| it.assignee == Some(ana.id))).await;
    }

    async fn of_many_who_wait_the_first_ones_get_in_whoever_becomes_free(world: World) {
        let (sales, lea) = (world.team("Sales").await, lead(&world).await);
        let ana = of_team(&world, "Ana", sales, 0).await;
        all_take(&lea, 2).await;
        write(&world, 0..100).await;
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

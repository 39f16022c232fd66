//! The lease itself, in memory and in Redis: one holder at a time, tokens that only grow, over by itself.

use std::sync::Arc;
use std::time::Duration;

use server::clock::Clock;
use server::config::Config;
use server::lease::{Away, Holder, Leases, Taken};
use shared::ids::{AgentId, TabId};
use shared::presence::Fence;

use crate::world::chance::chance;
use crate::world::eventually;

const LONG: Duration = Duration::from_mins(1);

fn holder(agent: u64, tab: u64) -> Holder {
    let ulid = |n| ulid::Ulid::from_parts(n, 7);
    Holder { agent: AgentId(ulid(agent)), tab: TabId(ulid(tab)) }
}

fn in_memory() -> Leases {
    Leases::connect(None, "test", Clock::real())
}

fn in_redis(space: &str) -> Leases {
    at(&crate::world::database::redis(), space)
}

fn at(url: &str, space: &str) -> Leases {
    let settings = [("ONEVOICE_REDIS_URL".to_owned(), url.to_owned())];
    let url = Config::from_vars(settings.into()).unwrap().redis_url;
    Leases::connect(url.as_ref(), space, Clock::real())
}

/// What holds wherever leases are kept; two doors to the same, as two nodes have.
async fn holds(one: &Leases, other: &Leases) {
    let (ana, ben) = (holder(1, 1), holder(2, 2));
    let Taken::Yes(first) = one.take("a", ana, LONG).await.unwrap() else { panic!("it is free") };
    let lease = other.look("a").await.unwrap().unwrap();
    assert_eq!((lease.holder, lease.fence), (ana, first));
    assert_eq!(other.take("a", ben, LONG).await.unwrap(), Taken::By(lease));
    assert_eq!(
        other.take("a", holder(1, 9), LONG).await.unwrap(),
        Taken::Yes(first),
        "another tab of hers"
    );
    assert_eq!(one.take("a", ana, LONG).await.unwrap(), Taken::Yes(first));
    assert!(one.renew("a", lease, LONG).await.unwrap());

    one.release("a", lease).await.unwrap();
    assert_eq!(one.look("a").await.unwrap(), None);
    let Taken::Yes(second) = other.take("a", ben, LONG).await.unwrap() else {
        panic!("it is free")
    };
    assert!(second > first);
    assert!(!one.renew("a", lease, LONG).await.unwrap(), "what was given back is not renewed");
    one.release("a", lease).await.unwrap();
    assert!(one.look("a").await.unwrap().is_some(), "nor is another's given back");

    let third = one.force("a", ana, Fence(second.0 + 5), LONG).await.unwrap();
    assert!(third.0 >= second.0 + 5);
    let Taken::By(held) = other.take("a", ben, LONG).await.unwrap() else {
        panic!("it was taken over")
    };
    assert_eq!((held.holder, held.fence), (ana, third));

    one.take("b", ana, Duration::from_millis(30)).await.unwrap();
    let free = eventually(async || match other.take("b", ben, LONG).await.unwrap() {
        Taken::Yes(_) => Some(()),
        Taken::By(_) => None,
    });
    free.await.expect("what nobody renews is over by itself");
}

/// Many want the same at once and do something while they hold it: never two, and in the order of tokens.
async fn is_exclusive(doors: [Leases; 2]) {
    let mut random = chance();
    let inside = Arc::new(std::sync::Mutex::new((0, Fence(0))));
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (leases, inside) = (doors[n % 2].clone(), inside.clone());
            let (me, mut random) = (holder(n as u64 + 10, n as u64), random.fork());
            tokio::spawn(async move {
                let mut times = 0;
                while times < 20 {
                    let Taken::Yes(fence) = leases.take("x", me, LONG).await.unwrap() else {
                        tokio::task::yield_now().await;
                        continue;
                    };
                    {
                        let mut inside = inside.lock().unwrap();
                        assert!(inside.0 == 0 && fence > inside.1, "{fence:?} after {inside:?}");
                        *inside = (1, fence);
                    }
                    for _ in 0..random.usize(0..5) {
                        tokio::task::yield_now().await;
                    }
                    inside.lock().unwrap().0 = 0;
                    let lease = leases.look("x").await.unwrap().unwrap();
                    leases.release("x", lease).await.unwrap();
                    times += 1;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_in_memory_has_one_holder() {
    let leases = in_memory();
    holds(&leases, &leases).await;
    is_exclusive([leases.clone(), leases]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_in_redis_has_one_holder_over_all_nodes_on_postgres_and_redis() {
    let space = ulid::Ulid::from_parts(fastrand::u64(..) >> 20, fastrand::u128(..)).to_string();
    let doors = [in_redis(&space), in_redis(&space)];
    holds(&doors[0], &doors[1]).await;
    is_exclusive(doors).await;
}

#[tokio::test]
async fn without_redis_nobody_gets_a_lease_and_nobody_waits_for_long() {
    let leases = at("redis://127.0.0.1:1", "nowhere");
    assert_eq!(leases.take("a", holder(1, 1), LONG).await, Err(Away));
    assert_eq!(leases.look("a").await, Err(Away));
}

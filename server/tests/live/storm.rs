//! Everybody loses the network at once and comes back at once, without waiting by chance as the app does: the worst that
//! can happen. Each has to be told what happened meanwhile.

use std::time::Instant;

use shared::event::Seq;
use shared::protocol::{Cursor, ServerFrame};
use tokio::task::JoinSet;

use super::socket::Socket;
use super::world::{Agent, World};
use super::{BACK, COUNTED, figure, percentile};

/// Tabs, of so many people.
const TABS: usize = 5_000;
const PEOPLE: usize = 100;
/// What happens while nobody is there.
const MESSAGES: usize = 20;
/// So many open their tab at the same time before.
const AT_ONCE: usize = 50;

pub async fn measure(world: &World) {
    let mut people = vec![];
    for n in 0..PEOPLE {
        people.push(world.agent(&format!("Agent {n}")).await);
    }
    let customer = world.customer("Sam").await;
    customer.writes("Hello").await;
    world.conversation(&customer).await;
    world.rests().await;
    let start = people[0].fresh().await.cursor();
    let mut tabs = vec![];
    while tabs.len() < TABS {
        let mut opening = JoinSet::new();
        for n in tabs.len()..(tabs.len() + AT_ONCE).min(TABS) {
            let (world, agent) = (world.clone(), people[n % PEOPLE].clone());
            opening.spawn(async move { comes(&world, &agent, n, start, start.seq).await.socket });
        }
        tabs.extend(opening.join_all().await);
    }
    drop(tabs);
    for n in 0..MESSAGES {
        customer.writes(&format!("Are you there? {n}")).await;
    }
    world.rests().await;
    let head = people[0].fresh().await.cursor().seq;
    let begun = Instant::now();
    let mut coming = JoinSet::new();
    for n in 0..TABS {
        let (world, agent) = (world.clone(), people[n % PEOPLE].clone());
        coming.spawn(async move { comes(&world, &agent, n, start, head).await });
    }
    // Each stays until all are there.
    let tabs = coming.join_all().await;
    let mut told: Vec<_> = tabs.iter().map(|tab| tab.told - begun).collect();
    figure(&format!("{TABS} come back at once, p50"), percentile(&mut told, 0.5), BACK);
    figure(&format!("{TABS} come back at once, the last"), percentile(&mut told, 1.0), BACK);
    let mut counted: Vec<_> = tabs.iter().map(|tab| tab.counted - begun).collect();
    figure(
        "the same, until their lists are counted too, the last",
        percentile(&mut counted, 1.0),
        COUNTED,
    );
    drop(tabs);
}

/// A tab that is there.
struct Tab {
    socket: Socket,
    /// When it had been told what happened.
    told: Instant,
    /// When it knew how long its lists are.
    counted: Instant,
}

/// Comes to the how-many-th node and waits until everything up to there was told.
async fn comes(world: &World, agent: &Agent, n: usize, from: Cursor, to: Seq) -> Tab {
    let node = &world.nodes[n % world.nodes.len()];
    let mut socket = Socket::hello(node, agent.token(), from).await;
    let mut at = from.seq;
    let (mut told, mut counted) = (None, None);
    loop {
        match socket.next().await.expect("a socket stays open") {
            ServerFrame::Welcome { .. } if at >= to => told = told.or_else(|| Some(Instant::now())),
            ServerFrame::Batch(batch) => {
                assert!(batch.from <= at, "nothing is left out");
                at = batch.through;
                if at >= to {
                    told = told.or_else(|| Some(Instant::now()));
                }
                if !batch.counts.is_empty() {
                    counted = Some(Instant::now());
                }
            }
            _ => {}
        }
        if let (Some(told), Some(counted)) = (told, counted) {
            return Tab { socket, told, counted };
        }
    }
}

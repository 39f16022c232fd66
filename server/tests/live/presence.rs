//! From the frame in which somebody says what they do to the frame in which a colleague hears of it.

use std::time::{Duration, Instant};

use shared::ids::{AgentId, ConversationId};
use shared::presence::{Doing, Here, Person};
use shared::protocol::{ClientFrame, ServerFrame};
use tokio::sync::mpsc;

use super::socket::Socket;
use super::world::{Agent, World};
use super::{SEEN, figure, percentile};

/// Who looks on.
const WATCHERS: usize = 50;
const CHATS: usize = 10;
const ROUNDS: usize = 200;

/// A watcher saw somebody do something somewhere.
type Seen = (ConversationId, Person, Instant);

pub async fn measure(world: &World) {
    let mut chats = vec![];
    for n in 0..CHATS {
        let customer = world.customer(&format!("Customer {n}")).await;
        customer.writes("Hello").await;
        chats.push(world.conversation(&customer).await);
    }
    let ana = world.agent("Ana").await;
    let (told, mut seen) = mpsc::unbounded_channel();
    for n in 0..WATCHERS {
        let watcher = world.agent(&format!("Watcher {n}")).await;
        // At the last node, which is not Ana's where there are two.
        let node = world.nodes.last().unwrap();
        let socket = Socket::hello(node, watcher.token(), watcher.fresh().await.cursor()).await;
        tokio::spawn(watches(socket, told.clone()));
    }
    let mut looks = vec![];
    let mut locks = vec![];
    for round in 0..ROUNDS {
        let at = chats[round % CHATS];
        looks.extend(
            sees(&ana, &mut seen, at, Doing::Viewing, |it| it.doing == Doing::Viewing).await,
        );
        locks.extend(sees(&ana, &mut seen, at, Doing::Replying, |it| it.holds).await);
    }
    for (what, mut values) in [("who looks is seen", looks), ("the reply lock is seen", locks)] {
        figure(&format!("{what}, p50"), percentile(&mut values, 0.5), SEEN);
        figure(&format!("{what}, p99"), percentile(&mut values, 0.99), SEEN);
    }
}

async fn watches(mut socket: Socket, told: mpsc::UnboundedSender<Seen>) {
    while let Some(frame) = socket.next().await {
        if let ServerFrame::Here(around) = frame {
            let now = Instant::now();
            for person in around.people {
                // The measure may be over.
                let _ = told.send((around.at, person, now));
            }
        }
    }
}

/// How long it takes until each watcher sees it.
async fn sees(
    ana: &Agent,
    seen: &mut mpsc::UnboundedReceiver<Seen>,
    at: ConversationId,
    doing: Doing,
    like: impl Fn(&Person) -> bool,
) -> Vec<Duration> {
    while seen.try_recv().is_ok() {}
    let who: AgentId = ana.id;
    let here = Here { tab: ana.here.tab, at: Some(at), doing, typing: doing == Doing::Replying };
    let begun = Instant::now();
    ana.frame(ClientFrame::Here(here));
    let mut took = vec![];
    while took.len() < WATCHERS {
        let (place, person, when) = seen.recv().await.unwrap();
        if place == at && person.agent == who && like(&person) {
            took.push(when - begun);
        }
    }
    took
}

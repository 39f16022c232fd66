//! Somebody listens in, whispers, and speaks to both.

use std::time::Duration;

use simulator::Voice;
use sound::{Call, Ear, Error, Event, Listen};

use crate::world::{AGENT, CUSTOMER, eventually, exchange, ringing, talking, until};

const SUPERVISOR: u32 = 1_300;

async fn listens(call: &Call, mode: Listen) -> (Ear, Voice) {
    let (tab, offer) = Voice::tab().await.unwrap();
    tab.plays(SUPERVISOR);
    let mut events = call.events();
    let (ear, answer) = call.listen(&offer, mode).await.unwrap();
    tab.answered(&answer).await.unwrap();
    until(&mut events, Event::EarConnected(ear)).await;
    (ear, tab)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_listens_hears_both_and_is_heard_by_nobody_until_they_whisper() {
    let exchange = exchange();
    let (call, customer, tab) = talking(&exchange).await;
    let (ear, supervisor) = listens(&call, Listen::Listen).await;
    supervisor.hears_on(0, CUSTOMER).await;
    supervisor.hears_on(1, AGENT).await;
    assert_eq!(tab.heard_on(1).packets, 0);

    call.set_mode(ear, Listen::Whisper);
    tab.hears_on(1, SUPERVISOR).await;
    tab.hears(CUSTOMER).await;
    assert!(!customer.heard().has(SUPERVISOR.into()) && customer.heard().has(AGENT.into()));

    call.leave(ear);
    let before = tab.heard_on(1).packets;
    tab.hears(CUSTOMER).await;
    assert!(tab.heard_on(1).packets <= before + 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_barges_in_is_heard_together_with_the_agent_and_then_no_more() {
    let exchange = exchange();
    let (call, customer, tab) = talking(&exchange).await;
    let (ear, supervisor) = listens(&call, Listen::Barge).await;
    both(&customer, 0, AGENT, SUPERVISOR).await;
    tab.hears_on(1, SUPERVISOR).await;
    tab.hears(CUSTOMER).await;
    supervisor.hears_on(0, CUSTOMER).await;
    assert_eq!(customer.heard().lost, 0);

    // One more: the agent hears both of them at once.
    let (_, other) = listens(&call, Listen::Barge).await;
    other.plays(1_700);
    both(&tab, 1, SUPERVISOR, 1_700).await;
    both(&supervisor, 1, AGENT, 1_700).await;

    call.leave(ear);
    both(&customer, 0, AGENT, 1_700).await;
    tab.hears_on(1, 1_700).await;
    eventually("who left is heard no more", || !customer.heard().has(SUPERVISOR.into())).await;
    assert!(customer.heard().has(AGENT.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_may_listen_and_nobody_to_a_call_that_has_ended() {
    let exchange = exchange();
    let (call, _customer) = ringing(&exchange).await;
    let (_tab, offer) = Voice::tab().await.unwrap();
    for _ in 0..8 {
        call.listen(&offer, Listen::Listen).await.unwrap();
    }
    assert!(matches!(call.listen(&offer, Listen::Listen).await, Err(Error::TooMany)));
    call.close().await;
    assert!(matches!(call.listen(&offer, Listen::Listen).await, Err(Error::Closed)));
}

async fn both(who: &Voice, line: usize, one: u32, other: u32) {
    for _ in 0..200 {
        let heard = who.heard_on(line);
        if heard.has(one.into()) && heard.has(other.into()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("waits for {one} and {other} Hz and hears {:?}", who.heard_on(line));
}

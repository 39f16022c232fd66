//! Several of us in one call: who hears whom while the customer is on hold, and when all talk together.

use simulator::Voice;
use sound::{Call, Event, Leg};

use crate::world::{AGENT, CUSTOMER, eventually, exchange, talking, talking_by, until};

const SECOND: u32 = 1_300;
const THIRD: u32 = 1_700;

/// One more tab that plays this, in place of another perhaps.
async fn joins(call: &Call, tone: u32, instead: Option<Leg>) -> (Leg, Voice) {
    let (tab, offer) = Voice::tab().await.unwrap();
    tab.plays(tone);
    let mut events = call.events();
    let (leg, answer) = call.attach(&offer, instead).await.unwrap();
    tab.answered(&answer).await.unwrap();
    until(&mut events, Event::AgentConnected(leg)).await;
    (leg, tab)
}

/// Hears these on a line and none of the others.
async fn hears_only(who: &Voice, line: usize, these: &[u32]) {
    let all = [CUSTOMER, AGENT, SECOND, THIRD];
    let right = || {
        let heard = who.heard_on(line);
        all.iter().all(|tone| heard.has(f64::from(*tone)) == these.contains(tone))
    };
    eventually(&format!("not {these:?} on line {line}"), right).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_is_heard_by_who_asks_and_not_by_the_customer_on_hold() {
    let exchange = exchange();
    let (call, customer, ana) = talking(&exchange).await;
    call.hold(true);
    let (_, bo) = joins(&call, SECOND, None).await;
    hears_only(&ana, 1, &[SECOND]).await;
    hears_only(&bo, 1, &[AGENT]).await;
    for agent in [&ana, &bo] {
        hears_only(agent, 0, &[]).await;
    }
    let music = || {
        let heard = customer.heard();
        let speech = heard.has(AGENT.into()) || heard.has(SECOND.into());
        !speech && heard.energy > 0.01 && !heard.frequencies.is_empty()
    };
    eventually("the customer hears music", music).await;

    // Together, and then without each other.
    call.hold(false);
    hears_only(&customer, 0, &[AGENT, SECOND]).await;
    for (agent, other) in [(&ana, SECOND), (&bo, AGENT)] {
        hears_only(agent, 0, &[CUSTOMER]).await;
        hears_only(agent, 1, &[other]).await;
    }
    assert_eq!(customer.heard().lost, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_hear_each_other_and_nobody_themselves_and_who_leaves_is_heard_no_more() {
    let exchange = exchange();
    let (call, customer, ana) = talking(&exchange).await;
    let (left, bo) = joins(&call, SECOND, None).await;
    let (_, cleo) = joins(&call, THIRD, None).await;
    hears_only(&customer, 0, &[AGENT, SECOND, THIRD]).await;
    for (agent, others) in
        [(&ana, [SECOND, THIRD]), (&bo, [AGENT, THIRD]), (&cleo, [AGENT, SECOND])]
    {
        hears_only(agent, 0, &[CUSTOMER]).await;
        hears_only(agent, 1, &others).await;
    }
    call.detach(left);
    hears_only(&customer, 0, &[AGENT, THIRD]).await;
    hears_only(&ana, 1, &[THIRD]).await;
    hears_only(&bo, 0, &[]).await;
    hears_only(&bo, 1, &[]).await;
    assert_eq!(customer.heard().lost, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_loaded_again_takes_its_own_place_and_who_hands_over_leaves_no_gap() {
    let exchange = exchange();
    let (call, customer, (asks, ana)) = talking_by(&exchange).await;
    let (first, _before) = joins(&call, SECOND, None).await;
    let (_, bo) = joins(&call, THIRD, Some(first)).await;
    hears_only(&customer, 0, &[AGENT, THIRD]).await;
    hears_only(&ana, 1, &[THIRD]).await;
    // Who asked leaves, and the customer hears the other one alone.
    call.detach(asks);
    hears_only(&customer, 0, &[THIRD]).await;
    hears_only(&bo, 1, &[]).await;
    hears_only(&bo, 0, &[CUSTOMER]).await;
    let heard = customer.heard();
    assert!(heard.lost == 0 && heard.longest_gap_ms < 1_000, "{heard:?}");
}

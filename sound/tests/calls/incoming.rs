//! A customer calls, somebody answers, and both hear each other.

use sound::Event;

use crate::world::{
    AGENT, CUSTOMER, attach, attach_instead, exchange, ringing, talking, talking_by, until,
};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_before_the_gate_opens_and_then_both_hear_each_other() {
    let exchange = exchange();
    let (call, customer) = ringing(&exchange).await;
    let (_, tab) = attach(&call).await;
    // The tab has long been speaking when it hears the customer, but WhatsApp has not said that the call is accepted.
    customer.falls_silent(false);
    tab.hears(CUSTOMER).await;
    assert_eq!(customer.heard().packets, 0);
    customer.starts();
    call.open();
    customer.hears(AGENT).await;
    tab.hears(CUSTOMER).await;
    assert_eq!(customer.heard().packets_before_accept, 0);
    call.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_is_reloaded_goes_on_where_it_was() {
    let exchange = exchange();
    let (call, customer, (leg, tab)) = talking_by(&exchange).await;
    tab.leaves().await;
    let (_, again) = attach_instead(&call, Some(leg)).await;
    again.plays(660);
    customer.hears(660).await;
    again.hears(CUSTOMER).await;
    // One speaker to WhatsApp: no number is missing, and it was never quiet for long.
    let heard = customer.heard();
    assert_eq!(heard.lost, 0, "{heard:?}");
    assert!(heard.longest_gap_ms < 1_000, "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_over_is_heard_and_the_tab_before_is_not() {
    let exchange = exchange();
    let (call, customer, (first, before)) = talking_by(&exchange).await;
    let (leg, now) = attach_instead(&call, Some(first)).await;
    now.plays(660);
    customer.hears(660).await;
    now.hears(CUSTOMER).await;
    before.plays(1_500);
    customer.hears(660).await;
    assert!(!customer.heard().has(1_500.0));
    // It is too late for the tab before to leave.
    let mut events = call.events();
    before.leaves().await;
    call.detach(first);
    customer.hears(660).await;
    call.detach(leg);
    call.close().await;
    until(&mut events, Event::Ended).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_everybody_forgot_ends_by_itself() {
    let exchange = exchange();
    let (call, _customer, _tab) = talking(&exchange).await;
    let mut events = call.events();
    let other = call.clone();
    drop(call);
    assert!(events.try_recv().is_err());
    drop(other);
    until(&mut events, Event::Ended).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_attached_to_a_call_that_has_ended() {
    let exchange = exchange();
    let (call, _customer) = ringing(&exchange).await;
    call.close().await;
    let (_tab, offer) = simulator::Voice::tab().await.unwrap();
    assert!(matches!(call.attach(&offer, None).await, Err(sound::Error::Closed)));
}

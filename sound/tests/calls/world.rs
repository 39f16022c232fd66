//! A call that has come far enough for what is asked of it.

use std::time::Duration;

use simulator::Voice;
use sound::{Call, Config, Event, Exchange, Leg};
use tokio::sync::broadcast::Receiver;

pub(crate) const CUSTOMER: u32 = 440;
pub(crate) const AGENT: u32 = 880;

pub(crate) fn exchange() -> Exchange {
    Exchange::start(Config::default()).unwrap()
}

/// A customer's call that rings: connected, and nothing said.
pub(crate) async fn ringing(exchange: &Exchange) -> (Call, Voice) {
    let (customer, offer) = Voice::calls().await.unwrap();
    let (call, answer) = exchange.incoming(&offer).await.unwrap();
    let mut events = call.events();
    customer.answered(&answer).await.unwrap();
    customer.connects().await.unwrap();
    until(&mut events, Event::WhatsAppConnected).await;
    (call, customer)
}

/// A tab is attached, and its sound flows.
pub(crate) async fn attach(call: &Call) -> (Leg, Voice) {
    attach_instead(call, None).await
}

/// The same, in place of another.
pub(crate) async fn attach_instead(call: &Call, instead: Option<Leg>) -> (Leg, Voice) {
    let (tab, offer) = Voice::tab().await.unwrap();
    let mut events = call.events();
    let (leg, answer) = call.attach(&offer, instead).await.unwrap();
    tab.answered(&answer).await.unwrap();
    tab.connects().await.unwrap();
    until(&mut events, Event::AgentConnected(leg)).await;
    (leg, tab)
}

/// A call in which both speak.
pub(crate) async fn talking(exchange: &Exchange) -> (Call, Voice, Voice) {
    let (call, customer, (_, tab)) = talking_by(exchange).await;
    (call, customer, tab)
}

/// The same, with the leg of who speaks with the customer.
pub(crate) async fn talking_by(exchange: &Exchange) -> (Call, Voice, (Leg, Voice)) {
    let (call, customer) = ringing(exchange).await;
    let (leg, tab) = attach(&call).await;
    call.open();
    customer.starts();
    customer.hears(AGENT).await;
    (call, customer, (leg, tab))
}

/// Waits for an event, whatever comes before it.
pub(crate) async fn until(events: &mut Receiver<Event>, wanted: Event) {
    let wait = async { while events.recv().await.unwrap() != wanted {} };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("it happens");
}

/// Waits until this holds; panics after ten seconds.
pub(crate) async fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}");
}

//! We call a customer.

use simulator::Voice;
use sound::{Error, Event};

use crate::world::{AGENT, CUSTOMER, attach, exchange, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_is_called_answers_and_both_hear_each_other() {
    let exchange = exchange();
    let (call, offer) = exchange.outgoing().await.unwrap();
    assert!(offer.contains("a=setup:actpass\r\n"), "{offer}");
    assert!(
        offer.contains("opus/48000/2\r\n") && offer.contains("telephone-event/8000\r\n"),
        "{offer}"
    );
    assert_eq!(offer.matches("a=fingerprint:").count(), 1, "{offer}");

    let (customer, answer) = Voice::is_called(&offer).await.unwrap();
    let mut events = call.events();
    call.answered(&answer).await.unwrap();
    until(&mut events, Event::WhatsAppConnected).await;
    let (_, tab) = attach(&call).await;
    // The phone rings: that the way is there does not mean that anybody has answered.
    assert_eq!(customer.heard().packets, 0);
    customer.starts();
    call.open();
    customer.hears(AGENT).await;
    tab.hears(CUSTOMER).await;
    assert!(call.digits("1").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_is_refused() {
    let exchange = exchange();
    let (call, _) = exchange.outgoing().await.unwrap();
    assert!(matches!(call.answered("v=0\r\n").await, Err(Error::Sdp(_))));
    assert!(matches!(call.digits("1 2"), Err(Error::Keys)));
}

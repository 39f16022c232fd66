//! While they talk: hold, nobody there, keys, and how good the line is.

use std::time::Duration;

use simulator::Voice;
use sound::Event;

use crate::world::{AGENT, CUSTOMER, attach, eventually, exchange, talking, talking_by, until};

/// Hears something, which neither of them says.
async fn hears_music(customer: &Voice) {
    let music = || {
        let heard = customer.heard();
        heard.energy > 0.01 && !heard.has(f64::from(AGENT)) && !heard.frequencies.is_empty()
    };
    eventually("there is music", music).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_hold_the_customer_hears_music_and_the_agent_nothing() {
    let exchange = exchange();
    let (call, customer, tab) = talking(&exchange).await;
    tab.hears(CUSTOMER).await;
    call.hold(true);
    hears_music(&customer).await;
    eventually("the agent hears nothing", || tab.heard().energy < 0.001).await;
    call.hold(false);
    customer.hears(AGENT).await;
    tab.hears(CUSTOMER).await;
    let heard = customer.heard();
    assert_eq!(heard.lost, 0, "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_there_is_music_and_whoever_comes_back_is_heard() {
    let exchange = exchange();
    let (call, customer, (leg, _tab)) = talking_by(&exchange).await;
    call.detach(leg);
    hears_music(&customer).await;
    let (_, again) = attach(&call).await;
    customer.hears(AGENT).await;
    again.hears(CUSTOMER).await;
    let heard = customer.heard();
    assert!(heard.lost == 0 && heard.longest_gap_ms < 1_000, "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_hangs_is_told_and_whatsapp_hears_silence_meanwhile() {
    let exchange = exchange();
    let (call, customer, tab) = talking(&exchange).await;
    let mut events = call.events();
    tab.falls_silent(true);
    eventually("silence", || customer.heard().energy < 0.001).await;
    let before = customer.heard().packets;
    eventually("something still comes", || customer.heard().packets > before + 20).await;
    // A tab that is closed says nothing.
    let (leg, other) = attach(&call).await;
    other.leaves().await;
    until(&mut events, Event::AgentLost(leg)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_pressed_and_heard_each_once_and_in_order() {
    let exchange = exchange();
    let (call, customer, _tab) = talking(&exchange).await;
    let mut events = call.events();
    customer.presses("7#");
    until(&mut events, Event::Key('7')).await;
    until(&mut events, Event::Key('#')).await;

    for keys in ["11", "2*", "0", "3", "9"] {
        call.digits(keys).unwrap();
    }
    let wanted = "112*039";
    eventually("all keys", || customer.heard().digits.len() >= wanted.len()).await;
    assert_eq!(customer.heard().digits, wanted);
    customer.hears(AGENT).await;
    assert_eq!(customer.heard().lost, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_on_one_machine_is_good() {
    let exchange = exchange();
    let (call, _customer, tab) = talking(&exchange).await;
    tab.hears(CUSTOMER).await;
    let mut quality = call.quality().await;
    for _ in 0..100 {
        if quality.whatsapp.is_some_and(|leg| leg.rtt_ms > 0.0)
            && quality.agent.is_some_and(|leg| leg.rtt_ms > 0.0)
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        quality = call.quality().await;
    }
    for leg in [quality.whatsapp.unwrap(), quality.agent.unwrap()] {
        assert!(leg.rtt_ms > 0.0 && leg.rtt_ms < 500.0, "{quality:?}");
        assert!(leg.jitter_ms < 200.0 && leg.loss < 0.05, "{quality:?}");
    }
}

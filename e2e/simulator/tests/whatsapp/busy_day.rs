//! The scripted day.

use std::collections::BTreeSet;

use crate::business::Business;

#[tokio::test]
async fn a_dozen_customers_write_and_answer_when_they_are_answered() {
    let business = Business::start().await;
    let mut events = business.events().await;
    business.simulator.busy_day(200.0);
    let mut wrote = BTreeSet::new();
    let mut answered = false;
    while wrote.len() < 12 || !answered {
        let event = events.next().await;
        let words = event["line"]["body"]["body"].as_str().unwrap_or_default();
        if words.starts_with("Hi! Where is my order") && event["line"]["tick"] == "sent" {
            let sam = business.simulator.phone("Sam Carter").await;
            business.writes(&sam, "Let me look, Sam. Where does it go?").await;
        }
        answered |= words == "It's to Sam Carter, 14 Elm Street";
        if event["type"] == "line" {
            wrote.insert(event["phone"].to_string());
        }
    }
    business.simulator.settled().await;
    assert!(business.receiver.status_names().contains(&"read".to_owned()));
}

//! Voices come and go.

use std::sync::Arc;
use std::time::Duration;

use super::Voice;

#[tokio::test]
async fn nothing_is_left_of_a_voice_that_is_dropped() {
    let (customer, offer) = Voice::calls().await.unwrap();
    let (business, answer) = Voice::business_answers(&offer).await.unwrap();
    customer.answered(&answer).await.unwrap();
    customer.connects().await.unwrap();
    let left = [&customer, &business].map(|voice| Arc::downgrade(&voice.inner.connection));
    drop((customer, business));
    for _ in 0..400 {
        if left.iter().all(|connection| connection.strong_count() == 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("something still holds a connection");
}

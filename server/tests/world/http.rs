//! HTTP as a browser speaks it.

use std::time::{Duration, Instant};

use reqwest::{Client, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use shared::problem::Problem;

use super::PATIENCE;

/// A client without a proxy, for this machine. It knows no certificates: reading those takes longer than many a story.
#[allow(
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a browser's, not the server's"
)]
pub fn client() -> Client {
    Client::builder().no_proxy().tls_certs_only([]).build().unwrap()
}

/// The reply to what is asked, or the problem, of whichever server one is at by then: one that stops is not there any more.
pub async fn reached<T: DeserializeOwned>(
    ask: impl Fn() -> RequestBuilder + Send,
) -> Result<T, Problem> {
    let until = Instant::now() + PATIENCE;
    loop {
        // What was not heard is asked again, as the app does; a command has an id, and is done once.
        match ask().send().await {
            Err(error) if error.is_request() && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            asked => return replied(asked.unwrap()).await,
        }
    }
}

/// The reply, or the problem.
pub async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Problem> {
    let again = request.try_clone().expect("bodies of ours are no streams");
    let response = match request.send().await {
        // The server closes what is idle, perhaps at this very moment: browsers ask again, and so do we.
        Err(error) if error.is_request() => again.send().await.unwrap(),
        response => response.unwrap(),
    };
    replied(response).await
}

async fn replied<T: DeserializeOwned>(response: Response) -> Result<T, Problem> {
    if response.status().is_success() {
        return Ok(response.json().await.unwrap());
    }
    let status = response.status().as_u16();
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.code.status(), status, "{problem}");
    Err(problem)
}

//! HTTP as a browser speaks it.

use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use shared::problem::Problem;

/// A client without a proxy, for this machine.
#[allow(
    clippy::disallowed_methods,
    clippy::allow_attributes,
    reason = "a browser's, not the server's"
)]
pub fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// The reply, or the problem.
pub async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Problem> {
    let again = request.try_clone().expect("bodies of ours are no streams");
    let response = match request.send().await {
        // The server closes what is idle, perhaps at this very moment: browsers ask again, and so do we.
        Err(error) if error.is_request() => again.send().await.unwrap(),
        response => response.unwrap(),
    };
    if response.status().is_success() {
        return Ok(response.json().await.unwrap());
    }
    let status = response.status().as_u16();
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.code.status(), status, "{problem}");
    Err(problem)
}

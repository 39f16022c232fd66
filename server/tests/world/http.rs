//! HTTP as a browser speaks it.

use std::time::{Duration, Instant};

use actix_web::web::Bytes;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
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
        let heard = async { heard(ask().send().await?).await };
        match heard.await {
            Err(error) if !error.is_builder() && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            // It has not heard us in time (RFC 9110, 15.5.9).
            Ok((StatusCode::REQUEST_TIMEOUT, _)) if Instant::now() < until => {}
            heard => return replied(heard.unwrap()),
        }
    }
}

/// The reply, or the problem.
pub async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Problem> {
    let again = request.try_clone().expect("bodies of ours are no streams");
    let response = match request.send().await {
        // The server closes what is idle, perhaps at this very moment: browsers ask again, and so do we.
        Err(error) if error.is_request() => again.send().await.unwrap(),
        // It has not heard us in time (RFC 9110, 15.5.9).
        Ok(late) if late.status() == StatusCode::REQUEST_TIMEOUT => again.send().await.unwrap(),
        response => response.unwrap(),
    };
    replied(heard(response).await.unwrap())
}

/// All of it: a server that dies may have begun to answer.
async fn heard(response: Response) -> Result<(StatusCode, Bytes), reqwest::Error> {
    Ok((response.status(), response.bytes().await?))
}

fn replied<T: DeserializeOwned>((status, body): (StatusCode, Bytes)) -> Result<T, Problem> {
    if status.is_success() {
        return Ok(serde_json::from_slice(&body).unwrap());
    }
    let problem: Problem = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem.code.status(), status.as_u16(), "{problem}");
    Err(problem)
}

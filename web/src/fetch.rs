//! One HTTP request, and what may come of it. It knows nothing of who is logged in.

use futures_util::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::{Code, Problem};

/// How long an answer may take, in milliseconds.
const PATIENCE: u32 = 30_000;

/// Why there is no answer of the kind that was wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer: it may have happened or not.
    Lost,
    /// It did not happen, and why.
    Refused(Problem),
}

/// What was wanted, or why not.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// In words, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::Lost => {
                "The server can't be reached. Check your connection and try again.".into()
            }
            Self::Refused(Problem { detail, incident: Some(incident), .. }) => {
                format!("{detail} (Incident {incident})")
            }
            Self::Refused(problem) => problem.detail.clone(),
        }
    }

    /// The code of a refusal.
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Lost => None,
            Self::Refused(problem) => Some(problem.code),
        }
    }
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    method: Method,
    path: String,
    body: Option<String>,
}

impl Request {
    /// Asks for something.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: None }
    }

    /// Hands something over.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).expect("what we share has only text keys");
        Self { method: Method::POST, path: path.into(), body: Some(body) }
    }

    /// Hands nothing over.
    pub fn post_nothing(path: impl Into<String>) -> Self {
        Self { method: Method::POST, path: path.into(), body: None }
    }

    /// Ends something.
    pub fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, path: path.into(), body: None }
    }

    /// Sends it as nobody.
    pub async fn send<T: DeserializeOwned>(&self) -> Answer<T> {
        read(&self.fetch(None).await?)
    }

    /// Sends it, as whoever the token is for. What comes is still to be [`read`].
    pub async fn fetch(&self, token: Option<&str>) -> Answer<String> {
        let asked = Box::pin(self.ask(token));
        match select(asked, TimeoutFuture::new(PATIENCE)).await {
            Either::Left((answer, _)) => answer.and_then(|(status, body)| judge(status, body)),
            Either::Right(_) => Err(Failure::Lost),
        }
    }

    async fn ask(&self, token: Option<&str>) -> Answer<(u16, String)> {
        let mut request = RequestBuilder::new(&self.path).method(self.method.clone());
        if let Some(token) = token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        let request = match &self.body {
            Some(body) => request.header("Content-Type", "application/json").body(body.as_str()),
            None => request.build(),
        };
        let lost = |_| Failure::Lost;
        let response: Response = request.map_err(lost)?.send().await.map_err(lost)?;
        Ok((response.status(), response.text().await.map_err(lost)?))
    }
}

/// What was wanted, out of its text. Nothing at all is `()`.
pub fn read<T: DeserializeOwned>(body: &str) -> Answer<T> {
    let body = if body.is_empty() { "null" } else { body };
    serde_json::from_str(body).map_err(|_| unreadable(200))
}

/// Whether it is what was wanted. One that is not in our words comes from something in between, such as a proxy.
pub fn judge(status: u16, body: String) -> Answer<String> {
    if (200..300).contains(&status) {
        return Ok(body);
    }
    match serde_json::from_str(&body) {
        Ok(problem) => Err(Failure::Refused(problem)),
        Err(_) if matches!(status, 408 | 502..=504) => Err(Failure::Lost),
        Err(_) => Err(unreadable(status)),
    }
}

fn unreadable(status: u16) -> Failure {
    let code = match status {
        401 => Code::NotLoggedIn,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        413 => Code::TooLarge,
        429 => Code::TooMany,
        200..=299 => Code::Outdated,
        _ => Code::Internal,
    };
    let words = format!("The server gave an answer that this app does not understand ({status}).");
    Failure::Refused(Problem::new(code, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer<u32> {
        read(&judge(status, body.into())?)
    }

    #[test]
    fn an_answer_is_read_and_a_refusal_keeps_its_words() {
        assert_eq!(answer(200, "7"), Ok(7));
        assert_eq!(read::<()>(""), Ok(()));
        let problem = Problem::invalid("email", "Write an email address.");
        let body = serde_json::to_string(&problem).unwrap();
        assert_eq!(answer(422, &body), Err(Failure::Refused(problem)));
    }

    #[test]
    fn what_something_in_between_says_is_no_refusal_of_ours() {
        assert_eq!(answer(502, "<html>"), Err(Failure::Lost));
        assert_eq!(answer(504, ""), Err(Failure::Lost));
        assert_eq!(answer(401, "").unwrap_err().code(), Some(Code::NotLoggedIn));
        assert_eq!(answer(413, "<html>").unwrap_err().code(), Some(Code::TooLarge));
        assert_eq!(answer(500, "oops").unwrap_err().code(), Some(Code::Internal));
        assert_eq!(answer(200, "<html>").unwrap_err().code(), Some(Code::Outdated));
    }
}

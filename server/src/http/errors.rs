//! Errors as people get them: always a `Problem` in JSON. A fault is logged here, once, with the id that they are told.

use actix_web::error::{JsonPayloadError, PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::web::{JsonConfig, PathConfig, QueryConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use shared::problem::{Code, Problem};

use crate::error::Error;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        let code = match self {
            Self::Refused(problem) => problem.code,
            Self::Fault(_) => Code::Internal,
        };
        StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let problem = match self {
            Self::Refused(problem) => problem.clone(),
            Self::Fault(fault) => {
                let incident = incident();
                tracing::error!(incident, error = format!("{fault:#}"), "a request failed");
                let detail = "Something went wrong on our side. Please try again; if it stays, tell your admin the id.";
                Problem { incident: Some(incident), ..Problem::new(Code::Internal, detail) }
            }
        };
        HttpResponse::build(self.status_code()).json(problem)
    }
}

/// An id to find a fault in the log by.
pub(crate) fn incident() -> String {
    let mut random = [0; 5];
    getrandom::fill(&mut random).expect("the platform has a source of randomness");
    hex::encode(random)
}

/// What is not there.
pub async fn no_such_route() -> Result<HttpResponse, Error> {
    Err(Problem::not_found("address").into())
}

/// JSON bodies up to `limit` bytes.
pub fn json_config(limit: usize) -> JsonConfig {
    JsonConfig::default().limit(limit).error_handler(|error, _| match error {
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            malformed(Code::TooLarge, "The request is too large.")
        }
        error => malformed(Code::Malformed, &format!("The body can't be read: {error}")),
    })
}

/// What stands after `?`.
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error: QueryPayloadError, _: &HttpRequest| {
        malformed(Code::Malformed, &format!("The query can't be read: {error}"))
    })
}

/// What stands in the path.
pub fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|error: PathError, _: &HttpRequest| {
        malformed(Code::NotFound, &format!("There is nothing under this path: {error}"))
    })
}

fn malformed(code: Code, detail: &str) -> actix_web::Error {
    Error::Refused(Problem::new(code, detail)).into()
}

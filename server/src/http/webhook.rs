//! `GET` and `POST /webhooks/whatsapp`: shake hands, verify, keep, 200. What it means is found out later.

use actix_web::http::header::HeaderMap;
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;
use shared::problem::{Code, Problem};

use crate::app::App;
use crate::error::Result;
use crate::whatsapp::signature;

/// Largest delivery, in bytes: Meta's is 3 MB (Cloud API, webhooks), and whoever counts by 1,024 is welcome too.
pub const BODY_MAX: usize = 3 * 1024 * 1024;
/// The header with the signature.
const SIGNATURE: &str = "X-Hub-Signature-256";

/// Meta's handshake. The names have dots.
#[derive(Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.verify_token")]
    token: String,
    #[serde(rename = "hub.challenge")]
    challenge: String,
}

/// Answers the challenge to who knows our token.
pub async fn verify(app: Data<App>, query: Query<Handshake>) -> HttpResponse {
    let ours = app.config.whatsapp_verify_token.as_ref();
    let known = ours.is_some_and(|ours| same(ours.expose().as_bytes(), query.token.as_bytes()));
    if query.mode == "subscribe" && known {
        return HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(query.into_inner().challenge);
    }
    let detail =
        "The verify token is not ours. It must be the value of ONEVOICE_WHATSAPP_VERIFY_TOKEN.";
    HttpResponse::Forbidden().json(Problem::forbidden(detail))
}

/// Keeps a delivery that Meta signed, then answers 200.
pub async fn receive(app: Data<App>, request: HttpRequest, body: Bytes) -> Result<HttpResponse> {
    let Some(secret) = &app.config.whatsapp_app_secret else {
        let detail = "Webhooks can't be verified yet: set ONEVOICE_WHATSAPP_APP_SECRET.";
        return Err(Problem::new(Code::Unavailable, detail).into());
    };
    if !signature::verify(secret.expose(), only(request.headers()), &body) {
        let detail =
            "The signature does not fit. X-Hub-Signature-256 must be made with this app's secret.";
        return Ok(HttpResponse::Unauthorized().json(Problem::new(Code::NotLoggedIn, detail)));
    }
    app.intake.keep(body.to_vec()).await?;
    Ok(HttpResponse::Ok().finish())
}

/// The header, if there is exactly one.
fn only(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(SIGNATURE);
    let first = all.next()?;
    if all.next().is_some() { None } else { first.to_str().ok() }
}

/// Compares without telling by its time how much fits: by the MACs of both under a key that nobody knows.
fn same(ours: &[u8], theirs: &[u8]) -> bool {
    let mut key = [0; 32];
    getrandom::fill(&mut key).expect("the platform has a source of randomness");
    let mac = |text: &[u8]| {
        Hmac::<Sha256>::new_from_slice(&key).expect("any length will do").chain_update(text)
    };
    mac(theirs).verify_slice(&mac(ours).finalize().into_bytes()).is_ok()
}

//! A server that takes webhooks, keeps what it gets, and answers as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;

/// One request to the webhook URL.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) body: Vec<u8>,
    pub(crate) signature: Option<String>,
    pub(crate) answered: u16,
}

impl Seen {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

#[derive(Default)]
struct Inner {
    seen: Mutex<Vec<Seen>>,
    answers: Mutex<VecDeque<u16>>,
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    pub(crate) port: u16,
    inner: Arc<Inner>,
    server: ServerHandle,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        Self::start_at(0)
    }

    pub(crate) fn start_at(port: u16) -> Self {
        let inner = Arc::new(Inner::default());
        let data = web::Data::from(Arc::clone(&inner));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route("/hook", web::post().to(take))
                .route("/hook", web::get().to(handshake))
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", port))
        .unwrap();
        let port = server.addrs()[0].port();
        let server = server.run();
        let handle = server.handle();
        tokio::spawn(server);
        Self { url: format!("http://127.0.0.1:{port}/hook"), port, inner, server: handle }
    }

    pub(crate) async fn stop(&self) {
        self.server.stop(false).await;
    }

    /// The next requests are answered with these, further ones with 200.
    pub(crate) fn answers(&self, statuses: impl IntoIterator<Item = u16>) {
        self.inner.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.inner.seen.lock().unwrap().clone()
    }

    /// Every value of those answered 200, in the order of arrival.
    pub(crate) fn values(&self) -> Vec<Value> {
        let taken = self.seen().into_iter().filter(|seen| seen.answered == 200);
        taken
            .flat_map(|seen| {
                let entries = seen.json()["entry"].as_array().unwrap().clone();
                entries.into_iter().flat_map(|entry| entry["changes"].as_array().unwrap().clone())
            })
            .map(|change| change["value"].clone())
            .collect()
    }

    pub(crate) fn messages(&self) -> Vec<Value> {
        self.all_of("messages")
    }

    pub(crate) fn statuses(&self) -> Vec<Value> {
        self.all_of("statuses")
    }

    pub(crate) fn status_names(&self) -> Vec<String> {
        let statuses = self.statuses();
        statuses.iter().map(|status| status["status"].as_str().unwrap().to_owned()).collect()
    }

    fn all_of(&self, key: &str) -> Vec<Value> {
        let values = self.values();
        values.iter().filter_map(|value| value[key].as_array()).flatten().cloned().collect()
    }
}

async fn take(request: HttpRequest, body: web::Bytes, inner: web::Data<Inner>) -> HttpResponse {
    let status = inner.answers.lock().unwrap().pop_front().unwrap_or(200);
    let header = request.headers().get("X-Hub-Signature-256");
    inner.seen.lock().unwrap().push(Seen {
        body: body.to_vec(),
        signature: header.map(|header| header.to_str().unwrap().to_owned()),
        answered: status,
    });
    HttpResponse::build(actix_web::http::StatusCode::from_u16(status).unwrap()).finish()
}

/// Repeats the challenge to whoever knows the token.
async fn handshake(query: web::Query<std::collections::HashMap<String, String>>) -> HttpResponse {
    if query["hub.mode"] == "subscribe" && query["hub.verify_token"] == "simulator-verify-token" {
        HttpResponse::Ok().body(query["hub.challenge"].clone())
    } else {
        HttpResponse::Forbidden().finish()
    }
}

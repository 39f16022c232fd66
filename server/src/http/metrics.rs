//! What those who run Onevoice watch, in the format of [OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/).
//! It needs a token of its own, and holds nothing of what anybody wrote.

use std::sync::atomic::AtomicU64;

use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use sha2::{Digest as _, Sha256};
use shared::problem::{Code, Problem};
use shared::time::Timestamp;

use crate::app::App;
use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::store::jobs::{self, Due};
use crate::store::webhooks::{self, Leftover};
use crate::store::{Conn, log};

/// How the format names itself.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Everything that is measured, as of now.
pub async fn metrics(app: Data<App>, request: HttpRequest) -> Result<HttpResponse> {
    let Some(token) = &app.config.metrics_token else {
        let words = "There are no metrics without a token for them (ONEVOICE_METRICS_TOKEN).";
        return Err(Problem::new(Code::NotFound, words).into());
    };
    if !is_token(&request, token) {
        let words = "Metrics need the token of ONEVOICE_METRICS_TOKEN (`Authorization: Bearer …`).";
        return Err(Problem::new(Code::NotLoggedIn, words).into());
    }
    let now = app.clock.now();
    let stored = app.store.read(move |conn| stored(conn, now)).await?;
    let mut registry = Registry::with_prefix("onevoice");
    version(&mut registry);
    alive(&mut registry, &app, &stored);
    waiting(&mut registry, &stored, now);
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Error::fault)?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, TEXT)).body(text))
}

/// Whether it brings the token. What is compared are hashes, so that how long it takes tells nothing of the token.
fn is_token(request: &HttpRequest, token: &Secret<String>) -> bool {
    let header = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    let given = header.and_then(|header| header.strip_prefix("Bearer ")).unwrap_or_default();
    Sha256::digest(given) == Sha256::digest(token.expose())
}

/// What only the database knows.
struct Stored {
    head: i64,
    due: Due,
    given_up: usize,
    webhooks: Leftover,
    oldest_webhook: Option<Timestamp>,
}

fn stored(conn: &mut Conn, now: Timestamp) -> Result<Stored> {
    Ok(Stored {
        head: log::cursor(conn)?.seq.0,
        due: jobs::due(conn, now)?,
        given_up: jobs::given_up(conn)?.len(),
        webhooks: webhooks::leftover(conn)?,
        oldest_webhook: webhooks::oldest(conn)?,
    })
}

fn version(registry: &mut Registry) {
    let info = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "Which version of Onevoice this is", info);
}

/// What is in this process.
fn alive(registry: &mut Registry, app: &App, stored: &Stored) {
    let read = app.tail.head().borrow().0;
    let slowest = app.sockets.slowest().map_or(0, |seq| (stored.head - seq.0).max(0));
    number(registry, "sockets", "Tabs that are connected to this process", app.sockets.count());
    number(registry, "calls", "Calls whose sound is in this process", app.calls.count());
    number(registry, "log_head", "Lines of the log so far", stored.head);
    number(
        registry,
        "log_unread",
        "Lines of the log that this process has not read yet",
        (stored.head - read).max(0),
    );
    number(
        registry,
        "socket_unsent",
        "Lines of the log that the slowest socket has not been told yet",
        slowest,
    );
    let up = "Whether signals of other processes come by Redis; 1 where there is none to need";
    number(registry, "redis_up", up, u8::from(app.bus.hears_others()));
    registry.register_with_unit(
        "told",
        "From the beginning of a change until a tab that had heard everything before is told of it",
        Unit::Seconds,
        app.sockets.delay().clone(),
    );
    registry.register(
        "whatsapp_refusals",
        "Answers of WhatsApp that were no yes, by its code; `none` where there was no code",
        app.whatsapp.refusals().clone(),
    );
}

/// What waits, in all processes.
fn waiting(registry: &mut Registry, stored: &Stored, now: Timestamp) {
    let Stored { due, given_up, webhooks, oldest_webhook, .. } = stored;
    number(registry, "jobs_due", "Jobs that could be done now or are being done", due.count);
    let since = "Since when the oldest job that is due could have been done";
    seconds(registry, "jobs_oldest_age", since, due.oldest, now);
    number(registry, "jobs_given_up", "Jobs that were given up, until somebody looks", *given_up);
    let pending = "Deliveries of WhatsApp that are in no thread yet";
    number(registry, "webhooks_pending", pending, webhooks.pending);
    let parked = "Deliveries for numbers that are not set up here";
    number(registry, "webhooks_parked", parked, webhooks.parked);
    let aside = "Deliveries that could not be understood and were kept aside";
    number(registry, "webhooks_set_aside", aside, webhooks.set_aside);
    let age = "How long the oldest delivery has been in no thread";
    seconds(registry, "webhooks_oldest_age", age, *oldest_webhook, now);
}

fn number(registry: &mut Registry, name: &str, help: &str, value: impl TryInto<i64>) {
    registry.register(name, help, ConstGauge::new(value.try_into().unwrap_or(i64::MAX)));
}

fn seconds(
    registry: &mut Registry,
    name: &str,
    help: &str,
    since: Option<Timestamp>,
    now: Timestamp,
) {
    let millis = since.map_or(0, |since| (now - since).0.max(0));
    let age = Gauge::<f64, AtomicU64>::default();
    age.set(f64::from(u32::try_from(millis).unwrap_or(u32::MAX)) / 1_000.0);
    registry.register_with_unit(name, help, Unit::Seconds, age);
}

//! A running simulator and what one may ask of it. It runs on a thread of its own, so that a slow
//! test does not slow Meta, and ends when its last handle is dropped.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use anyhow::{Context as _, ensure};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::customer::Customer;
use crate::misbehaviour::{MisbehaviourId, Plan};
use crate::options::Options;
use crate::phone::Phone;
use crate::world::World;
use crate::{api, busy_day, control, outbox, page, templates};

/// A simulated WhatsApp. Clones are handles to the same one.
#[derive(Clone)]
pub struct Simulator {
    pub(crate) world: Arc<World>,
    _running: Arc<Running>,
}

/// An accepted `POST /messages`.
#[derive(Clone, Debug, Serialize)]
pub struct Accepted {
    /// The id it was answered with, or should have been.
    pub wamid: String,
    /// The `phone_number_id` it was sent from.
    pub number: String,
    /// Unix seconds.
    pub at: i64,
    /// The body as it came.
    pub request: Value,
}

impl Simulator {
    /// Starts listening. Webhooks flow as soon as there is a URL.
    pub async fn start(options: Options) -> anyhow::Result<Self> {
        ensure!(!options.numbers.is_empty(), "a business needs a phone number");
        let listener = TcpListener::bind(&options.listen)
            .with_context(|| format!("cannot listen at {}", options.listen))?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let (started, running) = oneshot::channel();
        std::thread::Builder::new()
            .name("simulator".into())
            .spawn(move || run(listener, options, base_url, started))?;
        let (world, server) = running.await.context("the simulator's thread ended")??;
        Ok(Self { world, _running: Arc::new(Running(server)) })
    }

    /// Where the Cloud API is: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        self.world.base_url.clone()
    }

    /// Webhooks go here from now on, those that wait as well.
    pub fn set_webhook_url(&self, url: impl Into<String>) {
        self.world.outbox.url.send_replace(Some(url.into()));
    }

    /// Meta's handshake with the webhook URL: whether the server repeated the challenge.
    pub async fn verify_webhook(&self) -> bool {
        let world = Arc::clone(&self.world);
        let handshake = async move { world.outbox.handshake(&world.options.verify_token).await };
        self.world.runtime.spawn(handshake).await.unwrap_or(false)
    }

    /// The customer of this name, made with a fresh number when there is none.
    #[expect(clippy::unused_async, reason = "tests await whatever a customer does")]
    pub async fn phone(&self, name: &str) -> Phone {
        Phone::new(&self.world, self.world.named(name))
    }

    /// A customer with these particulars, or the one who has that phone number already.
    #[expect(clippy::unused_async, reason = "tests await whatever a customer does")]
    pub async fn customer(&self, customer: Customer) -> Phone {
        Phone::new(&self.world, self.world.add(customer))
    }

    /// Waits until every webhook, including statuses to come, was answered 200.
    pub async fn settled(&self) {
        let mut pending = self.world.outbox.pending.subscribe();
        // The sender lives as long as this handle.
        drop(pending.wait_for(|pending| *pending == 0).await);
    }

    /// Webhooks not answered 200 yet.
    pub fn pending_webhooks(&self) -> usize {
        *self.world.outbox.pending.borrow()
    }

    /// The body of every accepted message, in order, whether or not the answer got through.
    pub fn sent_requests(&self) -> Vec<Value> {
        self.accepted().into_iter().map(|accepted| accepted.request).collect()
    }

    /// The same with ids and times.
    pub fn accepted(&self) -> Vec<Accepted> {
        self.world.state().accepted.clone()
    }

    /// The ids the business marked as read, in order.
    pub fn read_receipts(&self) -> Vec<String> {
        self.world.state().read_receipts.clone()
    }

    /// Misbehaves from now on, until the count is used up, or [`Self::stop`], or [`Self::behave`].
    pub fn misbehave(&self, plan: impl Into<Plan>) -> MisbehaviourId {
        let id = self.world.state().plans.add(plan.into());
        self.world.tell_plans();
        id
    }

    /// Ends one misbehaviour; what was held or gathered goes out.
    pub fn stop(&self, id: MisbehaviourId) {
        self.world.state().plans.stop(id);
        outbox::release(&self.world);
        self.world.tell_plans();
    }

    /// Ends every misbehaviour; what was held or gathered goes out.
    pub fn behave(&self) {
        self.world.state().plans.clear();
        outbox::release(&self.world);
        self.world.tell_plans();
    }

    /// Stops the simulator's clock at these Unix seconds, or lets it run with `None`. Timestamps and
    /// the 24 hours follow it; expiry of links and retries do not.
    pub fn set_time(&self, unix_seconds: Option<i64>) {
        self.world.clock.set(unix_seconds);
    }

    /// A scripted day begins: a dozen customers write, and answer when they are answered, `hurry`
    /// times as fast as in life.
    pub fn busy_day(&self, hurry: f64) {
        busy_day::start(&self.world, hurry);
    }

    /// Another template in the account, as Meta's list has it; gives its id. Nobody is told.
    pub fn add_template(&self, template: Value) -> String {
        templates::add(&self.world, template)
    }

    /// What becomes of a template: `event` (and `reason`), `quality`, `category` or `components`. A webhook tells it.
    ///
    /// # Panics
    /// If there is no such template.
    pub fn change_template(&self, id: &str, what: &Value) {
        assert!(templates::change(&self.world, id, what), "no template {id}, or nothing to become");
    }

    /// Another token is good from now on; the old one gets 190.
    pub fn set_access_token(&self, token: impl Into<String>) {
        self.world.state().access_token = token.into();
    }
}

/// Stops the server when the last handle goes.
struct Running(ServerHandle);

impl Drop for Running {
    fn drop(&mut self) {
        // The command is sent at once; only its completion would have to be awaited.
        drop(self.0.stop(false));
    }
}

type Started = oneshot::Sender<anyhow::Result<(Arc<World>, ServerHandle)>>;

fn run(listener: TcpListener, options: Options, base_url: String, started: Started) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return drop(started.send(Err(error.into()))),
    };
    runtime.block_on(async {
        let world = Arc::new(World::new(options, base_url, runtime.handle().clone()));
        match serve(&world, listener) {
            Ok(server) => {
                drop(started.send(Ok((world, server.handle()))));
                if let Err(error) = server.await {
                    tracing::error!(%error, "simulator.server");
                }
            }
            Err(error) => drop(started.send(Err(error))),
        }
    });
}

fn serve(world: &Arc<World>, listener: TcpListener) -> anyhow::Result<actix_web::dev::Server> {
    let data = web::Data::from(Arc::clone(world));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(20 * 1024 * 1024))
            .configure(page::routes)
            .configure(control::routes)
            .configure(api::routes)
    });
    let server = server.workers(1).disable_signals().shutdown_timeout(1);
    // Files may be large and tests slow: only an idle connection is closed.
    let server = server.client_request_timeout(Duration::from_mins(1));
    Ok(server.listen(listener)?.run())
}

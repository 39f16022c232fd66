//! What all parts share, built once, the same in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::calls::{self, Calls};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Result;
use crate::files::Files;
use crate::hook::Hook;
use crate::http::auth::Tokens;
use crate::http::files::seal::Seals;
use crate::http::intake::{self, Intake};
use crate::http::limits::Limits;
use crate::jobs::worker;
use crate::lease::Leases;
use crate::maintenance;
use crate::password::Passwords;
use crate::realtime::attendance::{self, Attendance};
use crate::realtime::bus::Bus;
use crate::realtime::presence::{self, Presence};
use crate::realtime::sockets::Sockets;
use crate::realtime::tail::Tail;
use crate::setup;
use crate::store::jobs::Holder;
use crate::store::{Store, log};
use crate::whatsapp::WhatsApp;

/// How long a stop waits for jobs: a little more than for WhatsApp's answers.
const PATIENCE: Duration = Duration::from_secs(25);

/// What all parts share.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Nudges between processes.
    pub bus: Bus,
    /// Who is where.
    pub presence: Presence,
    /// Whose tabs are connected here.
    pub attendance: Attendance,
    /// Their sockets, as they are measured.
    pub sockets: Sockets,
    /// Who holds what for a while.
    pub leases: Leases,
    /// The log, followed once for all sockets.
    pub tail: Tail,
    /// The sound of the calls that are here.
    pub calls: Calls,
    /// The Cloud API.
    pub whatsapp: WhatsApp,
    /// Another program that is told when nobody answers.
    pub hook: Option<Hook>,
    /// Customers' files, and ours.
    pub files: Files,
    /// Makes and checks addresses of files.
    pub seals: Seals,
    /// Where deliveries are handed in.
    pub intake: Intake,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// Checks passwords, a few at once.
    pub passwords: Passwords,
    /// How often passwords may be tried.
    pub limits: Limits,
    /// Settings from the environment.
    pub config: Arc<Config>,
    /// Which node this is, and which run of it, so that it frees what earlier ones held.
    pub holder: Holder,
    /// Room for jobs that run at the same time, but for ingest.
    pub slots: Arc<Semaphore>,
    runtime: Handle,
    draining: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
}

impl App {
    /// Opens the database, connects the bus and starts following the log and doing jobs. To be called on a
    /// multi-threaded runtime, which must live as long as the app: actix's workers borrow it.
    pub async fn start(config: Config, clock: Clock) -> Result<Self> {
        let store = Store::open(&config.database_url, clock.clone()).await?;
        let log = store.read(log::cursor).await?.epoch;
        let bus = Bus::connect(config.redis_url.as_ref(), log);
        let leases = Leases::connect(config.redis_url.as_ref(), log, clock.clone());
        let tail = Tail::start(store.clone(), bus.clone()).await?;
        let whatsapp =
            WhatsApp::new(config.whatsapp_api_url.clone()).map_err(crate::error::Error::Fault)?;
        let hook = config.hook.clone().map(Hook::new).transpose();
        let hook = hook.map_err(crate::error::Error::Fault)?;
        let tokens = Tokens::load(&store, clock.clone()).await?;
        let seals = Seals::load(&store, clock.clone()).await?;
        let files = Files::open(&config.files_dir).map_err(crate::error::Error::fault)?;
        let (passwords, limits) = (Passwords::new(), Limits::new(clock.clone()));
        let (intake, waiting) = Intake::new();
        let holder = Holder { node: config.node.clone(), run: clock.ulid().to_string() };
        let calls = Calls::new(config.calls.sound());
        let config = Arc::new(config);
        let (runtime, draining, stopping) = (Handle::current(), Arc::default(), Arc::default());
        let slots = Arc::new(Semaphore::new(worker::AT_ONCE));
        let app = Self {
            store,
            clock,
            bus,
            presence: Presence::new(),
            attendance: Attendance::default(),
            sockets: Sockets::default(),
            leases,
            tail,
            calls,
            whatsapp,
            hook,
            files,
            seals,
            intake,
            tokens,
            passwords,
            limits,
            config,
            holder,
            slots,
            runtime,
            draining,
            stopping,
        };
        setup::first_number(&app).await?;
        app.spawn(intake::take_in(app.clone(), waiting));
        app.spawn(worker::work(app.clone()));
        app.spawn(maintenance::maintain(app.clone()));
        app.spawn(presence::follow(app.clone()));
        app.spawn(attendance::follow(app.clone()));
        app.spawn(calls::follow(app.clone()));
        app.spawn(calls::answer_others(app.clone()));
        Ok(app)
    }

    /// Starts a task on the runtime that lives as long as the app.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(task);
    }

    /// Waits until calls whose sound is here are over, but no longer than settings say. Everything goes on meanwhile.
    pub async fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        calls::drain(self).await;
    }

    /// Ends the calls whose sound is here.
    pub async fn end_calls(&self) {
        calls::end(self).await;
    }

    /// Whether the process ends as soon as its calls are over.
    pub fn draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// No new work from here on.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.tail.stop();
        self.bus.ring_jobs_here();
    }

    /// Waits until the jobs that run have ended: a message that is on its way should be told of.
    pub async fn jobs_ended(&self) {
        let all = u32::try_from(worker::AT_ONCE).unwrap_or(u32::MAX);
        if tokio::time::timeout(PATIENCE, self.slots.acquire_many(all)).await.is_err() {
            tracing::warn!("some jobs did not end in time; they go on after the next start");
        }
    }

    /// Whether the process is about to end.
    pub fn stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}

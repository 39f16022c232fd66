//! The sound of the calls that this process has. It decides nothing: what becomes of a call is decided in `features/call` and
//! told by the log, and the sound follows. Setting up a call asks WhatsApp outside of jobs, since somebody waits on the line.

pub mod dial;
mod drain;
pub mod ears;
mod follow;
pub mod join;
mod people;
pub mod record;
pub mod remote;
pub mod set_up;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::event::Actor;
use shared::ids::{AgentId, CallId};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

pub use drain::{drain, end};
pub use follow::follow;
pub use remote::answer_others;

use crate::app::App;
use crate::error::{Error, Result};
use crate::features::call::{self, Told};
use crate::whatsapp;

/// The calls of this process. A copy is the same.
#[derive(Clone)]
pub struct Calls {
    inner: Arc<Inner>,
}

struct Inner {
    config: sound::Config,
    /// From the first call on.
    exchange: Mutex<Option<sound::Exchange>>,
    lines: Mutex<HashMap<CallId, Line>>,
    /// How many of them.
    count: watch::Sender<usize>,
    asked: remote::Asked,
    recordings: record::Recordings,
}

/// A call with its sound here.
#[derive(Clone)]
struct Line {
    sound: sound::Call,
    number: whatsapp::Number,
    /// WhatsApp's id of it, once it has one.
    wacid: Option<String>,
    /// What we answered to WhatsApp's offer, said once more when somebody takes it.
    answer: Option<String>,
    /// Who of us is in it, by which leg.
    agents: HashMap<AgentId, sound::Leg>,
    /// Who listens in.
    ears: HashMap<AgentId, sound::Ear>,
    /// Whether WhatsApp has been told that one of us took it.
    accepted: bool,
}

impl Calls {
    /// None yet.
    pub fn new(config: sound::Config) -> Self {
        let (exchange, lines) = (Mutex::default(), Mutex::default());
        let count = watch::Sender::default();
        let (asked, recordings) = (remote::Asked::default(), record::Recordings::default());
        Self { inner: Arc::new(Inner { config, exchange, lines, count, asked, recordings }) }
    }

    /// What mixes and carries sound, started when it is first needed.
    fn exchange(&self) -> Result<sound::Exchange> {
        let mut exchange = self.inner.exchange.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(it) = exchange.as_ref() {
            return Ok(it.clone());
        }
        let started = sound::Exchange::start(self.inner.config.clone()).map_err(Error::fault)?;
        Ok(exchange.insert(started).clone())
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<CallId, Line>> {
        self.inner.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn line(&self, id: CallId) -> Option<Line> {
        self.lines().get(&id).cloned()
    }

    /// Keeps a call's sound, and listens to what becomes of it.
    fn keep(&self, app: &App, id: CallId, line: Line) {
        let events = line.sound.events();
        self.lines().insert(id, line);
        self.counted();
        app.spawn(listen(app.clone(), id, events));
    }

    fn change(&self, id: CallId, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines().get_mut(&id) {
            change(line);
        }
    }

    /// How many calls have their sound here.
    pub fn count(&self) -> usize {
        self.lines().len()
    }

    fn counted(&self) {
        let lines = self.lines();
        self.inner.count.send_replace(lines.len());
    }

    /// Ends the sound of a call.
    async fn close(&self, id: CallId) {
        let line = self.lines().remove(&id);
        self.counted();
        if let Some(line) = line {
            line.sound.close().await;
        }
    }
}

/// Tells what the sound tells, for as long as there is any.
async fn listen(app: App, id: CallId, mut events: tokio::sync::broadcast::Receiver<sound::Event>) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        let told = match event {
            sound::Event::AgentLost(leg) => {
                let agents = app.calls.line(id).map(|line| line.agents).unwrap_or_default();
                agents.into_iter().find(|(_, its)| *its == leg).map(|(who, _)| Told::Lost(who))
            }
            sound::Event::EarLost(ear) => {
                if let Err(error) = gone(&app, id, ear).await {
                    tracing::error!(%error, "cannot tell who listens in no more");
                }
                None
            }
            sound::Event::WhatsAppLost => Some(Told::Gone),
            sound::Event::Ended => return,
            _ => None,
        };
        if let Some(told) = told
            && let Err(error) = tell(&app, id, told).await
        {
            tracing::error!(%error, "cannot tell what became of a call");
        }
    }
}

/// The tab of somebody who listened in is gone.
async fn gone(app: &App, id: CallId, ear: sound::Ear) -> Result<()> {
    let line = app.calls.line(id);
    let who = line.and_then(|it| it.ears.iter().find(|(_, its)| **its == ear).map(|(who, _)| *who));
    let Some(who) = who else { return Ok(()) };
    app.write(Actor::System, move |tx| call::listen::lost(tx, id, who)).await?;
    Ok(())
}

/// Something became of a call.
pub async fn tell(app: &App, id: CallId, told: Told) -> Result<()> {
    app.write(Actor::System, move |tx| call::told(tx, id, told.clone())).await?;
    Ok(())
}

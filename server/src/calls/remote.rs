//! A tab is connected to one process and the call it joins has its sound in another: they ask each other over the bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use shared::ids::{AgentId, CallId};
use shared::problem::{Code, Problem};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::{ears, join};
use crate::app::App;
use crate::error::{Error, Result};
use crate::realtime::bus::Signal;

/// How long another process may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// What processes say to each other about joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallSignal {
    /// A tab that is connected to me wants to join a call that is yours.
    Ask {
        /// Whose call it is: the run of a node.
        to: String,
        /// Who asks.
        from: String,
        /// Which question.
        nonce: u64,
        /// Which call.
        call: CallId,
        /// Whose tab.
        who: AgentId,
        /// What it offers (SDP).
        offer: String,
        /// Whether it wants to listen in, rather than to talk.
        #[serde(default)]
        listens: bool,
    },
    /// What came of it.
    Told {
        /// Who asked.
        to: String,
        /// Which question.
        nonce: u64,
        /// What to answer to the browser (SDP), or why not.
        answer: std::result::Result<String, Problem>,
    },
}

type Answer = std::result::Result<String, Problem>;

/// What was asked and is not answered yet.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<Mutex<Questions>>);

#[derive(Default)]
struct Questions {
    /// So many so far.
    asked: u64,
    open: HashMap<u64, oneshot::Sender<Answer>>,
}

impl Asked {
    fn add(&self) -> (u64, oneshot::Receiver<Answer>) {
        let (sender, receiver) = oneshot::channel();
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.asked += 1;
        let nonce = asked.asked;
        asked.open.insert(nonce, sender);
        drop(asked);
        (nonce, receiver)
    }

    fn take(&self, nonce: u64) -> Option<oneshot::Sender<Answer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).open.remove(&nonce)
    }
}

/// Lets a tab join a call whose sound another process has.
pub async fn ask(
    app: &App,
    to: String,
    call: CallId,
    who: AgentId,
    (offer, listens): (String, bool),
) -> Result<String> {
    let (nonce, answered) = app.calls.inner.asked.add();
    let from = app.holder.run.clone();
    app.bus.ring(Signal::Call(CallSignal::Ask { to, from, nonce, call, who, offer, listens }));
    let answer = tokio::time::timeout(PATIENCE, answered).await;
    app.calls.inner.asked.take(nonce);
    if let Ok(Ok(answer)) = answer {
        return Ok(answer?);
    }
    let words = "The part of Onevoice that has this call does not answer. Please try again.";
    Err(Problem::new(Code::Unavailable, words).into())
}

/// Answers other processes, and hears their answers, until the process stops.
pub async fn answer_others(app: App) {
    let (mut signals, mut stopped) = (app.bus.listen_for_calls(), app.tail.stopped());
    loop {
        let signal = tokio::select! {
            signal = signals.recv() => signal,
            _ = stopped.changed() => return,
        };
        match signal {
            Ok(CallSignal::Ask { to, from, nonce, call, who, offer, listens })
                if to == app.holder.run =>
            {
                app.spawn(answer(app.clone(), from, nonce, (call, who, offer, listens)));
            }
            Ok(CallSignal::Told { to, nonce, answer }) if to == app.holder.run => {
                if let Some(waiting) = app.calls.inner.asked.take(nonce) {
                    let _ = waiting.send(answer);
                }
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}

/// What is asked: in which call, who, by which offer, and whether only to listen in.
type Question = (CallId, AgentId, String, bool);

async fn answer(app: App, to: String, nonce: u64, (call, who, offer, listens): Question) {
    let let_in = if listens {
        ears::listen(&app, call, who, &offer).await
    } else {
        join::join(&app, call, who, &offer).await
    };
    let answer = match let_in {
        Ok(answer) => Ok(answer),
        Err(Error::Refused(problem)) => Err(problem),
        Err(error) => {
            tracing::error!(%error, "a tab of another process could not join a call");
            Err(Problem::new(Code::Internal, "The call could not be joined. Please try again."))
        }
    };
    app.bus.ring(Signal::Call(CallSignal::Told { to, nonce, answer }));
}

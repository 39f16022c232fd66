//! Calls, with real sound on both sides: the customer plays 440 Hz, who answers plays 880 Hz.

mod busy;
mod company;
mod drain;
mod inbound;
mod listening;
mod missed;
mod nodes;
mod outbound;
mod recording;
mod wrap_up;

use reqwest::Method;
use shared::call::{Action, CALLS, Call, Join, Joined, Stage};
use shared::command::Action as Wish;
use shared::ids::{CallId, ConversationId, TabId};
use shared::problem::Problem;
use shared::reads::CONVERSATIONS;
use simulator::Voice;

use crate::world::http::answer;
use crate::world::{Agent, World, eventually};

/// The call that is not over, once the agent's picture has it.
async fn comes(who: &Agent, at: ConversationId) -> Call {
    who.sees("a call", |state| state.conversation(at).is_some_and(|it| it.call.is_some())).await;
    who.look(|state| state.conversation(at).and_then(|it| it.call.as_deref().cloned())).unwrap()
}

/// A tab of theirs offers to talk.
async fn join(who: &Agent, at: ConversationId, call: CallId, dial: bool) -> Result<Voice, Problem> {
    let (voice, offer) = Voice::tab().await.unwrap();
    let join = Join { tab: TabId::new(who.now()), offer, dial };
    let path = format!("{CONVERSATIONS}/{at}/{CALLS}/{call}");
    let joined: Joined = answer(who.request(Method::POST, &path).json(&join)).await?;
    voice.answered(&joined.answer).await.unwrap();
    Ok(voice)
}

async fn wants(who: &Agent, at: ConversationId, what: Action) -> Result<(), Problem> {
    who.does(Wish::Call(at, what)).await.map(drop)
}

/// Once their picture shows the call so.
async fn shows(who: &Agent, at: ConversationId, what: &str, fits: impl Fn(&Call) -> bool) {
    who.sees(what, |state| {
        let call = state.conversation(at).and_then(|it| it.call.as_deref());
        call.is_some_and(&fits)
    })
    .await;
}

/// Once it is over: their thread tells how.
async fn ended(who: &Agent, at: ConversationId) -> Call {
    assert!(who.opens(at).await);
    let last = |state: &shared::state::State| {
        let call = state.thread(at).and_then(|thread| thread.calls().last().cloned());
        call.filter(|it| !it.live())
    };
    who.sees("the end of the call", |state| last(state).is_some()).await;
    who.sees("no call any more", |state| state.calls().all(|it| it.id != at)).await;
    who.look(last).unwrap()
}

fn talks(it: &Call, who: &Agent) -> bool {
    matches!(it.stage, Stage::Talking { with, .. } if with == who.id)
}

/// Once the customer does not hear this tone any more.
async fn falls_silent(sam: &simulator::Phone, hz: f64) {
    let silent = eventually(async || (!sam.call()?.heard.has(hz)).then_some(())).await;
    assert!(silent.is_some(), "still heard: {:?}", sam.call());
}

/// A customer who has written before.
async fn known(world: &World) -> (simulator::Phone, ConversationId) {
    let sam = world.customer("Sam").await;
    sam.writes("May I call you?").await;
    let at = world.conversation(&sam).await;
    (sam, at)
}
